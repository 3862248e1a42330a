package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tag's code as words, read one after the other. */
final class Words {
    /** Longer code is none that a person wrote; the bound keeps trees shallow enough to walk. */
    private static final int MOST = 3000;

    private static final List<String> SIGNS = List.of("**", "//", "==", "!=", "<=", ">=");

    private final int line;
    private final List<Word> words = new ArrayList<>();
    private int next;
    private int depth;

    Words(Piece piece) {
        this.line = piece.line();
        split(piece.content());
        if (words.size() > MOST) {
            throw error("the tag is too long");
        }
        words.add(new Word(Word.Kind.END, ""));
    }

    TemplateException error(String what) {
        return new TemplateException("line " + line + ": " + what);
    }

    private void split(String code) {
        int at = 0;
        while (at < code.length()) {
            char c = code.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '\'' || c == '"') {
                at = text(code, at);
            } else if (Character.isDigit(c)) {
                at = number(code, at);
            } else if (Character.isJavaIdentifierStart(c) && c != '$') {
                at = name(code, at);
            } else {
                at = sign(code, at);
            }
        }
    }

    private int name(String code, int from) {
        int to = from;
        while (to < code.length() && Character.isJavaIdentifierPart(code.charAt(to))) {
            to++;
        }
        words.add(new Word(Word.Kind.NAME, code.substring(from, to)));
        return to;
    }

    private int number(String code, int from) {
        int to = from;
        while (to < code.length() && (Character.isDigit(code.charAt(to)) || isPoint(code, to))) {
            to++;
        }
        words.add(new Word(Word.Kind.NUMBER, code.substring(from, to)));
        return to;
    }

    private static boolean isPoint(String code, int at) {
        return code.charAt(at) == '.' && at + 1 < code.length() && Character.isDigit(code.charAt(at + 1));
    }

    private int sign(String code, int from) {
        String sign = SIGNS.stream()
                .filter(each -> code.startsWith(each, from))
                .findFirst()
                .orElse(code.substring(from, from + 1));
        if ("+-*/%~<>=.,:|()[]{}".indexOf(sign.charAt(0)) < 0 && !sign.equals("!=")) {
            throw error("a character that means nothing here");
        }
        words.add(new Word(Word.Kind.SIGN, sign));
        return from + sign.length();
    }

    private int text(String code, int from) {
        StringBuilder text = new StringBuilder();
        int at = from + 1;
        while (at < code.length() && code.charAt(at) != code.charAt(from)) {
            if (code.charAt(at) == '\\' && at + 1 < code.length()) {
                at = escape(code, at + 1, text);
            } else {
                text.append(code.charAt(at++));
            }
        }
        if (at >= code.length()) {
            throw error("a text is not closed");
        }
        words.add(new Word(Word.Kind.TEXT, text.toString()));
        return at + 1;
    }

    private int escape(String code, int at, StringBuilder text) {
        char c = code.charAt(at);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '\\', '\'', '"' -> text.append(c);
            case 'x' -> {
                return character(code, at + 1, 2, text);
            }
            case 'u' -> {
                return character(code, at + 1, 4, text);
            }
            case 'U' -> {
                return character(code, at + 1, 8, text);
            }
            default -> text.append('\\').append(c);
        }
        return at + 1;
    }

    private int character(String code, int from, int digits, StringBuilder text) {
        try {
            text.appendCodePoint(Integer.parseInt(code.substring(from, from + digits), 16));
            return from + digits;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw error("an escaped character cannot be read");
        }
    }

    Word peek() {
        return words.get(next);
    }

    Word take() {
        Word word = words.get(next);
        if (word.kind() != Word.Kind.END) {
            next++;
        }
        return word;
    }

    /** Takes the word when it comes next. */
    boolean taken(String sign) {
        boolean comes = peek().is(sign);
        next += comes ? 1 : 0;
        return comes;
    }

    /** Takes both words when they come next. */
    boolean taken(String first, String second) {
        boolean come = peek().is(first) && words.get(next + 1).is(second);
        next += come ? 2 : 0;
        return come;
    }

    void expect(String sign) {
        if (!taken(sign)) {
            throw error("'" + sign + "' is missing");
        }
    }

    /** Takes a name and the sign behind it, when they come next; else takes nothing. */
    @Nullable
    String nameBefore(String sign) {
        if (peek().kind() != Word.Kind.NAME || !words.get(next + 1).is(sign)) {
            return null;
        }
        next += 2;
        return words.get(next - 2).text();
    }

    String name() {
        if (peek().kind() != Word.Kind.NAME) {
            throw error("a name is missing");
        }
        return take().text();
    }

    boolean atEnd() {
        return peek().kind() == Word.Kind.END;
    }

    void expectEnd() {
        if (!atEnd()) {
            throw error("the tag goes on where it should end");
        }
    }

    /** Guards against code nested so deep that reading it would never come back. */
    void enter() {
        if (++depth > Limits.DEPTH) {
            throw error("the code is nested too deep");
        }
    }

    void leave() {
        depth--;
    }
}
