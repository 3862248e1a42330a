package dev.millrace.launcher.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Which JDK {@code ./millrace} takes, and what it leaves to the shell. */
class StartScriptTest {
    private static final Path SCRIPT =
            Path.of("").toAbsolutePath().resolveSibling("").resolve("millrace");

    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    @Test
    void javaHomeIsTakenWhenItIsNewEnough() throws Exception {
        Path home = jdk("mine", "21.0.1");
        jdk("jvm/newer", "25");

        assertThat(run(Map.of("JAVA_HOME", home.toString())).out()).isEqualTo(home.toString());
    }

    @Test
    void theNewestOfTheUsualFoldersIsTakenWhereJavaHomeIsTooOld() throws Exception {
        Path old = jdk("mine", "17.0.9");
        jdk("jvm/a", "21.0.4");
        Path newest = jdk("jvm/b", "25.0.1");
        jdk("jvm/c", "1.8.0_402");

        assertThat(run(Map.of("JAVA_HOME", old.toString())).out()).isEqualTo(newest.toString());
    }

    @Test
    void theOneOnThePathGoesBeforeTheUsualFolders() throws Exception {
        Path onPath = jdk("path-jdk", "21");
        jdk("jvm/b", "25");

        assertThat(run(Map.of("PATH", onPath.resolve("bin") + ":/usr/bin:/bin")).out())
                .isEqualTo(onPath.toString());
    }

    @Test
    void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
        Path runtime = jdk("jvm/jre", "25");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(run(Map.of()).exitCode()).isEqualTo(2);
    }

    @Test
    void withoutAJdkThereIsOneSentenceAndExitCode2() throws Exception {
        jdk("jvm/old", "17");

        Result result = run(Map.of());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1).first().asString().contains("needs a JDK 21 or newer");
    }

    /** Such a command writes only when something happens: it would never meet the closed pipe itself. */
    @Test
    void watchEndsWhenNobodyReadsAnyMore() throws Exception {
        Path home = jdk("mine", "25");
        program(home.resolve("bin/java"), "#!/bin/sh\nexec sleep 60\n");
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), "watch");
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().put("MILLRACE_SKIP_BUILD", "1");
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();

        process.getInputStream().close();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name)).toRealPath();
        Files.createDirectories(home.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            program(home.resolve("bin").resolve(program), "#!/bin/sh\n");
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void program(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Map<String, String> environment) throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("bash", "sed", "tr", "dirname", "readlink")) {
            program(tools.resolve(tool), "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
        }
        ProcessBuilder builder = new ProcessBuilder(tools.resolve("bash").toString(), SCRIPT.toString(), "jdk");
        builder.environment().clear();
        Map<String, String> all = new HashMap<>(Map.of(
                "PATH",
                tools.toString(),
                "MILLRACE_JVM_FOLDERS",
                folder.toRealPath().resolve("jvm").toString()));
        all.putAll(environment);
        builder.environment().putAll(all);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Result(process.waitFor(), out, err);
    }

    private static Path find(String tool) {
        Path inUsr = Path.of("/usr/bin", tool);
        return Files.exists(inUsr) ? inUsr : Path.of("/bin", tool);
    }
}
