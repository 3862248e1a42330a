package dev.millrace.launcher.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One run: which documents in which order, on what, and what goes wrong meanwhile.
 *
 * @param seed of documents and faults
 * @param documents about how many submissions
 * @param order seed of the order in which they are submitted
 * @param partitions of the document topics
 * @param replicas of cleaning and formatting
 * @param betweenFaults mean time from one fault to the next; null for none
 * @param load over which time the documents are spread
 * @param crashPoints at each of which a service crashes once, while documents and requests go on
 */
public record ChaosPlan(
        String name,
        long seed,
        int documents,
        long order,
        int partitions,
        int replicas,
        @Nullable Duration betweenFaults,
        Duration load,
        List<String> crashPoints) {
    public static final String UNDISTURBED = "undisturbed";

    private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(12);

    public ChaosPlan {
        crashPoints = List.copyOf(crashPoints);
    }

    public static ChaosPlan undisturbed(long seed, int documents) {
        return new ChaosPlan(UNDISTURBED, seed, documents, 1, 4, 1, null, Duration.ZERO, List.of());
    }

    /** The undisturbed run, and all that must come to the same. */
    public static List<ChaosPlan> all(long seed, int documents, Duration faults) {
        ChaosPlan calm = undisturbed(seed, documents);
        return List.of(
                calm,
                calm.named("faults").inOrder(2).withFaults(BETWEEN_FAULTS, faults),
                calm.named("crash-points").inOrder(6).crashingAt(CrashPlaces.all()),
                calm.named("another-order").inOrder(3),
                calm.named("one-partition").inOrder(4).on(1, 1),
                calm.named("two-replicas").inOrder(5).on(3, 2).withFaults(BETWEEN_FAULTS, faults));
    }

    public ChaosPlan named(String other) {
        return new ChaosPlan(other, seed, documents, order, partitions, replicas, betweenFaults, load, crashPoints);
    }

    public ChaosPlan inOrder(long other) {
        return new ChaosPlan(name, seed, documents, other, partitions, replicas, betweenFaults, load, crashPoints);
    }

    public ChaosPlan on(int otherPartitions, int otherReplicas) {
        return new ChaosPlan(
                name, seed, documents, order, otherPartitions, otherReplicas, betweenFaults, load, crashPoints);
    }

    public ChaosPlan withFaults(Duration between, Duration spread) {
        return new ChaosPlan(name, seed, documents, order, partitions, replicas, between, spread, crashPoints);
    }

    public ChaosPlan crashingAt(Collection<String> points) {
        return new ChaosPlan(
                name,
                seed,
                documents,
                order,
                partitions,
                replicas,
                betweenFaults,
                load,
                List.copyOf(new TreeSet<>(points)));
    }

    /** For people. */
    public String about() {
        List<String> parts = new ArrayList<>();
        parts.add(partitions + (partitions == 1 ? " partition" : " partitions"));
        parts.add(replicas == 1 ? "one replica of each service" : replicas + " replicas of cleaning and formatting");
        if (betweenFaults != null) {
            parts.add("kill -9 about every " + betweenFaults.toSeconds() + " s for " + load.toSeconds() + " s");
        }
        if (!crashPoints.isEmpty()) {
            parts.add("a crash at each of " + crashPoints.size() + " points");
        }
        return String.join(", ", parts);
    }
}
