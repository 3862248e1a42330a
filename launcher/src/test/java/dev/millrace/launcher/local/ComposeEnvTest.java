package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ComposeEnvTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?");

    @TempDir
    private Path home;

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        assertThat(new ComposeEnv(home).create()).isTrue();

        assertThat(Files.getPosixFilePermissions(home.resolve(".env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void everyFileHasItsOwnSecrets(@TempDir Path other) throws IOException {
        new ComposeEnv(home).create();
        new ComposeEnv(other).create();

        assertThat(Files.readString(home.resolve(".env"))).isNotEqualTo(Files.readString(other.resolve(".env")));
        assertThat(Files.readAllLines(home.resolve(".env")))
                .filteredOn(line -> line.matches("MILLRACE_(KEY|STORE_.*)=[\\w-]{32,}"))
                .hasSize(3);
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws IOException {
        Files.writeString(home.resolve(".env"), "MILLRACE_KEY=mine\n");

        ComposeEnv env = new ComposeEnv(home);

        assertThat(env.create()).isFalse();
        assertThat(home.resolve(".env")).hasContent("MILLRACE_KEY=mine\n");
        assertThat(env.missing()).contains("MILLRACE_STORE_SECRET_KEY").doesNotContain("MILLRACE_KEY");
    }

    @Test
    void everyVariableThatComposeRequiresIsSet() throws IOException {
        Set<String> required = new TreeSet<>();
        REQUIRED.matcher(Files.readString(PROJECT.resolve("docker-compose.yml")))
                .results()
                .forEach(each -> required.add(each.group(1)));
        assertThat(required).contains("MILLRACE_KEY", "MILLRACE_STORE_SECRET_KEY");

        new ComposeEnv(home).create();

        String written = Files.readString(home.resolve(".env"));
        assertThat(required).allSatisfy(name -> assertThat(written).containsPattern("(?m)^" + name + "=.+$"));
    }
}
