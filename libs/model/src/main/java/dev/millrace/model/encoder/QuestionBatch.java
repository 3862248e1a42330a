package dev.millrace.model.encoder;

import dev.millrace.model.decoder.PackedBatch;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Questions and their answers.
 *
 * @param questions without targets
 * @param answers each begins with the start token; its targets are its own tokens
 */
public record QuestionBatch(PackedBatch questions, PackedBatch answers) {

    /**
     * Packs texts.
     *
     * @param answers one per question, every token of it supervised
     */
    public static QuestionBatch of(List<int[]> questions, List<int[]> answers, int startToken) {
        int[] targets = answers.stream().flatMapToInt(IntStream::of).toArray();
        int[] inputs = answers.stream()
                .flatMapToInt(answer -> IntStream.concat(
                        IntStream.of(startToken), IntStream.of(answer).limit(answer.length - 1L)))
                .toArray();
        int[] rows = IntStream.range(0, targets.length).toArray();
        int[] asked = questions.stream().flatMapToInt(IntStream::of).toArray();
        return new QuestionBatch(
                new PackedBatch(asked, cuts(questions), new int[0], new int[0]),
                new PackedBatch(inputs, cuts(answers), rows, targets));
    }

    private static long[] cuts(List<int[]> texts) {
        long[] cuts = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            cuts[i + 1] = cuts[i] + texts.get(i).length;
        }
        return cuts;
    }
}
