package dev.millrace.launcher.chaos.check;

import java.util.List;

/** One of the promises, as a check on what was seen. */
interface Invariant {
    /** @return one sentence for each violation, beginning with the promise's number; empty when it holds */
    List<String> violations(Evidence evidence);
}
