package dev.millrace.cleaning;

import dev.millrace.cleaning.operator.Draft;
import dev.millrace.cleaning.operator.Operators;
import dev.millrace.cleaning.operator.TextOperator;
import dev.millrace.cleaning.operator.Verdict;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.MaskedSpan;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.text.duplicate.DuplicateNormaliser;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cleans one document: pure, so that the same text and recipe give the same result wherever and whenever. */
public final class CleaningStep {
    /** Stands in every event this service says. */
    public static final String VERSION = "cleaning/1";

    private final List<TextOperator> restoring = Operators.restoring();

    public Cleaned clean(String collection, String mediaType, StructuredText text, Recipe recipe) {
        Chain chain = new Chain(new Draft(mediaType, text.title(), text.blocks(), text.rows(), List.of()));
        restoring.forEach(chain::apply);
        String fingerprint = DuplicateNormaliser.fingerprint(collection, pieces(chain.draft));
        Operators.judging(recipe).forEach(chain::apply);
        return chain.refused != null ? new Cleaned.Refused(chain.refused) : chain.judged(fingerprint);
    }

    private static List<String> pieces(Draft draft) {
        return draft.hasRows()
                ? draft.rows().stream()
                        .map(row -> new String(Json.canonical(row.value()), StandardCharsets.UTF_8))
                        .toList()
                : draft.blocks().stream().map(Block::text).toList();
    }

    /** A document on its way through the rules: all are applied, the first that drops it is the reason. */
    private static final class Chain {
        private final Map<String, Integer> changes = new TreeMap<>();
        private final Map<String, Double> measures = new HashMap<>();
        private Draft draft;
        private @Nullable DropReason dropped;
        private @Nullable String refused;

        Chain(Draft draft) {
            this.draft = draft;
        }

        void apply(TextOperator operator) {
            if (refused != null) {
                return;
            }
            switch (operator.apply(draft)) {
                case Verdict.Kept(Map<String, Double> measured) -> measures.putAll(measured);
                case Verdict.Changed(Draft changed, int places) -> {
                    draft = changed;
                    changes.put(operator.name(), places);
                }
                case Verdict.Dropped(DropReason reason) -> dropped = dropped == null ? reason : dropped;
                case Verdict.Refused(String kind) -> refused = kind;
            }
        }

        Cleaned.Judged judged(String fingerprint) {
            Map<String, Integer> masked = new TreeMap<>();
            for (MaskedSpan span : draft.masked()) {
                masked.merge(span.kind(), 1, Integer::sum);
            }
            CleanText clean = new CleanText(draft.title(), draft.blocks(), draft.rows(), draft.masked(), changes);
            String textSha256 = Hashes.sha256(String.join("\n", pieces(draft)));
            return new Cleaned.Judged(clean, dropped, fingerprint, textSha256, measures, masked);
        }
    }
}
