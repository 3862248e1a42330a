package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Passage;
import dev.millrace.contracts.text.Preference;
import java.util.List;
import java.util.Optional;

/**
 * TRL's rows of two answers: {@code chosen} and {@code rejected} with their {@code prompt}, or without one when both begin with it. A prompt
 * that is plain text beside lists of turns says once more what both lists begin with.
 */
final class PreferenceRow {
    static final String CHOSEN = "chosen";
    static final String REJECTED = "rejected";
    static final String PROMPT = "prompt";

    private PreferenceRow() {}

    static boolean isOne(JsonNode row) {
        return row.has(CHOSEN) && row.has(REJECTED);
    }

    static RowReading read(JsonNode row) {
        return preference(row)
                .<RowReading>map(RowReading.Compared::new)
                .orElseGet(() -> new RowReading.Refused(ErrorCode.ROW_PREFERENCE_INVALID));
    }

    private static Optional<Preference> preference(JsonNode row) {
        Optional<Passage> chosen = Passages.read(row.path(CHOSEN));
        Optional<Passage> rejected = Passages.read(row.path(REJECTED));
        if (chosen.isEmpty() || rejected.isEmpty() || !Passages.ofOneForm(chosen.get(), rejected.get())) {
            return Optional.empty();
        }
        if (!row.hasNonNull(PROMPT)) {
            return implicit(chosen.get(), rejected.get());
        }
        JsonNode prompt = row.path(PROMPT);
        if (prompt.isTextual() && chosen.get().text() == null) {
            return implicit(chosen.get(), rejected.get()).filter(found -> asks(found, prompt.asText()));
        }
        return Passages.read(prompt).flatMap(given -> explicit(given, chosen.get(), rejected.get()));
    }

    private static boolean asks(Preference preference, String prompt) {
        return preference.prompt().messages().getLast().content().equals(prompt.strip());
    }

    private static Optional<Preference> explicit(Passage prompt, Passage chosen, Passage rejected) {
        boolean fits = Passages.answers(prompt, chosen) && Passages.answers(prompt, rejected);
        return fits && !chosen.equals(rejected)
                ? Optional.of(new Preference(prompt, chosen, rejected))
                : Optional.empty();
    }

    private static Optional<Preference> implicit(Passage chosen, Passage rejected) {
        return chosen.text() == null || rejected.text() == null
                ? turns(chosen.messages(), rejected.messages())
                : text(chosen.text(), rejected.text());
    }

    private static Optional<Preference> turns(List<Message> chosen, List<Message> rejected) {
        int common = 0;
        while (common < Math.min(chosen.size(), rejected.size())
                && chosen.get(common).equals(rejected.get(common))) {
            common++;
        }
        if (common == 0 || common == chosen.size() || common == rejected.size()) {
            return Optional.empty();
        }
        return explicit(
                Passage.of(chosen.subList(0, common)),
                Passage.of(chosen.subList(common, chosen.size())),
                Passage.of(rejected.subList(common, rejected.size())));
    }

    /** The prompt is what both begin with; a space at its end belongs to the answers, as tokenisers have it. */
    private static Optional<Preference> text(String chosen, String rejected) {
        int common = commonLength(chosen, rejected);
        if (common > 0 && chosen.charAt(common - 1) == ' ') {
            common--;
        }
        String prompt = chosen.substring(0, common);
        String wanted = chosen.substring(common);
        String unwanted = rejected.substring(common);
        return prompt.isBlank() || wanted.isBlank() || unwanted.isBlank()
                ? Optional.empty()
                : explicit(Passage.of(prompt), Passage.of(wanted), Passage.of(unwanted));
    }

    private static int commonLength(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        boolean halved = length > 0 && Character.isHighSurrogate(one.charAt(length - 1));
        return halved ? length - 1 : length;
    }
}
