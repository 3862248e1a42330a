package dev.millrace.launcher.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/**
 * Where lines go, and what the place can show.
 *
 * @param terminal whether a line may be written over
 * @param colour whether colours are wanted
 */
public record Console(PrintWriter out, boolean terminal, boolean colour) {
    /** Set by the start script when it writes to a terminal, which a Java program cannot find out on every release. */
    public static final String TERMINAL = "millrace.terminal";

    /** As the process was started: a terminal may be written over, and {@code NO_COLOR} is respected. */
    public static Console of(PrintWriter out, Map<String, String> environment) {
        boolean terminal = Boolean.getBoolean(TERMINAL) && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        return new Console(
                out,
                terminal,
                terminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** Whether what is written may go beyond ASCII. */
    public boolean unicode() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", ""));
        return encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A heading of a part of the output. */
    public void heading(String text) {
        line("");
        line(bold(text));
    }

    public String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    public String faint(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    public String good(String text) {
        return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    public String bad(String text) {
        return colour ? "\u001b[31m" + text + "\u001b[0m" : text;
    }
}
