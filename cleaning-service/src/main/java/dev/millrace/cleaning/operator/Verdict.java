package dev.millrace.cleaning.operator;

import dev.millrace.contracts.event.DropReason;
import java.util.Map;

/** What a rule says of a draft. */
public sealed interface Verdict {

    /** The draft stays as it is. */
    record Kept(Map<String, Double> measures) implements Verdict {
        public Kept {
            measures = Map.copyOf(measures);
        }
    }

    /** The draft goes on changed. */
    record Changed(Draft draft, int places) implements Verdict {}

    /** The document is left out. */
    record Dropped(DropReason reason) implements Verdict {}

    /** The collection does not take documents with personal data of this kind: they are not even stored clean. */
    record Refused(String kind) implements Verdict {}

    static Verdict kept() {
        return new Kept(Map.of());
    }
}
