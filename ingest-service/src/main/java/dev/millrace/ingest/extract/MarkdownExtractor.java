package dev.millrace.ingest.extract;

import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.StructuredText;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.front.matter.YamlFrontMatterVisitor;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jsoup.Jsoup;

/** Markdown (CommonMark with tables and front matter). */
final class MarkdownExtractor implements TextExtractor {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), YamlFrontMatterExtension.create()))
            .build();
    private static final TextContentRenderer PLAIN = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.COMPACT)
            .build();

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/x-web-markdown", "text/markdown", "text/x-markdown");
    }

    @Override
    public StructuredText extract(byte[] content) {
        Node document = PARSER.parse(Charsets.decode(content));
        Blocks blocks = new Blocks();
        YamlFrontMatterVisitor matter = new YamlFrontMatterVisitor();
        document.accept(matter);
        matter.getData().getOrDefault("title", List.of()).stream().findFirst().ifPresent(blocks::title);
        document.accept(new BlockVisitor(blocks));
        return blocks.finish();
    }

    private static final class BlockVisitor extends AbstractVisitor {
        private final Blocks blocks;
        private int depth;

        BlockVisitor(Blocks blocks) {
            this.blocks = blocks;
        }

        @Override
        public void visit(Heading heading) {
            blocks.add(BlockKind.HEADING, PLAIN.render(heading), heading.getLevel());
        }

        @Override
        public void visit(Paragraph paragraph) {
            boolean inItem = paragraph.getParent() instanceof ListItem && paragraph.getPrevious() == null;
            blocks.add(inItem ? BlockKind.LIST_ITEM : BlockKind.PARAGRAPH, PLAIN.render(paragraph), inItem ? depth : 0);
        }

        @Override
        public void visit(ListItem item) {
            depth++;
            visitChildren(item);
            depth--;
        }

        @Override
        public void visit(BlockQuote quote) {
            visitChildren(quote);
        }

        @Override
        public void visit(FencedCodeBlock code) {
            blocks.add(BlockKind.CODE, code.getLiteral(), 0);
        }

        @Override
        public void visit(IndentedCodeBlock code) {
            blocks.add(BlockKind.CODE, code.getLiteral(), 0);
        }

        @Override
        public void visit(HtmlBlock html) {
            blocks.add(
                    BlockKind.PARAGRAPH,
                    Jsoup.parseBodyFragment(html.getLiteral()).text(),
                    0);
        }

        @Override
        public void visit(CustomBlock custom) {
            if (custom instanceof TableBlock) {
                StringBuilder table = new StringBuilder();
                custom.accept(new TableVisitor(table));
                blocks.add(BlockKind.TABLE, table.toString(), 0);
            }
        }
    }

    /** Writes a table as lines of cells between bars. */
    private static final class TableVisitor extends AbstractVisitor {
        private final StringBuilder out;

        TableVisitor(StringBuilder out) {
            this.out = out;
        }

        @Override
        public void visit(org.commonmark.node.CustomNode node) {
            if (node instanceof TableCell) {
                out.append(node.getPrevious() == null ? "" : " | ");
                // The plain renderer knows what stands in a cell, but not cells.
                for (Node each = node.getFirstChild(); each != null; each = each.getNext()) {
                    out.append(PLAIN.render(each));
                }
                return;
            }
            visitChildren(node);
            if (node instanceof TableRow) {
                out.append('\n');
            }
        }
    }
}
