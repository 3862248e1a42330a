package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows whose truth is the JSON of an event. */
final class Rows {
    private Rows() {}

    static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    static <T> T read(String json, Class<T> type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** Replaces the row, or makes it. The key's columns come first. */
    static void put(Handle db, String table, int keyColumns, String columns, @Nullable Object... values) {
        String[] names = columns.split(", ");
        @Nullable Object[] keys = Arrays.copyOf(values, keyColumns);
        db.execute("DELETE FROM " + table + " WHERE " + condition(names, keyColumns), keys);
        db.execute(
                "INSERT INTO " + table + " (" + columns + ") VALUES ("
                        + String.join(", ", Collections.nCopies(values.length, "?")) + ")",
                values);
    }

    /** Makes the row unless it is there. */
    static void ensure(Handle db, String table, int keyColumns, String columns, @Nullable Object... values) {
        String[] names = columns.split(", ");
        @Nullable Object[] keys = Arrays.copyOf(values, keyColumns);
        boolean there = !db.select("SELECT 1 FROM " + table + " WHERE " + condition(names, keyColumns), keys)
                .mapTo(Integer.class)
                .list()
                .isEmpty();
        if (!there) {
            put(db, table, keyColumns, columns, values);
        }
    }

    private static String condition(String[] names, int keyColumns) {
        return String.join(" = ? AND ", Arrays.copyOf(names, keyColumns)) + " = ?";
    }
}
