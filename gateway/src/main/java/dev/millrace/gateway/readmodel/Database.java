package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The embedded database. Nothing in it is the truth, so whatever stands in the way of opening it is answered by building it anew. */
public final class Database implements AutoCloseable {
    private static final String VERSION = "1";
    private static final int CONNECTIONS = 16;
    private static final Set<Integer> OF_THE_DISK = Set.of(
            org.h2.api.ErrorCode.IO_EXCEPTION_1,
            org.h2.api.ErrorCode.IO_EXCEPTION_2,
            org.h2.api.ErrorCode.DATABASE_IS_CLOSED);

    private final JdbcConnectionPool pool;
    private final Jdbi jdbi;

    private Database(JdbcConnectionPool pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * @param origin identifies the cluster the topics are in; a database of another one, of another version, or a damaged one is replaced
     */
    public static Database open(Path folder, String origin) {
        try {
            Database database = connect(folder);
            if (database.isOf(origin)) {
                return database;
            }
            database.close();
        } catch (JdbiException e) {
            if (isInUse(e)) {
                throw new MillraceException(ErrorCode.CONFIG_INVALID, "another gateway uses the data folder", e);
            }
            // Damaged, or of another version of the engine.
        }
        try {
            delete(folder);
            Database fresh = connect(folder);
            fresh.create(origin);
            return fresh;
        } catch (JdbiException e) {
            throw translated(e);
        }
    }

    private static boolean isInUse(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getErrorCode() == org.h2.api.ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
        }
        return false;
    }

    private static Database connect(Path folder) {
        String url = "jdbc:h2:file:" + folder.toAbsolutePath().resolve("read-model") + ";DB_CLOSE_ON_EXIT=FALSE";
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "", "");
        pool.setMaxConnections(CONNECTIONS);
        Database database = new Database(pool);
        boolean works = false;
        try {
            database.jdbi.useHandle(handle -> handle.execute("SELECT 1"));
            works = true;
            return database;
        } finally {
            if (!works) {
                pool.dispose();
            }
        }
    }

    private boolean isOf(String origin) {
        return jdbi.withHandle(handle -> {
            boolean there = handle.createQuery("SELECT COUNT(*) FROM information_schema.tables WHERE table_name ="
                                    + " 'FACTS_OF_ORIGIN'")
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            return there
                    && handle.createQuery("SELECT content FROM facts_of_origin ORDER BY name")
                            .mapTo(String.class)
                            .list()
                            .equals(List.of(origin, VERSION));
        });
    }

    private void create(String origin) {
        jdbi.useTransaction(handle -> {
            handle.createScript(schema()).execute();
            handle.execute("INSERT INTO facts_of_origin VALUES ('origin', ?), ('version', ?)", origin, VERSION);
        });
    }

    private static String schema() {
        try (InputStream stream =
                Objects.requireNonNull(Database.class.getResourceAsStream("schema.sql"), "the schema is in the jar")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads, or writes in one transaction. */
    public <T> T with(HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(work);
        } catch (JdbiException e) {
            throw translated(e);
        }
    }

    /**
     * Writes in one transaction.
     *
     * @throws JdbiException when the database has closed itself, as it does when the disk is full
     */
    public void use(HandleConsumer<RuntimeException> work) {
        jdbi.useTransaction(work);
    }

    /** Whoever only reads is told to come again: what ails the database is for whoever writes to see. */
    private static RuntimeException translated(JdbiException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(
                                cause -> cause instanceof SQLException sql && OF_THE_DISK.contains(sql.getErrorCode()))
                ? new MillraceException(ErrorCode.DISK_FULL, "the read model has no room", failure)
                : failure;
    }

    @Override
    public void close() {
        try {
            jdbi.useHandle(handle -> handle.execute("SHUTDOWN"));
        } catch (JdbiException e) {
            // Closed already.
        }
        pool.dispose();
    }
}
