package dev.millrace.launcher.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {
    private final StringWriter written = new StringWriter();

    @Test
    void withoutATerminalNothingIsColoured() {
        Console console = Console.of(new PrintWriter(written), Map.of("TERM", "xterm"));

        assertThat(console.terminal()).isFalse();
        assertThat(console.bold("text")).isEqualTo("text");
    }

    @Test
    void columnsAreAsWideAsWhatStandsInThem() {
        new Table("A", "B").row("long", 1).row("x", "y").print(new Console(new PrintWriter(written), false, false));

        assertThat(written.toString().lines()).containsExactly("A     B", "long  1", "x     y");
    }
}
