package dev.millrace.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Named places between two external effects at which a test can end the process as a power cut would. The variable
 * {@code MILLRACE_CRASH_POINT} names one, with {@code :n} for the n-th time it is reached. {@code MILLRACE_CRASH_LOG} names a file
 * that hears of every place when it is first reached, and of the crash with a {@code !} before the name. With {@code
 * MILLRACE_CRASH_BY=stop} the process does not end but stands still until somebody lets it go on, with {@code hang} only the thread that
 * came by never does. Without them nothing happens.
 */
public final class CrashPoints {
    private static final int KILLED = 137;
    private static final @Nullable String NAME;
    private static final AtomicInteger REMAINING;
    private static final @Nullable String LOG = System.getenv("MILLRACE_CRASH_LOG");
    private static final boolean STOPS = "stop".equals(System.getenv("MILLRACE_CRASH_BY"));
    private static final boolean HANGS = "hang".equals(System.getenv("MILLRACE_CRASH_BY"));
    private static final Set<String> REACHED = ConcurrentHashMap.newKeySet();

    static {
        String setting = System.getenv("MILLRACE_CRASH_POINT");
        int colon = setting == null ? -1 : setting.lastIndexOf(':');
        NAME = setting == null || colon < 0 ? setting : setting.substring(0, colon);
        REMAINING =
                new AtomicInteger(setting == null || colon < 0 ? 1 : Integer.parseInt(setting.substring(colon + 1)));
    }

    private CrashPoints() {}

    /** Names are {@code channel.place}, as in {@code ingest.submissions.before-commit}. */
    public static void reach(String channel, String place) {
        if (NAME == null && LOG == null) {
            return;
        }
        String point = channel + "." + place;
        if (LOG != null && REACHED.add(point)) {
            note(LOG, point);
        }
        if (point.equals(NAME) && REMAINING.decrementAndGet() == 0) {
            if (LOG != null) {
                note(LOG, "!" + point);
            }
            end();
        }
    }

    private static void end() {
        while (HANGS) {
            LockSupport.park();
        }
        if (!STOPS) {
            Runtime.getRuntime().halt(KILLED);
        }
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-STOP", self).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void note(String file, String line) {
        try {
            Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
