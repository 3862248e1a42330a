package dev.millrace.launcher.console;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One line that tells how far something is: written over on a terminal, else a plain line now and then. */
public final class Progress implements AutoCloseable {
    private static final Duration PLAIN = Duration.ofSeconds(5);
    private static final Duration LIVE = Duration.ofMillis(100);
    private static final int WIDTH = 24;

    private final Console console;
    private final LongSupplier clock;
    private String latest = "";
    private String shown = "";
    private long shownAt;

    public Progress(Console console) {
        this(console, System::nanoTime);
    }

    Progress(Console console, LongSupplier clock) {
        this.console = console;
        this.clock = clock;
        this.shownAt = clock.getAsLong() - PLAIN.toNanos();
    }

    /** Something of something, with a bar. */
    public void show(String what, long done, long total, String rest) {
        String count = done + "/" + total;
        show(what + " " + (console.terminal() ? bar(done, total) + " " : "") + count
                + (rest.isEmpty() ? "" : "  " + rest));
    }

    public void show(String text) {
        latest = text;
        Duration pause = console.terminal() ? LIVE : PLAIN;
        if (clock.getAsLong() - shownAt >= pause.toNanos()) {
            write();
        }
    }

    private void write() {
        if (latest.equals(shown)) {
            return;
        }
        shown = latest;
        shownAt = clock.getAsLong();
        if (console.terminal()) {
            console.out().print("\r\u001b[K  " + latest);
            console.out().flush();
        } else {
            console.line("  " + latest);
        }
    }

    private static String bar(long done, long total) {
        int filled = total <= 0 ? 0 : (int) Math.min(WIDTH, done * WIDTH / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
    }

    /** Leaves the latest state standing. */
    @Override
    public void close() {
        write();
        if (console.terminal() && !shown.isEmpty()) {
            console.line("");
        }
    }
}
