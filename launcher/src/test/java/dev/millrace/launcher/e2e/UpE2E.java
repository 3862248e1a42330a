package dev.millrace.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A local installation from its first start over a crash to a clean end. */
class UpE2E {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Path data = Path.of("");

    @AfterEach
    void leaveNothingRunning() {
        children().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void whatWasSubmittedOutlivesACrashOfEverything() throws Exception {
        data = folder.resolve("data");
        Process first = up("first.log");
        refusesASecondStart();
        refusesATakenPort();
        restartsAKilledService();
        String submitted = submit();

        crash(first);
        Process second = up("second.log");

        Await.until("the documents are there again", SOON, () -> documents().equals(submitted));
        interrupt(second);
    }

    private Process up(String log) throws IOException {
        Process launcher = Script.start(folder.resolve(log), Script.millrace("up", "--data", data));
        Await.until("it is ready", READY, () -> {
            assertThat(launcher.isAlive())
                    .as(Files.readString(folder.resolve(log)))
                    .isTrue();
            return state().map(state -> state.path("ready").asBoolean()).orElse(false);
        });
        return launcher;
    }

    private void refusesASecondStart() throws Exception {
        Script.Result second = Script.run(folder.resolve("again.log"), SOON, Script.millrace("up", "--data", data));

        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.output()).contains("already runs on").doesNotContain("\tat ");
    }

    private void refusesATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Script.Result refused = Script.run(
                    folder.resolve("port.log"),
                    SOON,
                    Script.millrace("up", "--data", folder.resolve("other"), "--port", port));

            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.output())
                    .contains("Port " + port)
                    .contains("is taken")
                    .doesNotContain("\tat ");
        }
    }

    private void restartsAKilledService() {
        ProcessHandle killed = child("cleaning").orElseThrow();
        killed.destroyForcibly();

        Await.until(
                "another process does its work",
                SOON,
                () -> child("cleaning")
                        .map(now -> now.isAlive() && now.pid() != killed.pid())
                        .orElse(false));
    }

    private String submit() throws Exception {
        Path file = folder.resolve("note.txt");
        Files.writeString(file, """
                The lock keeper writes down the level of the water at every full hour. In the evening the book goes to the office,
                where somebody compares it with the gauge at the weir. When the two differ by more than a hand, the gates are
                looked after before the first boat of the next morning. Ice and floods have pages of their own, at the back,
                with the names of those who were on duty and what they did about it.
                """);
        Script.Result result = Script.run(
                folder.resolve("submit.log"),
                SOON,
                Script.millrace("submit", file, "--collection", "notes", "--create", "--data", data));
        assertThat(result.exitCode()).as(result.output()).isZero();
        Await.until("it is decided", SOON, () -> documents().contains("kept"));
        return documents();
    }

    private String documents() throws IOException, InterruptedException {
        return Script.run(
                        folder.resolve("documents.log"),
                        SOON,
                        Script.millrace("documents", "--collection", "notes", "--json", "--data", data))
                .output();
    }

    /** As a power cut would: nobody can say goodbye, and the launcher goes first, so that it restarts nothing. */
    private void crash(Process launcher) {
        List<ProcessHandle> children = children();
        launcher.destroyForcibly();
        launcher.onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
    }

    private void interrupt(Process launcher) throws Exception {
        List<ProcessHandle> children = children();
        new ProcessBuilder("kill", "-INT", Long.toString(launcher.pid()))
                .start()
                .waitFor();

        assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(data.resolve("state.json")).doesNotExist();
    }

    private Optional<JsonNode> state() {
        try {
            return Optional.of(Json.mapper().readTree(Files.readAllBytes(data.resolve("state.json"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<ProcessHandle> child(String name) {
        return named(name).stream().findFirst();
    }

    private List<ProcessHandle> children() {
        return named("");
    }

    private List<ProcessHandle> named(String name) {
        List<ProcessHandle> found = new ArrayList<>();
        for (JsonNode child : state().map(state -> state.path("children"))
                .orElse(Json.mapper().createArrayNode())) {
            if (name.isEmpty() || child.path("name").asText().equals(name)) {
                ProcessHandle.of(child.path("pid").asLong()).ifPresent(found::add);
            }
        }
        return found;
    }
}
