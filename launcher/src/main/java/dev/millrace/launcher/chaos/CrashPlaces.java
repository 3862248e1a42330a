package dev.millrace.launcher.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every named crash point of ingest, cleaning and formatting. A test reads from a run that none is missing and none is invented. */
final class CrashPlaces {
    /** Says which point ends a process; with {@code :n} at its n-th reach. */
    static final String VARIABLE = "MILLRACE_CRASH_POINT";
    /** Names the file that hears of every point reached, and of every crash. */
    static final String LOG = "MILLRACE_CRASH_LOG";

    private static final List<String> TRANSACTION =
            List.of("before-transaction", "after-produce", "before-commit", "after-commit");
    private static final List<String> STREAMS = List.of("after-produce", "before-commit", "after-commit");
    private static final Map<String, List<String>> INGEST = Map.of(
            "ingest.submissions", plus(TRANSACTION, "before-object-put", "between-object-puts", "after-object-put"));
    private static final Map<String, List<String>> CLEANING = Map.of(
            "cleaning.features",
            plus(TRANSACTION, "after-read", "before-object-put", "after-object-put"),
            "cleaning.streams",
            STREAMS);
    private static final Map<String, List<String>> FORMATTING = Map.of(
            "formatting.examples", plus(TRANSACTION, "before-object-put", "after-object-put"),
            "formatting.requests", TRANSACTION,
            "formatting.tokens", TRANSACTION,
            "formatting.seal",
                    List.of(
                            "before-partials-put",
                            "after-partials-put",
                            "before-rows-put",
                            "after-rows-put",
                            "before-manifest-put",
                            "after-manifest-put"),
            "formatting.streams", STREAMS);
    private static final Map<String, Map<String, List<String>>> ALL =
            Map.of("ingest", INGEST, "cleaning", CLEANING, "formatting", FORMATTING);

    private CrashPlaces() {}

    /**
     * Whether attempts are noted there. A record that ends the process time and again is rightly set aside, so such a point is to strike at a
     * later reach than the first: each death then meets another record.
     */
    static boolean isNoting(String point) {
        return point.startsWith("ingest.submissions.") || point.startsWith("cleaning.features.");
    }

    private static List<String> plus(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /** The points of one service, in order. */
    static List<String> of(String service) {
        Set<String> points = new TreeSet<>();
        ALL.getOrDefault(service, Map.of())
                .forEach((channel, places) -> places.forEach(place -> points.add(channel + "." + place)));
        return List.copyOf(points);
    }

    static Set<String> all() {
        Set<String> points = new TreeSet<>();
        ALL.keySet().forEach(service -> points.addAll(of(service)));
        return points;
    }
}
