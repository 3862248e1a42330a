package dev.millrace.text.personal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** International bank account numbers (ISO 13616): a country with its length, and check digits that are right modulo 97. */
final class IbanDetector implements PersonalDataDetector {
    /** The registry's lengths, SWIFT release 99. */
    private static final Map<String, Integer> LENGTHS =
            lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 "
                    + "BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 "
                    + "GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 "
                    + "ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 "
                    + "SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private static Map<String, Integer> lengths(String table) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : table.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return lengths;
    }

    @Override
    public String kind() {
        return "iban";
    }

    @Override
    public List<Span> find(String text) {
        List<Span> spans = new ArrayList<>();
        int i = 0;
        while (i + 4 < text.length()) {
            int end = starts(text, i) ? end(text, i) : 0;
            if (end > 0) {
                spans.add(new Span(kind(), i, end));
                i = end;
            } else {
                i++;
            }
        }
        return spans;
    }

    private static boolean starts(String text, int at) {
        return isLetter(text.charAt(at))
                && isLetter(text.charAt(at + 1))
                && Digits.isDigitAt(text, at + 2)
                && Digits.isDigitAt(text, at + 3)
                && !Digits.isLetterOrDigitAt(text, at - 1);
    }

    /** Behind the account number that starts here, or 0. */
    private static int end(String text, int start) {
        Integer length = LENGTHS.get(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
        if (length == null) {
            return 0;
        }
        StringBuilder account = new StringBuilder(length);
        int i = start;
        while (i < text.length() && account.length() < length) {
            char c = text.charAt(i);
            if (isLetter(c) || Digits.isDigit(c)) {
                account.append(c);
            } else if (!Digits.isGap(c) || !Digits.isLetterOrDigitAt(text, i + 1)) {
                return 0;
            }
            i++;
        }
        boolean whole = account.length() == length && !Digits.isLetterOrDigitAt(text, i);
        return whole && remainder(account) == 1 ? i : 0;
    }

    private static int remainder(CharSequence account) {
        int remainder = 0;
        for (int i = 0; i < account.length(); i++) {
            char c = account.charAt((i + 4) % account.length());
            remainder = Digits.isDigit(c)
                    ? (remainder * 10 + c - '0') % 97
                    : (remainder * 100 + Character.toUpperCase(c) - 'A' + 10) % 97;
        }
        return remainder;
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
