package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a source into text and tags. White space as with Jinja2's {@code trim_blocks} and {@code lstrip_blocks}: a line break behind a block
 * tag and the indentation in front of one are no text, and a minus in a tag takes all white space on its side.
 */
final class Pieces {
    private final String source;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    private int line = 1;

    private Pieces(String source) {
        this.source = source;
    }

    static List<Piece> of(String source) {
        String unified = source.replace("\r\n", "\n").replace('\r', '\n');
        // Jinja2 takes the last line break for the end of the last line.
        Pieces pieces = new Pieces(unified.endsWith("\n") ? unified.substring(0, unified.length() - 1) : unified);
        pieces.cut();
        return pieces.pieces;
    }

    private void cut() {
        boolean afterBlock = false;
        boolean stripStart = false;
        while (at < source.length()) {
            int tag = nextTag();
            String text = source.substring(at, tag);
            int textLine = line;
            if (afterBlock && text.startsWith("\n")) {
                text = text.substring(1);
            }
            if (stripStart) {
                text = PythonText.stripLeading(text);
            }
            if (tag == source.length()) {
                add(Piece.Kind.TEXT, text, textLine);
                return;
            }
            advance(tag);
            Tag found = tag(source.charAt(tag + 1));
            add(Piece.Kind.TEXT, found.before(text, tag, source), textLine);
            if (found.kind() != '#') {
                add(found.kind() == '{' ? Piece.Kind.OUTPUT : Piece.Kind.BLOCK, found.content(), line);
            }
            advance(found.end());
            afterBlock = found.kind() != '{' && !found.plusEnd();
            stripStart = found.minusEnd();
        }
    }

    private void add(Piece.Kind kind, String content, int atLine) {
        if (kind != Piece.Kind.TEXT || !content.isEmpty()) {
            pieces.add(new Piece(kind, content, atLine));
        }
    }

    private void advance(int to) {
        line += (int) source.substring(at, to).chars().filter(c -> c == '\n').count();
        at = to;
    }

    private int nextTag() {
        for (int i = at; i < source.length() - 1; i++) {
            if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    /** A tag: its kind is the second character of what opens it. */
    private record Tag(
            char kind,
            String content,
            int end,
            boolean minusStart,
            boolean plusStart,
            boolean minusEnd,
            boolean plusEnd) {

        /** The text in front of the tag as the tag leaves it. */
        String before(String text, int tag, String source) {
            if (minusStart) {
                return PythonText.stripTrailing(text);
            }
            if (kind == '{' || plusStart) {
                return text;
            }
            int from = text.length();
            while (from > 0 && (text.charAt(from - 1) == ' ' || text.charAt(from - 1) == '\t')) {
                from--;
            }
            int inSource = tag - (text.length() - from);
            boolean startsLine = inSource == 0 || source.charAt(inSource - 1) == '\n';
            return startsLine ? text.substring(0, from) : text;
        }
    }

    private Tag tag(char kind) {
        int end = kind == '#' ? source.indexOf("#}", at + 2) : endOfCode(kind == '{' ? "}}" : "%}");
        if (end < 0) {
            throw new TemplateException("line " + line + ": the tag is not closed");
        }
        int from = at + 2;
        char first = from < end ? source.charAt(from) : ' ';
        char last = from < end ? source.charAt(end - 1) : ' ';
        boolean minusStart = first == '-';
        boolean plusStart = first == '+' && kind == '%';
        boolean minusEnd = last == '-' && end - 1 >= from + (minusStart ? 1 : 0);
        boolean plusEnd = last == '+' && kind == '%';
        int start = from + (minusStart || plusStart ? 1 : 0);
        int stop = end - (minusEnd || plusEnd ? 1 : 0);
        String content = source.substring(start, Math.max(start, stop));
        return new Tag(kind, content, end + 2, minusStart, plusStart, minusEnd, plusEnd);
    }

    /** The end of a tag, passing over texts in quotes and brackets: {@code {{ {'a': {}}}} } ends at the last two. */
    private int endOfCode(String close) {
        int depth = 0;
        for (int i = at + 2; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\'' || c == '"') {
                i = endOfQuote(i);
            } else if (depth == 0 && source.startsWith(close, i)) {
                return i;
            } else if ("{[(".indexOf(c) >= 0) {
                depth++;
            } else if ("}])".indexOf(c) >= 0) {
                depth--;
            }
        }
        return -1;
    }

    private int endOfQuote(int from) {
        for (int i = from + 1; i < source.length(); i++) {
            if (source.charAt(i) == '\\') {
                i++;
            } else if (source.charAt(i) == source.charAt(from)) {
                return i;
            }
        }
        return source.length();
    }
}
