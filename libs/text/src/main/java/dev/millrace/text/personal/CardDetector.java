package dev.millrace.text.personal;

import java.util.ArrayList;
import java.util.List;

/** Payment card numbers: 14 to 19 digits, in one piece or in groups, with an issuer's prefix and a right check digit (ISO/IEC 7812-1). */
final class CardDetector implements PersonalDataDetector {
    private static final int LEAST = 14;
    private static final int MOST = 19;

    @Override
    public String kind() {
        return "card";
    }

    @Override
    public List<Span> find(String text) {
        List<Span> spans = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            boolean starts = Digits.isDigit(text.charAt(i)) && !Digits.isLetterOrDigitAt(text, i - 1);
            int end = starts ? end(text, i) : 0;
            if (end > 0) {
                spans.add(new Span(kind(), i, end));
                i = end;
            } else {
                i++;
            }
        }
        return spans;
    }

    /** Behind the longest card number that starts here, or 0. */
    private static int end(String text, int start) {
        byte[] digits = new byte[MOST];
        int count = 0;
        int best = 0;
        for (int i = start; i < text.length() && count < MOST; i++) {
            char c = text.charAt(i);
            if (Digits.isDigit(c)) {
                digits[count++] = (byte) (c - '0');
                if (count >= LEAST && !Digits.isLetterOrDigitAt(text, i + 1) && isCard(digits, count)) {
                    best = i + 1;
                }
            } else if (!Digits.isGap(c) || !Digits.isDigitAt(text, i + 1)) {
                break;
            }
        }
        return best;
    }

    private static boolean isCard(byte[] digits, int count) {
        int two = digits[0] * 10 + digits[1];
        boolean issued = switch (digits[0]) {
            case 4 -> count == 16 || count == 19;
            case 5 -> count == 16 || (two == 50 || two >= 56);
            case 2 -> count == 16 && two >= 22 && two <= 27;
            case 3 ->
                (count == 15 && (two == 34 || two == 37))
                        || (count >= 14 && (two == 35 || two == 36 || two == 30 || two == 38 || two == 39));
            case 6 -> true;
            default -> false;
        };
        return issued && luhn(digits, count);
    }

    private static boolean luhn(byte[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
