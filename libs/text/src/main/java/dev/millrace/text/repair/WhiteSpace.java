package dev.millrace.text.repair;

/** One space between words, none at the ends of lines, at most one empty line between lines, none around the text. */
public final class WhiteSpace implements TextFix {
    private static final int MOST_LINE_FEEDS = 2;

    @Override
    public String name() {
        return "white-space/1";
    }

    @Override
    public Fixed fix(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int places = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (!isSpace(c)) {
                out.append(c);
                i++;
                continue;
            }
            int end = i;
            int lineFeeds = 0;
            while (end < text.length() && isSpace(text.charAt(end))) {
                lineFeeds += text.charAt(end) == '\n' ? 1 : 0;
                end++;
            }
            String gap = out.isEmpty() || end == text.length() ? "" : gap(lineFeeds);
            places += text.startsWith(gap, i) && gap.length() == end - i ? 0 : 1;
            out.append(gap);
            i = end;
        }
        return places == 0 ? Fixed.unchanged(text) : new Fixed(out.toString(), places);
    }

    private static String gap(int lineFeeds) {
        return lineFeeds == 0 ? " " : "\n".repeat(Math.min(MOST_LINE_FEEDS, lineFeeds));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || (c > 0x7F && Character.isSpaceChar(c));
    }
}
