package dev.millrace.cleaning.operator;

import dev.millrace.contracts.recipe.PolicyRecipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.MaskedSpan;
import dev.millrace.contracts.text.Row;
import dev.millrace.text.personal.PersonalData;
import dev.millrace.text.personal.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does with each kind of personal data what the collection's policy says: mask it, keep it, or refuse the document. */
final class PersonalDataMasker implements TextOperator {
    private static final String TITLE = "title";

    private final PolicyRecipe policy;

    PersonalDataMasker(PolicyRecipe policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return "personal-data/" + PersonalData.VERSION;
    }

    @Override
    public Verdict apply(Draft draft) {
        Masking masking = new Masking();
        @Nullable String title = draft.title() == null ? null : masking.mask(draft.title(), null, null, TITLE);
        List<Block> blocks = new ArrayList<>(draft.blocks().size());
        for (int i = 0; i < draft.blocks().size(); i++) {
            Block block = draft.blocks().get(i);
            blocks.add(Repair.withText(block, masking.mask(block.text(), i, null, null)));
        }
        List<Row> rows = new ArrayList<>(draft.rows().size());
        for (Row row : draft.rows()) {
            rows.add(new Row(
                    row.number(),
                    JsonStrings.map(row.value(), (at, text) -> masking.mask(text, null, row.number(), at))));
        }
        if (masking.refused != null) {
            return new Verdict.Refused(masking.refused);
        }
        return masking.spans.isEmpty()
                ? Verdict.kept()
                : new Verdict.Changed(
                        draft.withContent(title, blocks, rows).withMasked(masking.spans), masking.spans.size());
    }

    /** What has been found so far. */
    private final class Masking {
        private final List<MaskedSpan> spans = new ArrayList<>();
        private @Nullable String refused;

        String mask(String text, @Nullable Integer block, @Nullable Integer row, @Nullable String field) {
            List<Span> found = new ArrayList<>();
            for (Span span : PersonalData.find(text)) {
                switch (policy.actionOn(span.kind())) {
                    case "keep" -> {}
                    case "reject" -> refused = refused == null ? span.kind() : refused;
                    default -> found.add(span);
                }
            }
            for (Span span : found) {
                spans.add(new MaskedSpan(
                        span.kind(), block, row, field, span.start(), span.length(), PersonalData.mask(span.kind())));
            }
            return found.isEmpty() ? text : PersonalData.mask(text, found);
        }
    }
}
