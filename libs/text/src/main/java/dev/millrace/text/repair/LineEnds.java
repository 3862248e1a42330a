package dev.millrace.text.repair;

/** One line feed for every way to end a line (Unicode 16, section 5.8: CR, CRLF, NEL, VT, FF, LS, PS). */
public final class LineEnds implements TextFix {
    @Override
    public String name() {
        return "line-ends/1";
    }

    @Override
    public Fixed fix(String text) {
        int first = firstForeign(text);
        if (first < 0) {
            return Fixed.unchanged(text);
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
        int places = 0;
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isForeign(c)) {
                places++;
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                out.append('\n');
            } else {
                out.append(c);
            }
        }
        return new Fixed(out.toString(), places);
    }

    private static int firstForeign(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isForeign(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isForeign(char c) {
        return c == '\r' || c == 0x0B || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
