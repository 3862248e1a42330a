package dev.millrace.launcher.local;

import org.jspecify.annotations.Nullable;

/** Something the person at the keyboard can do something about: one clear sentence, and how the command ends. */
public final class LauncherException extends RuntimeException {
    /** The work failed. */
    public static final int FAILED = 1;
    /** The command was used wrongly, or the machine lacks what it needs. */
    public static final int USAGE = 2;

    private final int exitCode;

    private LauncherException(int exitCode, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    public static LauncherException failed(String sentence) {
        return new LauncherException(FAILED, sentence, null);
    }

    public static LauncherException failed(String sentence, Throwable cause) {
        return new LauncherException(FAILED, sentence, cause);
    }

    public static LauncherException usage(String sentence) {
        return new LauncherException(USAGE, sentence, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
