package dev.millrace.model;

import dev.millrace.model.training.TokenDataset;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The committed tiny model, made by src/test/scripts/make_tiny_fixture.py, and data for it. */
public final class Fixture {
    public static final int VOCABULARY = 24;

    private Fixture() {}

    public static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(Fixture.class.getResource("tiny-fixture"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Documents of random lengths with a pattern to learn; about a fifth of the tokens are not supervised. */
    public static TokenDataset documents(int count, int longest) {
        CounterRandom random = CounterRandom.keyed(11);
        long[] offsets = new long[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = offsets[i] + 2 + (int) (random.uniform(i) * (longest - 2));
        }
        int[] tokens = new int[(int) offsets[count]];
        byte[] mask = new byte[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = 3 + (i * 7 + (int) (random.uniform(1_000_000L + i) * 3)) % (VOCABULARY - 3);
            mask[i] = (byte) (random.uniform(2_000_000L + i) < 0.2 ? 0 : 1);
        }
        return new TokenDataset(tokens, mask, offsets);
    }
}
