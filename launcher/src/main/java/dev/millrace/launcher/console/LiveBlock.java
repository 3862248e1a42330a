package dev.millrace.launcher.console;

import java.util.List;

/** Several lines that are written over again and again; only for a terminal. */
public final class LiveBlock {
    private final Console console;
    private int shown;

    public LiveBlock(Console console) {
        this.console = console;
    }

    public void show(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (shown > 0) {
            text.append("\u001b[").append(shown).append('A');
        }
        lines.forEach(line -> text.append("\r\u001b[K").append(line).append(System.lineSeparator()));
        // A block that has become shorter must not leave old lines behind.
        console.out().print(text.append("\u001b[J"));
        console.out().flush();
        shown = lines.size();
    }
}
