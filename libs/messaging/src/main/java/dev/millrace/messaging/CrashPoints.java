package dev.millrace.messaging;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Named places between two external effects at which a test can end the process as a power cut would. The variable
 * {@code MILLRACE_CRASH_POINT} names one, with {@code :n} for the n-th time it is reached; without it nothing happens.
 */
public final class CrashPoints {
    private static final int KILLED = 137;
    private static final @Nullable String NAME;
    private static final AtomicInteger REMAINING;

    static {
        String setting = System.getenv("MILLRACE_CRASH_POINT");
        int colon = setting == null ? -1 : setting.lastIndexOf(':');
        NAME = setting == null || colon < 0 ? setting : setting.substring(0, colon);
        REMAINING =
                new AtomicInteger(setting == null || colon < 0 ? 1 : Integer.parseInt(setting.substring(colon + 1)));
    }

    private CrashPoints() {}

    /** Names are {@code channel.place}, as in {@code ingest.before-commit}. */
    public static void reach(String channel, String place) {
        if (NAME != null && NAME.equals(channel + "." + place) && REMAINING.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
