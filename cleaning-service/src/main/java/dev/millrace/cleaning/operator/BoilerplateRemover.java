package dev.millrace.cleaning.operator;

import dev.millrace.contracts.text.Block;
import dev.millrace.text.boilerplate.Boilerplate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Takes menus, cookie notices and footers out of web pages. */
final class BoilerplateRemover implements TextOperator {
    private static final Set<String> WEB_PAGES = Set.of("text/html", "application/xhtml+xml");

    @Override
    public String name() {
        return "boilerplate/1";
    }

    @Override
    public Verdict apply(Draft draft) {
        if (!isWebPage(draft.mediaType())) {
            return Verdict.kept();
        }
        BitSet boilerplate = Boilerplate.find(draft.blocks());
        if (boilerplate.isEmpty()) {
            return Verdict.kept();
        }
        List<Block> content = new ArrayList<>();
        for (int i = boilerplate.nextClearBit(0); i < draft.blocks().size(); i = boilerplate.nextClearBit(i + 1)) {
            content.add(draft.blocks().get(i));
        }
        return new Verdict.Changed(draft.withContent(draft.title(), content, draft.rows()), boilerplate.cardinality());
    }

    private static boolean isWebPage(String mediaType) {
        int parameters = mediaType.indexOf(';');
        return WEB_PAGES.contains((parameters < 0 ? mediaType : mediaType.substring(0, parameters)).strip());
    }
}
