package dev.millrace.launcher.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private final StringWriter written = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    @Test
    void withoutATerminalThereIsAPlainLineNowAndThenAndTheLastOne() {
        try (Progress progress = progress(false)) {
            for (int i = 1; i <= 100; i++) {
                progress.show("read", i, 100, "");
                now.addAndGet(Duration.ofMillis(100).toNanos());
            }
        }

        assertThat(written.toString().lines()).containsExactly("  read 1/100", "  read 51/100", "  read 100/100");
    }

    @Test
    void aTerminalSeesOneLineWithABar() {
        try (Progress progress = progress(true)) {
            progress.show("read", 12, 24, "half");
        }

        assertThat(written.toString())
                .isEqualTo("\r\u001b[K  read [############............] 12/24  half" + System.lineSeparator());
    }

    private Progress progress(boolean terminal) {
        return new Progress(new Console(new PrintWriter(written), terminal, false), now::get);
    }
}
