package dev.millrace.model.encoder;

import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.FamilyReference;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-2 on any machine: a BERT with each of its heads, beside numbers of transformers (make_encoder_references.py). */
class BertReferenceTest {
    @TempDir
    Path directory;

    @Test
    void vectorsOfTokensAndTextsAreThoseOfTransformers() throws IOException {
        EncoderReference reference = EncoderReference.read("bert");
        try (BertModel model = reference.bert(directory, BertHead.NONE)) {
            reference.assertNear(model.hidden(reference.texts()), "hidden");
            reference.assertNear(model.pooled(reference.texts()), "pooled");
            reference.assertNear(model.embeddings(reference.texts()), "embeddings");
        }
    }

    @Test
    void aTextHasTheSameVectorsAloneAndBesideOthersOfItsLength() throws IOException {
        EncoderReference reference = EncoderReference.read("bert");
        int[] first = reference.texts().get(1);
        int[] second = reference.texts().get(2);
        assertThat(first).hasSameSizeAs(second);
        try (BertModel model = reference.bert(directory, BertHead.NONE)) {
            float[][] together = model.pooled(List.of(first, second));
            assertThat(together[0]).containsExactly(model.pooled(List.of(first))[0], within(1e-5f));
            assertThat(together[1]).containsExactly(model.pooled(List.of(second))[0], within(1e-5f));
        }
    }

    @Test
    void lossAndGradientsOfTextsThatBelongTogetherAreThoseOfTransformers() throws IOException {
        EncoderReference reference = EncoderReference.read("bert");
        try (BertModel model = reference.bert(directory, BertHead.NONE)) {
            PackedBatch texts = model.packed(reference.texts());
            PackedBatch batch = new PackedBatch(texts.inputs(), texts.cuts(), new int[0], new int[] {0, 1});
            assertLearns(
                    reference,
                    model,
                    batch,
                    reference.facts().path("temperature").asDouble());
        }
    }

    @Test
    void hiddenTokensHaveTheLogitsLossAndGradientsOfTransformers() throws IOException {
        EncoderReference reference = EncoderReference.read("bert-masked");
        try (BertModel model = reference.bert(directory, BertHead.MASKED_TOKENS)) {
            PackedBatch texts = model.packed(reference.texts());
            List<int[]> targets = StreamSupport.stream(
                            reference.facts().path("targets").spliterator(), false)
                    .map(FamilyReference::ints)
                    .toList();
            PackedBatch batch = new PackedBatch(
                    texts.inputs(),
                    texts.cuts(),
                    targets.stream()
                            .mapToInt(t -> (int) texts.cuts()[t[0]] + t[1])
                            .toArray(),
                    targets.stream().mapToInt(t -> t[2]).toArray());
            reference.assertNear(model.logits(batch), "logits");
            assertLearns(reference, model, batch, 1);
        }
    }

    @Test
    void classesHaveTheLogitsLossAndGradientsOfTransformers() throws IOException {
        EncoderReference reference = EncoderReference.read("bert-classes");
        try (BertModel model = reference.bert(directory, BertHead.CLASSES)) {
            PackedBatch texts = model.packed(reference.texts());
            PackedBatch batch = new PackedBatch(
                    texts.inputs(),
                    texts.cuts(),
                    IntStream.range(0, reference.texts().size())
                            .map(i -> (int) texts.cuts()[i])
                            .toArray(),
                    FamilyReference.ints(reference.facts().path("labels")));
            reference.assertNear(model.logits(batch), "logits");
            assertLearns(reference, model, batch, 1);
        }
    }

    private static void assertLearns(
            EncoderReference reference, BertModel model, PackedBatch batch, double temperature) {
        double scale = 1.0 / batch.targets().length;
        try (StepScope scope = TestRuntime.get().open()) {
            Gradients gradients = Gradients.of(model, scope);
            LossSettings plain = LossSettings.plain(scale, false, Precision.FP32);
            reference.assertLoss(scale * model.backward(batch, temperature, gradients.tensors(), plain));
            gradients.assertAre(reference.facts().path("gradients"));
            assertThat(scale * model.loss(batch, temperature, Precision.FP32))
                    .isCloseTo(reference.facts().path("loss").asDouble(), within(1e-5));
            LossSettings half = plain.with().precision(Precision.BF16).build();
            assertThat(scale * model.backward(batch, temperature, gradients.tensors(), half))
                    .isCloseTo(reference.facts().path("loss").asDouble(), within(0.2));
        }
    }
}
