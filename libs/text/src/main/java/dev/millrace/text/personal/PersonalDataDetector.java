package dev.millrace.text.personal;

import java.util.List;

/** Finds one kind of personal data, in time linear in the text. */
public interface PersonalDataDetector {
    /** As recipes name it. */
    String kind();

    /** In the order of the text, not overlapping. */
    List<Span> find(String text);
}
