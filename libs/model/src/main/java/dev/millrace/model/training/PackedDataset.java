package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.PackedBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents laid into windows of at most {@code context} tokens, as a function of dataset, context and seed alone. A
 * document that fits lies whole in one window, a longer one is cut; documents in a window do not see each other. Windows
 * need not be full: they are computed without padding.
 */
public final class PackedDataset {
    private final TokenDataset dataset;
    private final List<List<Segment>> windows;

    private PackedDataset(TokenDataset dataset, List<List<Segment>> windows) {
        this.dataset = dataset;
        this.windows = windows;
    }

    /** Inputs [start, start + length), targets one further. */
    public record Segment(int start, int length) {}

    /**
     * Packs a dataset.
     *
     * @param context longest window in tokens
     * @throws MillraceException LABELS_EMPTY when nothing is supervised
     */
    public static PackedDataset pack(TokenDataset dataset, int context, long seed) {
        WindowFiller filler = new WindowFiller(context);
        KeyedPermutation order = new KeyedPermutation(dataset.documents(), seed, 0x5041434bL);
        for (int position = 0; position < dataset.documents(); position++) {
            int document = (int) order.at(position);
            for (Segment segment : segments(dataset, document, context)) {
                filler.add(segment);
            }
        }
        List<List<Segment>> windows = filler.windows();
        if (windows.isEmpty()) {
            throw new MillraceException(ErrorCode.LABELS_EMPTY, "No token of the dataset is supervised.");
        }
        return new PackedDataset(dataset, windows);
    }

    private static List<Segment> segments(TokenDataset dataset, int document, int context) {
        List<Segment> segments = new ArrayList<>();
        int last = dataset.end(document) - 1;
        for (int start = dataset.begin(document); start < last; start += context) {
            Segment segment = new Segment(start, Math.min(context, last - start));
            if (supervised(dataset, segment)) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static boolean supervised(TokenDataset dataset, Segment segment) {
        for (int i = 1; i <= segment.length(); i++) {
            if (dataset.lossMask()[segment.start() + i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Number of windows. */
    public int size() {
        return windows.size();
    }

    /** The segments of a window. */
    public List<Segment> window(int index) {
        return windows.get(index);
    }

    /** Several windows as one batch. */
    public PackedBatch batch(List<Integer> indices) {
        PackedBatch.Builder builder = new PackedBatch.Builder();
        for (int index : indices) {
            for (Segment segment : windows.get(index)) {
                builder.add(dataset.tokens(), dataset.lossMask(), segment.start(), segment.length());
            }
        }
        return builder.build();
    }
}
