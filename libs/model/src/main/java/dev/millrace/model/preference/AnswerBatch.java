package dev.millrace.model.preference;

import dev.millrace.model.decoder.PackedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Answers with their prompts, computed together.
 *
 * @param batch one segment an answer; M of its tokens are predicted
 * @param answers of every predicted token, which answer it stands in [M]
 * @param counted whether it is the answer's own; else it is of a prompt that is learned too [M]
 * @param size number of answers
 */
record AnswerBatch(PackedBatch batch, int[] answers, boolean[] counted, int size) {
    /** Sum of the log-probabilities of each answer's own tokens [size]. */
    double[] sums(float[] logs) {
        double[] sums = new double[size];
        for (int i = 0; i < logs.length; i++) {
            if (counted[i]) {
                sums[answers[i]] += logs[i];
            }
        }
        return sums;
    }

    /** Number of each answer's own tokens [size]. */
    int[] lengths() {
        int[] lengths = new int[size];
        for (int i = 0; i < answers.length; i++) {
            lengths[answers[i]] += counted[i] ? 1 : 0;
        }
        return lengths;
    }

    /** Collects answers, each cut after {@code context} predicted tokens as TRL cuts it: its beginning is kept. */
    static final class Builder {
        private final PackedBatch.Builder batch = new PackedBatch.Builder();
        private final List<boolean[]> counted = new ArrayList<>();
        private final int context;

        Builder(int context) {
            this.context = context;
        }

        /** An answer of a dataset. */
        Builder add(PreferenceDataset data, int answer) {
            byte[] own = data.tokens().lossMask();
            return add(
                    data.tokens().tokens(),
                    own,
                    own,
                    data.tokens().begin(answer),
                    data.tokens().end(answer));
        }

        /** The same, its prompt to be learned with it. */
        Builder addWhole(PreferenceDataset data, int answer) {
            int begin = data.tokens().begin(answer);
            int end = data.tokens().end(answer);
            byte[] all = new byte[end - begin];
            Arrays.fill(all, (byte) 1);
            int[] tokens = Arrays.copyOfRange(data.tokens().tokens(), begin, end);
            return add(tokens, all, Arrays.copyOfRange(data.tokens().lossMask(), begin, end), 0, all.length);
        }

        /** The prompt of one answer with another's. */
        Builder addMismatched(PreferenceDataset data, int prompt, int answer) {
            int asked = data.start(prompt) - data.tokens().begin(prompt);
            int said = data.tokens().end(answer) - data.start(answer);
            int[] tokens = new int[asked + said];
            System.arraycopy(data.tokens().tokens(), data.tokens().begin(prompt), tokens, 0, asked);
            System.arraycopy(data.tokens().tokens(), data.start(answer), tokens, asked, said);
            byte[] mask = new byte[tokens.length];
            Arrays.fill(mask, asked, mask.length, (byte) 1);
            return add(tokens, mask, mask, 0, tokens.length);
        }

        private Builder add(int[] tokens, byte[] learned, byte[] own, int begin, int end) {
            int length = Math.min(context, end - 1 - begin);
            batch.add(tokens, learned, begin, length);
            boolean[] flags = new boolean[length];
            int predicted = 0;
            for (int i = begin + 1; i <= begin + length; i++) {
                if (learned[i] != 0) {
                    flags[predicted++] = own[i] != 0;
                }
            }
            counted.add(Arrays.copyOf(flags, predicted));
            return this;
        }

        int tokens() {
            return batch.size();
        }

        int size() {
            return counted.size();
        }

        AnswerBatch build() {
            int predicted = counted.stream().mapToInt(each -> each.length).sum();
            int[] answers = new int[predicted];
            boolean[] flags = new boolean[predicted];
            int at = 0;
            for (int answer = 0; answer < counted.size(); answer++) {
                for (boolean flag : counted.get(answer)) {
                    answers[at] = answer;
                    flags[at++] = flag;
                }
            }
            return new AnswerBatch(batch.build(), answers, flags, counted.size());
        }
    }
}
