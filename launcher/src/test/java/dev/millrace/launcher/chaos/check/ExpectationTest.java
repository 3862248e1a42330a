package dev.millrace.launcher.chaos.check;

import dev.millrace.launcher.chaos.load.ChaosCorpus;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectationTest {
    private static final String LONG =
            "one two three four five six seven eight nine ten ".repeat(3).strip();

    @Test
    void theLowerOfTwoWithTheSameTextIsKept() {
        assertThat(Expectation.of(List.of(document("b", 2, LONG), document("a", 5, LONG.replace(" ", "\n")))))
                .isEqualTo(Map.of("a", "DUPLICATE_EXACT", "b", "kept"));
    }

    @Test
    void aWithdrawalFreesTheHigherOne() {
        assertThat(Expectation.of(List.of(withdrawal("b", 3), document("b", 2, LONG), document("a", 5, LONG))))
                .isEqualTo(Map.of("a", "kept", "b", "withdrawn"));
    }

    @Test
    void aRevisionAfterAWithdrawalCounts() {
        assertThat(Expectation.of(List.of(withdrawal("a", 3), document("a", 2, LONG), document("a", 4, LONG + " x"))))
                .isEqualTo(Map.of("a", "kept"));
    }

    @Test
    void equalBytesSentAgainAfterAWithdrawalComeBack() {
        assertThat(Expectation.of(List.of(document("a", 9, LONG), document("a", 1, LONG), withdrawal("a", 3))))
                .isEqualTo(Map.of("a", "kept"));
    }

    @Test
    void equalBytesKeepTheirLowestTime() {
        assertThat(Expectation.of(List.of(document("a", 9, LONG), document("a", 1, LONG), document("b", 5, LONG))))
                .isEqualTo(Map.of("a", "kept", "b", "DUPLICATE_EXACT"));
    }

    @Test
    void theOrderOfSubmissionsMeansNothing() {
        List<ChaosSubmission> submissions = new ArrayList<>(ChaosCorpus.of(11, 2000));
        Map<String, String> expected = Expectation.of(submissions);

        Collections.shuffle(submissions, new Random(3));

        assertThat(Expectation.of(submissions)).isEqualTo(expected);
    }

    @Test
    void theCorpusHasSomethingOfEverything() {
        Map<String, Long> counts = Expectation.of(ChaosCorpus.of(1, 2000)).values().stream()
                .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));

        assertThat(counts.keySet())
                .containsExactlyInAnyOrder("kept", "withdrawn", "TOO_SHORT", "DUPLICATE_EXACT", "DOCUMENT_UNREADABLE");
        assertThat(counts.values()).allMatch(count -> count > 20);
    }

    private static ChaosSubmission document(String id, int second, String text) {
        return new ChaosSubmission.Document(id, Instant.ofEpochSecond(second), text);
    }

    private static ChaosSubmission withdrawal(String id, int second) {
        return new ChaosSubmission.Withdrawal(id, Instant.ofEpochSecond(second));
    }
}
