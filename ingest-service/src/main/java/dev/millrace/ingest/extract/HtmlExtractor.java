package dev.millrace.ingest.extract;

import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.StructuredText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** HTML: blocks with the region of the page they stand in, so that cleaning can tell the main text from what surrounds it. */
final class HtmlExtractor implements TextExtractor {
    private static final Map<String, String> REGIONS =
            Map.of("nav", "navigation", "header", "header", "footer", "footer", "aside", "aside", "form", "form");
    private static final Set<String> WHOLE =
            Set.of("h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "table", "dt", "dd");
    /** Of these, one that holds other blocks is taken in parts. */
    private static final Set<String> PARTED = Set.of("li", "dd");

    private static final String UNSEEN = "script,style,noscript,template,svg,iframe,object,embed,[hidden]";

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/html", "application/xhtml+xml");
    }

    @Override
    public StructuredText extract(byte[] content) {
        Document document = parse(content);
        document.select(UNSEEN).remove();
        Blocks blocks = new Blocks();
        blocks.title(document.title());
        Walk walk = new Walk(blocks);
        NodeTraversor.traverse(walk, document.body());
        walk.flush();
        return blocks.finish();
    }

    private static Document parse(byte[] content) {
        Charsets.requireLength(content);
        try {
            return Jsoup.parse(new ByteArrayInputStream(content), null, "");
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are always readable", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very node that was entered is the one that is left
    private static final class Walk implements NodeVisitor {
        private final Blocks blocks;
        private final StringBuilder inline = new StringBuilder();
        private @Nullable Element whole;
        private @Nullable Element item;
        private @Nullable Element region;

        Walk(Blocks blocks) {
            this.blocks = blocks;
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text && whole == null) {
                inline.append(text.text());
            } else if (node instanceof Element element && whole == null) {
                enter(element);
            }
        }

        private void enter(Element element) {
            String name = element.normalName();
            String found = region == null ? regionOf(element) : null;
            if (element.isBlock() || name.equals("br") || found != null) {
                flush();
            }
            if (found != null) {
                region = element;
                blocks.region(found);
            }
            if (WHOLE.contains(name) && !(PARTED.contains(name) && element.selectFirst("ul,ol,pre,table") != null)) {
                whole = element;
                add(element, name);
            } else if (PARTED.contains(name)) {
                item = element;
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node == whole) {
                whole = null;
            } else if (whole == null && node instanceof Element element && element.isBlock()) {
                flush();
                if (node == item) {
                    item = item.parent() == null ? null : item.parent().closest("li,dd");
                }
            }
            if (node == region) {
                flush();
                region = null;
                blocks.region(null);
            }
        }

        void flush() {
            BlockKind kind = item == null ? BlockKind.PARAGRAPH : BlockKind.LIST_ITEM;
            blocks.add(kind, inline.toString().replaceAll("\\s+", " "), item == null ? 0 : listDepth(item));
            inline.setLength(0);
        }

        private void add(Element element, String name) {
            switch (name) {
                case "li", "dt", "dd" -> blocks.add(BlockKind.LIST_ITEM, element.text(), listDepth(element));
                case "pre" -> blocks.add(BlockKind.CODE, element.wholeText(), 0);
                case "table" -> blocks.add(BlockKind.TABLE, table(element), 0);
                default -> blocks.add(BlockKind.HEADING, element.text(), name.charAt(1) - '0');
            }
        }

        private static int listDepth(Element item) {
            return Math.max(1, (int) item.parents().stream()
                    .filter(p -> p.normalName().equals("ul") || p.normalName().equals("ol"))
                    .count());
        }

        private static String table(Element table) {
            return table.select("tr").stream()
                    .filter(row -> row.closest("table") == table)
                    .map(row -> row.children().stream().map(Element::text).collect(Collectors.joining(" | ")))
                    .collect(Collectors.joining("\n"));
        }

        private static @Nullable String regionOf(Element element) {
            String byName = REGIONS.get(element.normalName());
            if (byName != null) {
                boolean ofArticle = element.normalName().equals("header") && element.closest("article,main") != null;
                return ofArticle ? null : byName;
            }
            String role = element.attr("role").toLowerCase(Locale.ROOT);
            return switch (role) {
                case "navigation" -> "navigation";
                case "banner" -> "header";
                case "contentinfo" -> "footer";
                case "complementary" -> "aside";
                case "dialog", "alertdialog" -> "dialog";
                default -> isConsent(element) ? "dialog" : null;
            };
        }

        private static boolean isConsent(Element element) {
            String names = (element.id() + " " + element.className()).toLowerCase(Locale.ROOT);
            return names.contains("cookie") || names.contains("consent");
        }
    }
}
