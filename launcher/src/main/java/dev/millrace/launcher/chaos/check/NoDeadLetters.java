package dev.millrace.launcher.chaos.check;

import java.util.List;

/** I1: nothing that was sent ends as a dead letter, as none of it is our mistake. */
final class NoDeadLetters implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        return evidence.deadLetters().entrySet().stream()
                .map(entry -> "I1: " + entry.getValue() + " dead letters of " + entry.getKey())
                .toList();
    }
}
