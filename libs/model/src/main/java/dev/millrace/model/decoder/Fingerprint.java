package dev.millrace.model.decoder;

import dev.millrace.model.decoder.Parameter.PartView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One hash for all weights: the same however they were stored. */
public final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 over the names and 32-bit values of all tensors, in their order; lower-case hexadecimal. */
    public static String of(List<Parameter> parameters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Parameter parameter : parameters) {
                for (PartView view : parameter.views(parameter.value())) {
                    digest.update(view.part().name().getBytes(StandardCharsets.UTF_8));
                    digest.update(view.inner().duplicate());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
