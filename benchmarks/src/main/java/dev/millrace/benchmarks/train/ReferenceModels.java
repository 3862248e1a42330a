package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.measure.Session;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The shapes that everybody is measured with, and the peer's weights and tokens of them. */
public final class ReferenceModels {
    public static final List<String> NAMES = List.of("14m", "135m");

    private static final DecoderConfig SMALL = config(8192, 384, 1024, 6, 6, 6, 2048, 1e4);
    private static final DecoderConfig LARGE = config(49152, 576, 1536, 30, 9, 3, 8192, 1e5);

    private ReferenceModels() {}

    private static DecoderConfig config(
            int vocabulary, int width, int inner, int layers, int heads, int kv, int positions, double theta) {
        RopeSettings rope = new RopeSettings(theta, null);
        return new DecoderConfig(
                vocabulary,
                width,
                inner,
                layers,
                heads,
                kv,
                width / heads,
                positions,
                1e-5,
                rope,
                true,
                0.02,
                0,
                List.of(0));
    }

    public static DecoderConfig shape(String model) {
        return model.equals("14m") ? SMALL : LARGE;
    }

    /**
     * Lets the peer write its weights and tokens.
     *
     * @return false when it is not installed
     */
    public static boolean export(Session session, String model, Path folder) throws Exception {
        boolean there = session.peers().isReady(PeerTraining.TOOL);
        session.progress()
                .accept(there ? "the peer writes weights and data" : "the peer is missing: measuring without it");
        if (there) {
            PeerTraining.export(session.peers(), model, folder);
        }
        return there;
    }

    /** The tokens that the peer wrote. */
    public static int[] tokens(Path folder) {
        return ReferenceData.read(folder.resolve("tokens.safetensors"));
    }

    /** Random tokens, for a run without a peer. */
    public static int[] random(int count, int vocabulary) {
        return new Random(1).ints(count, 0, vocabulary).toArray();
    }
}
