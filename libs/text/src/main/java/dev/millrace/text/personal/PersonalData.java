package dev.millrace.text.personal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All detectors together. Where two see something in the same place, the one with the stronger proof is right. */
public final class PersonalData {
    /** Names and version of the detectors: another result for the same text is another version. */
    public static final String VERSION = "1";

    private static final List<PersonalDataDetector> DETECTORS =
            List.of(new IbanDetector(), new CardDetector(), new EmailDetector(), new PhoneDetector());

    private PersonalData() {}

    /** In the order of the text, not overlapping. */
    public static List<Span> find(String text) {
        TreeMap<Integer, Span> found = new TreeMap<>();
        for (PersonalDataDetector detector : DETECTORS) {
            for (Span span : detector.find(text)) {
                if (isFree(found, span)) {
                    found.put(span.start(), span);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean isFree(NavigableMap<Integer, Span> found, Span span) {
        Map.Entry<Integer, Span> before = found.floorEntry(span.end() - 1);
        return before == null || !before.getValue().overlaps(span);
    }

    /** What stands in the place of a span, as in {@code [EMAIL]}. */
    public static String mask(String kind) {
        return "[" + kind.toUpperCase(Locale.ROOT) + "]";
    }

    /** The text with each span replaced by its mask. */
    public static String mask(String text, List<Span> spans) {
        List<Span> inOrder = new ArrayList<>(spans);
        inOrder.sort(Comparator.comparingInt(Span::start));
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (Span span : inOrder) {
            out.append(text, copied, span.start()).append(mask(span.kind()));
            copied = span.end();
        }
        return out.append(text, copied, text.length()).toString();
    }
}
