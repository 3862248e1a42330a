package dev.millrace.text.repair;

import java.text.Normalizer;

/** One spelling for each character: Unicode's composed form (UAX 15, NFC), and letters in place of typesetters' ligatures. */
public final class ComposedCharacters implements TextFix {
    private static final String[] LIGATURES = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    private static final int FIRST_LIGATURE = 0xFB00;

    @Override
    public String name() {
        return "composed/1";
    }

    @Override
    public Fixed fix(String text) {
        Fixed spelled = withoutLigatures(text);
        if (Normalizer.isNormalized(spelled.text(), Normalizer.Form.NFC)) {
            return spelled;
        }
        String composed = Normalizer.normalize(spelled.text(), Normalizer.Form.NFC);
        int shorter = Math.abs(spelled.text().length() - composed.length());
        return new Fixed(composed, spelled.places() + Math.max(1, shorter));
    }

    private static Fixed withoutLigatures(String text) {
        StringBuilder out = new StringBuilder();
        int places = 0;
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            int ligature = text.charAt(i) - FIRST_LIGATURE;
            if (ligature >= 0 && ligature < LIGATURES.length) {
                out.append(text, copied, i).append(LIGATURES[ligature]);
                places++;
                copied = i + 1;
            }
        }
        return places == 0
                ? Fixed.unchanged(text)
                : new Fixed(out.append(text, copied, text.length()).toString(), places);
    }
}
