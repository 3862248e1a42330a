package dev.millrace.text.personal;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Telephone numbers. A candidate is a short run of digits and the usual punctuation; one that starts with a plus sign or with 00 must be
 * possible in its country, any other must be valid in one of the regions tried and be announced by a word such as {@code tel} or be
 * written the North American way. Without these conditions every order number would be a telephone number somewhere.
 */
final class PhoneDetector implements PersonalDataDetector {
    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 17;
    private static final int LONGEST = 32;
    private static final int MOST_GAP = 3;
    private static final int ANNOUNCED_WITHIN = 24;
    private static final String UNKNOWN_REGION = "ZZ";
    private static final List<String> REGIONS = List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "AT", "CH");
    private static final List<String> ANNOUNCEMENTS = List.of(
            "tel",
            "phone",
            "fax",
            "mobil",
            "cell",
            "call",
            "fon",
            "ruf",
            "durchwahl",
            "hotline",
            "whatsapp",
            "sms",
            "\u260E");

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @Override
    public String kind() {
        return "phone";
    }

    @Override
    public List<Span> find(String text) {
        List<Span> spans = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            if (!starts(text, i)) {
                i++;
                continue;
            }
            Run run = run(text, i);
            if (run.canBePhone(text, i) && isPhone(text, i, run.end())) {
                spans.add(new Span(kind(), i, run.end()));
            }
            i = Math.max(run.end(), i + 1);
        }
        return spans;
    }

    private static boolean starts(String text, int at) {
        char c = text.charAt(at);
        if (at > 0
                && (Digits.isLetterOrDigitAt(text, at - 1)
                        || "+.,/=_#$\u20AC\u00A3".indexOf(text.charAt(at - 1)) >= 0)) {
            return false;
        }
        return Digits.isDigit(c)
                || (c == '+' && (Digits.isDigitAt(text, at + 1) || text.startsWith("(", at + 1)))
                || (c == '(' && (Digits.isDigitAt(text, at + 1) || text.startsWith("+", at + 1)));
    }

    /**
     * Digits with punctuation between them, as long as it goes on.
     *
     * @param end behind the last digit
     */
    private record Run(int digits, int end) {
        boolean canBePhone(String text, int start) {
            return digits >= LEAST_DIGITS
                    && digits <= MOST_DIGITS
                    && end - start <= LONGEST
                    && !Digits.isLetterOrDigitAt(text, end);
        }
    }

    private static Run run(String text, int start) {
        int digits = 0;
        int end = start;
        int gap = 0;
        for (int i = start; i < text.length() && gap <= MOST_GAP; i++) {
            char c = text.charAt(i);
            if (Digits.isDigit(c)) {
                digits++;
                gap = 0;
                end = i + 1;
            } else if (isPunctuation(c) || (c == '+' && digits == 0)) {
                gap++;
            } else {
                break;
            }
        }
        return new Run(digits, end);
    }

    private static boolean isPunctuation(char c) {
        return Digits.isGap(c) || c == '.' || c == '/' || c == '(' || c == ')' || c == '\u2013';
    }

    private boolean isPhone(String text, int start, int end) {
        String candidate = text.substring(start, end);
        boolean international = candidate.startsWith("+") || candidate.startsWith("(+");
        if (international) {
            return isPossible(candidate);
        }
        if (candidate.startsWith("00")) {
            return isPossible("+" + candidate.substring(2)) && isAnnouncedOrGrouped(text, start, candidate);
        }
        return (isNorthAmerican(candidate) || isAnnounced(text, start)) && isValidSomewhere(candidate);
    }

    private static boolean isAnnouncedOrGrouped(String text, int start, String candidate) {
        return candidate.chars().anyMatch(c -> c == ' ' || c == '-') || isAnnounced(text, start);
    }

    /** {@code (ddd) ddd-dddd}, {@code ddd-ddd-dddd}, {@code ddd.ddd.dddd}, with or without a leading 1. */
    private static boolean isNorthAmerican(String candidate) {
        String groups = candidate
                .replaceFirst("^1[ .-]", "")
                .replace("(", "")
                .replace(") ", "-")
                .replace(')', '-');
        return groups.length() == 12
                && (groups.charAt(3) == '-' || groups.charAt(3) == '.')
                && groups.charAt(7) == groups.charAt(3)
                && groups.chars().filter(c -> c >= '0' && c <= '9').count() == 10;
    }

    private static boolean isAnnounced(String text, int start) {
        String before =
                text.substring(Math.max(0, start - ANNOUNCED_WITHIN), start).toLowerCase(Locale.ROOT);
        String sameLine = before.substring(before.lastIndexOf('\n') + 1);
        return ANNOUNCEMENTS.stream().anyMatch(sameLine::contains);
    }

    private boolean isPossible(String candidate) {
        try {
            return numbers.isPossibleNumber(numbers.parse(candidate, UNKNOWN_REGION));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private boolean isValidSomewhere(String candidate) {
        for (String region : REGIONS) {
            try {
                if (numbers.isValidNumber(numbers.parse(candidate, region))) {
                    return true;
                }
            } catch (NumberParseException e) {
                // Not a number of this region; the next one may take it.
            }
        }
        return false;
    }
}
