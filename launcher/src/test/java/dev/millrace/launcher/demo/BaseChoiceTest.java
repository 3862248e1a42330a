package dev.millrace.launcher.demo;

import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BaseChoiceTest {
    @Test
    void autoTakesTheModelThatIsOnThisMachine() {
        BaseChoice choice = BaseChoice.of("auto", model -> true, model -> false);

        assertThat(choice.base()).isEqualTo(BaseChoice.DEFAULT_MODEL);
        assertThat(choice.why()).contains("is on this machine");
    }

    @Test
    void autoTakesTheModelThatTheHubWillSend() {
        assertThat(BaseChoice.of("auto", model -> false, model -> true).base()).isEqualTo(BaseChoice.DEFAULT_MODEL);
    }

    @Test
    void autoTrainsFromScratchWhereThereIsNeitherAndSaysWhy() {
        BaseChoice choice = BaseChoice.of("auto", model -> false, model -> false);

        assertThat(choice.base()).isEqualTo("none");
        assertThat(choice.why()).contains("from scratch").contains("the hub does not answer");
    }

    @Test
    void whatWasAskedForIsTaken() {
        assertThat(BaseChoice.of("none", model -> true, model -> true).base()).isEqualTo("none");
        assertThat(BaseChoice.of("a/b", model -> false, model -> false).base()).isEqualTo("a/b");
    }

    @Test
    void aFolderWithoutAModelIsWrongUsage(@TempDir Path folder) {
        assertThatThrownBy(() -> BaseChoice.of(folder.toString(), Map.of()))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }

    @Test
    void aGgufFileIsTakenWhereverItLies(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("model.gguf"));

        assertThat(BaseChoice.of(file.toString(), Map.of()).base()).isEqualTo(file.toString());
        assertThatThrownBy(() -> BaseChoice.of("missing.gguf", Map.of())).isInstanceOf(LauncherException.class);
    }

    @Test
    void forATrainerElsewhereTheHubDecidesAndFoldersAreTakenAsTheyAre() {
        assertThat(BaseChoice.elsewhere("auto", model -> true).base()).isEqualTo(BaseChoice.DEFAULT_MODEL);
        assertThat(BaseChoice.elsewhere("auto", model -> false).base()).isEqualTo("none");
        assertThat(BaseChoice.elsewhere("/models/ours", model -> false).base()).isEqualTo("/models/ours");
    }

    @Test
    void aFolderOfThisMachineIsWrongUsageForATrainerElsewhere() {
        assertThatThrownBy(() -> BaseChoice.elsewhere("./model", model -> true))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }
}
