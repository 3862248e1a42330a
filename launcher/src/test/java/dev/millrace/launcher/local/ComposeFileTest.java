package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What docker-compose.yml promises, as far as reading it tells. */
class ComposeFileTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Pattern PUBLISHED = Pattern.compile("[\"-] ?\"?([^\\s\"\\[]*\\d+\\}?:\\d+)\"?");
    private static final Pattern IMAGE = Pattern.compile("(?m)^ +image: (\\S+)$");

    @Test
    void portsAreOpenOnThisMachineAlone() throws IOException {
        List<String> published = file().lines()
                .filter(line -> line.matches(" +(ports: .+|- \\S+:\\d+)"))
                .flatMap(line -> PUBLISHED.matcher(line).results().map(each -> each.group(1)))
                .toList();

        assertThat(published)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void foreignImagesArePinned() throws IOException {
        List<String> images = IMAGE.matcher(file())
                .results()
                .map((MatchResult each) -> each.group(1))
                .filter(image -> !image.startsWith("millrace/"))
                .toList();

        assertThat(images)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(image -> assertThat(image).matches(".+:[^:]*\\d[^:]*"));
    }

    @Test
    void everyContainerHasALimitOfMemory() throws IOException {
        assertThat(file().lines().filter(line -> line.startsWith("    mem_limit: ")))
                .hasSameSizeAs(IMAGE.matcher(file()).results().toList());
    }

    @Test
    void whatIsSecretComesFromTheEnvironment() throws IOException {
        assertThat(file().lines().filter(line -> line.matches(".*(_KEY|PASSWORD|TOKEN|_USER|MC_HOST_store):.*")))
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(line -> assertThat(line).matches(".*: (http://)?\\$\\{.*"));
    }

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void everyServiceHasAnImageMadeFromItsModule(ServiceKind service) throws IOException {
        assertThat(file())
                .contains("  " + service.label() + ":\n    <<: *service\n    image: millrace/" + service.label() + "\n")
                .contains("MODULE: " + service.module());
    }

    private static String file() throws IOException {
        return Files.readString(PROJECT.resolve("docker-compose.yml"));
    }
}
