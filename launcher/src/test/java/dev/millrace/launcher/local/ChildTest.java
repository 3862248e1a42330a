package dev.millrace.launcher.local;

import dev.millrace.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ChildTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger told = new AtomicInteger();

    @Test
    void aKilledProcessIsStartedAgain(@TempDir Path folder) {
        Child child = child(folder, "exec sleep 600");
        child.start();
        long first = child.pid();

        child.kill();

        Await.until("another process", SOON, () -> child.restarts() == 1 && told.get() == 1);
        assertThat(child.pid()).isNotEqualTo(first);
        child.stop();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aStoppedProcessStaysStopped(@TempDir Path folder) throws IOException {
        Child child = child(folder, "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done");
        child.start();
        Await.until("it says so", SOON, () -> log(folder).contains("up"));

        child.stop();

        assertThat(child.restarts()).isZero();
        assertThat(log(folder)).contains("bye");
    }

    @Test
    void aTerminalsInterruptDoesNotReachIt(@TempDir Path folder) throws Exception {
        Child child = child(folder, "echo up; exec sleep 600");
        child.start();
        Await.until("it says so", SOON, () -> log(folder).contains("up"));

        new ProcessBuilder("/bin/sh", "-c", "kill -INT " + child.pid()).start().waitFor();

        assertThat(child.isAlive()).isTrue();
        child.stop();
        assertThat(child.restarts()).isZero();
    }

    @Test
    void aVariableForTheNextStartIsGoneAfterIt(@TempDir Path folder) throws IOException {
        Child child = child(folder, "echo \"value=$ONCE\"; exec sleep 600");
        child.onceWith("ONCE", "here");
        child.start();
        Await.until("it says so", SOON, () -> log(folder).contains("value=here"));

        child.kill();

        Await.until("the second start", SOON, () -> log(folder).contains("value=\n"));
        child.stop();
    }

    private Child child(Path folder, String script) {
        return new Child(
                new Child.Spec(
                        "child",
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", System.getenv("PATH")),
                        folder.resolve("log"),
                        Duration.ofSeconds(5),
                        () -> true),
                told::incrementAndGet);
    }

    private static String log(Path folder) throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
