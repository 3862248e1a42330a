package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.MarkerRule;
import dev.millrace.cleaning.decision.MemberSets;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import dev.millrace.contracts.event.PipelineMarker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** I4, I12, I13: what becomes of documents depends on what was submitted and on nothing else. */
class OrderFreeDecisionTest {
    private static final int SEEDS = 150;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theLastDecisionIsAFunctionOfTheSetWhateverTheOrderTheRepeatsAndThePartitions(int partitions) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = Run.of(seed, partitions, Mechanism.standard());

            assertThat(run.decisions()).as("seed %d", seed).isEqualTo(run.expected());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aPartitionThatIsReadAgainFromFurtherBackChangesNothing(int partitions) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = Run.of(seed, partitions, Mechanism.standard(), 5);

            assertThat(run.decisions()).as("seed %d", seed).isEqualTo(run.expected());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aMarkerComesOutOnceOnEveryPartitionBehindAllDecisions(int partitions) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = Run.of(seed, partitions, Mechanism.standard());

            assertThat(run.behindMarkers()).as("seed %d", seed).containsOnly(0);
        }
    }

    @Test
    void aMarkerThatDoesNotWaitIsNoticed() {
        MarkerRule impatient = (arrived, partitions) -> arrived >= 1;

        assertThat(IntStream.range(0, SEEDS)
                        .mapToObj(seed -> Run.of(seed, 3, new Mechanism(impatient, UnaryOperator.identity())))
                        .filter(run -> run.behindMarkers().stream().anyMatch(behind -> behind != 0)))
                .isNotEmpty();
    }

    @Test
    void decidingByArrivalIsNoticed() {
        assertThat(IntStream.range(0, SEEDS)
                        .mapToObj(seed -> Run.of(seed, 3, new Mechanism(MarkerRule.ALL, sets -> new ByArrival())))
                        .filter(run -> !run.decisions().equals(run.expected())))
                .isNotEmpty();
    }

    /** One history in one order on one number of partitions. */
    private record Run(Map<String, String> decisions, Map<String, String> expected, List<Integer> behindMarkers) {
        static Run of(int seed, int partitions, Mechanism mechanism) {
            return of(seed, partitions, mechanism, 0);
        }

        static Run of(int seed, int partitions, Mechanism mechanism, int rewinds) {
            Random random = new Random(seed);
            History history = History.draw(random, 2 + random.nextInt(6), 2 + random.nextInt(3), random.nextInt(40));
            List<History.Step> arrivals = new ArrayList<>(history.steps());
            for (int i = 0; i < history.steps().size() / 4; i++) {
                arrivals.add(history.steps().get(random.nextInt(history.steps().size())));
            }
            Collections.shuffle(arrivals, random);
            Cluster cluster = new Cluster(partitions, mechanism, random, rewinds);
            feed(cluster, arrivals, partitions, random);
            cluster.drain();
            List<Integer> behind = IntStream.range(0, partitions)
                    .mapToObj(partition -> cluster.behindMarker(partition, "request"))
                    .toList();
            return new Run(cluster.decisions(), history.expected(), behind);
        }

        /** As ingest does it: each of its input partitions sends its marker, behind its own records, to all partitions. */
        private static void feed(Cluster cluster, List<History.Step> arrivals, int partitions, Random random) {
            int[] upstream = arrivals.stream()
                    .mapToInt(step -> random.nextInt(partitions))
                    .toArray();
            for (int to = 0; to < partitions; to++) {
                List<Integer> open =
                        new ArrayList<>(IntStream.range(0, partitions).boxed().toList());
                for (int i = 0; i < arrivals.size(); i++) {
                    for (Integer from : List.copyOf(open)) {
                        if (isDone(upstream, i, from) && random.nextInt(3) == 0) {
                            cluster.append(Topic.DOCUMENTS_FEATURES, to, marker(from, to, partitions));
                            open.remove(from);
                        }
                    }
                    History.Step step = arrivals.get(i);
                    if (cluster.partitionOf(step.document().key()) == to) {
                        cluster.append(Topic.DOCUMENTS_FEATURES, to, History.event(step));
                    }
                }
                for (Integer from : open) {
                    cluster.append(Topic.DOCUMENTS_FEATURES, to, marker(from, to, partitions));
                    cluster.append(Topic.DOCUMENTS_FEATURES, to, marker(from, to, partitions));
                }
            }
        }

        private static boolean isDone(int[] upstream, int next, int from) {
            return IntStream.range(next, upstream.length).noneMatch(i -> upstream[i] == from);
        }

        private static PipelineMarker marker(int from, int to, int partitions) {
            return new PipelineMarker("request", "c", to, from, partitions);
        }
    }

    /** What must not be: whoever came first is the lower one. */
    private static final class ByArrival implements MemberSets {
        private final Map<String, List<Member>> sets = new LinkedHashMap<>();

        @Override
        public boolean add(FingerprintLayer layer, String fingerprint, Member member) {
            return !set(fingerprint).contains(member) && set(fingerprint).add(member);
        }

        @Override
        public boolean remove(FingerprintLayer layer, String fingerprint, Member member) {
            return set(fingerprint).remove(member);
        }

        @Override
        public @Nullable Member below(FingerprintLayer layer, String fingerprint, Member member) {
            int index = set(fingerprint).indexOf(member);
            return index > 0 ? set(fingerprint).get(index - 1) : null;
        }

        @Override
        public @Nullable Member above(FingerprintLayer layer, String fingerprint, Member member) {
            int index = set(fingerprint).indexOf(member);
            return index >= 0 && index + 1 < set(fingerprint).size()
                    ? set(fingerprint).get(index + 1)
                    : null;
        }

        private List<Member> set(String fingerprint) {
            return sets.computeIfAbsent(fingerprint, f -> new ArrayList<>());
        }
    }
}
