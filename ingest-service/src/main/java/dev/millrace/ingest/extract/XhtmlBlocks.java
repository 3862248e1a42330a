package dev.millrace.ingest.extract;

import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.StructuredText;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Turns the XHTML events of a Tika parser into blocks. */
final class XhtmlBlocks extends DefaultHandler {
    private final Blocks blocks = new Blocks();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder table = new StringBuilder();
    private int page;
    private int listDepth;
    private int tableDepth;
    private boolean inBody;
    private boolean firstCell;

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) {
        switch (name) {
            case "body" -> inBody = true;
            case "div" -> startDivision(attributes.getValue("class"));
            case "ul", "ol" -> listDepth++;
            case "table" -> startTable();
            case "tr" -> firstCell = true;
            case "td", "th" -> startCell();
            case "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre" -> flush();
            case "br" -> text.append('\n');
            default -> {}
        }
    }

    private void startDivision(@Nullable String kind) {
        flush();
        if ("page".equals(kind)) {
            blocks.page(++page);
        }
    }

    private void startTable() {
        flush();
        tableDepth++;
    }

    private void startCell() {
        if (tableDepth == 1) {
            table.append(firstCell ? "" : " | ");
            firstCell = false;
        }
    }

    @Override
    public void endElement(String uri, String name, String qualified) {
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> take(BlockKind.HEADING, name.charAt(1) - '0');
            case "li" -> take(BlockKind.LIST_ITEM, Math.max(1, listDepth));
            case "pre" -> take(BlockKind.CODE, 0);
            case "ul", "ol" -> listDepth--;
            case "tr" -> table.append(tableDepth == 1 ? "\n" : "");
            case "table" -> endTable();
            case "p", "div", "body" -> flush();
            default -> {}
        }
    }

    private void endTable() {
        tableDepth--;
        if (tableDepth == 0) {
            blocks.add(BlockKind.TABLE, table.toString(), 0);
            table.setLength(0);
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (inBody) {
            (tableDepth > 0 ? table : text).append(characters, start, length);
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        if (tableDepth == 0) {
            characters(characters, start, length);
        }
    }

    private void flush() {
        if (tableDepth == 0) {
            take(BlockKind.PARAGRAPH, 0);
        }
    }

    private void take(BlockKind kind, int level) {
        if (tableDepth == 0) {
            blocks.add(kind, text.toString(), level);
            text.setLength(0);
        }
    }

    StructuredText finish(@Nullable String title) {
        flush();
        blocks.title(title);
        return blocks.finish();
    }
}
