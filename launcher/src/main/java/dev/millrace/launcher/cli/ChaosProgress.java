package dev.millrace.launcher.cli;

import dev.millrace.launcher.chaos.ChaosListener;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;

/** What happens as lines, and below them one line of progress. */
final class ChaosProgress implements ChaosListener, AutoCloseable {
    private final Console console;
    private Progress progress;

    ChaosProgress(Console console) {
        this.console = console;
        this.progress = new Progress(console);
    }

    @Override
    public synchronized void happened(String sentence) {
        if (console.terminal()) {
            progress.close();
            progress = new Progress(console);
        }
        console.line("  " + sentence);
    }

    @Override
    public synchronized void progressed(String what, long done, long total) {
        progress.show(what, done, total, "");
    }

    @Override
    public synchronized void close() {
        progress.close();
    }
}
