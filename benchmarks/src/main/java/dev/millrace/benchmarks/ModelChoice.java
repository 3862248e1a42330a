package dev.millrace.benchmarks;

import dev.millrace.benchmarks.train.ReferenceModels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which of the reference models a bench takes. */
final class ModelChoice {
    @Option(names = "--model", paramLabel = "14m|135m", description = "Which shape (default: ${DEFAULT-VALUE}).")
    private String model;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** @param usual what is taken when nobody says anything */
    ModelChoice(String usual) {
        this.model = usual;
    }

    String name() {
        if (!ReferenceModels.NAMES.contains(model)) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--model is one of " + ReferenceModels.NAMES + ".");
        }
        return model;
    }
}
