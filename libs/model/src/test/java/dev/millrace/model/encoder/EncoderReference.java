package dev.millrace.model.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.FamilyReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What transformers computed for a tiny model: the answer of src/test/scripts/make_encoder_references.py. */
final class EncoderReference {
    private final FamilyReference reference;

    private EncoderReference(String name) {
        this.reference = FamilyReference.read("encoders", name);
    }

    static EncoderReference read(String name) {
        return new EncoderReference(name);
    }

    JsonNode facts() {
        return reference.facts();
    }

    List<int[]> texts() {
        return reference.texts();
    }

    Path write(Path directory) throws IOException {
        return reference.write(directory);
    }

    BertModel bert(Path directory, BertHead head) throws IOException {
        return BertModel.load(TestRuntime.get(), write(directory), head, List.of(), 1);
    }

    T5Model t5(Path directory) throws IOException {
        return T5Model.load(TestRuntime.get(), write(directory));
    }

    /** Each number within a share of the largest. */
    void assertNear(float[][] actual, String name) {
        double[] expected = FamilyReference.doubles(facts().path(name));
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        int columns = actual[0].length;
        assertThat(actual.length * columns).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i / columns][i % columns])
                    .as("%s %s", name, i)
                    .isCloseTo(expected[i], within(2e-5 * largest));
        }
    }

    void assertLoss(double actual) {
        double expected = facts().path("loss").asDouble();
        assertThat(actual).isCloseTo(expected, within(1e-5 * expected));
    }
}
