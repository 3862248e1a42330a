package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** I13: what was submitted has its effect exactly once, however often the work on it was begun. */
final class OneEffect implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        Set<Origin> sent = new HashSet<>(evidence.sent());
        Set<Origin> effects = new HashSet<>(evidence.effects());
        return evidence.effects().size() == sent.size() && sent.equals(effects)
                ? List.of()
                : List.of("I13: " + sent.size() + " records were submitted, "
                        + evidence.effects().size() + " effects were seen, of " + effects.size() + " records");
    }
}
