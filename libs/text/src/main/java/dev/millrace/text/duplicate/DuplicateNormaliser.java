package dev.millrace.text.duplicate;

import dev.millrace.contracts.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Texts that differ in nothing a reader would call a difference share a fingerprint: compatibility form (UAX 15, NFKC), lower case, white
 * space collapsed.
 */
public final class DuplicateNormaliser {
    /** Part of every fingerprint: fingerprints of different versions never meet. */
    public static final String VERSION = "n1";

    private DuplicateNormaliser() {}

    public static String normalise(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder(folded.length());
        boolean gap = false;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = !out.isEmpty();
            } else {
                if (gap) {
                    out.append(' ');
                    gap = false;
                }
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Names the set of documents of the collection whose text is the same, however it is cut into pieces. */
    public static String fingerprint(String collection, Iterable<String> pieces) {
        MessageDigest digest = Hashes.newSha256();
        for (String piece : pieces) {
            String normalised = normalise(piece);
            if (!normalised.isEmpty()) {
                digest.update(normalised.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) ' ');
            }
        }
        return collection + "/" + VERSION + "/" + HexFormat.of().formatHex(digest.digest());
    }
}
