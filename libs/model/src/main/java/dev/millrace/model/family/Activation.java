package dev.millrace.model.family;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The bend in the feed-forward part. */
@SuppressWarnings("ImmutableEnumChecker") // the list of names cannot change
public enum Activation {
    SILU(0, List.of("silu", "swish")),
    GELU_TANH(1, List.of("gelu_pytorch_tanh", "gelu_new")),
    GELU(2, List.of("gelu")),
    RELU(3, List.of("relu"));

    private final int code;
    private final List<String> names;

    Activation(int code, List<String> names) {
        this.code = code;
        this.names = names;
    }

    /** The kernels' number of it. */
    public int code() {
        return code;
    }

    /** What Hugging Face calls it. */
    public String usualName() {
        return names.getFirst();
    }

    /** The one that Hugging Face calls by this name. */
    public static Optional<Activation> named(String name) {
        return Stream.of(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst();
    }
}
