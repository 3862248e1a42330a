package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One process that is kept running: when it dies it is started again, after a wait that doubles while it keeps dying. */
public final class Child {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofSeconds(60);

    private final Spec spec;
    private final Runnable restarted;
    private final Map<String, String> once = new java.util.concurrent.ConcurrentHashMap<>();
    private @Nullable Process process;
    private @Nullable Thread watcher;
    private boolean stopping;
    private Duration longestWait = LONGEST_WAIT;
    private int restarts;

    /**
     * What to run.
     *
     * @param environment all of it: nothing is inherited
     * @param ready asked again and again until it holds
     */
    public record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path log,
            Duration stopTimeout,
            BooleanSupplier ready) {
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** @param restarted told after the process has been started again */
    Child(Spec spec, Runnable restarted) {
        this.spec = spec;
        this.restarted = restarted;
    }

    public String name() {
        return spec.name();
    }

    synchronized void start() {
        launch();
        watcher = Thread.ofPlatform().daemon().name("watch-" + spec.name()).start(this::watch);
    }

    private synchronized void launch() {
        ProcessBuilder builder = new ProcessBuilder(deafToInterrupts(spec.command()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        builder.environment().putAll(once);
        once.clear();
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw LauncherException.failed(spec.name() + " cannot be started.", e);
        }
    }

    /** A terminal sends Ctrl-C to everything that was started from it, but only the launcher knows in which order to stop. */
    private static List<String> deafToInterrupts(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    private void watch() {
        Duration wait = FIRST_WAIT;
        while (true) {
            Process watched = current();
            if (watched == null) {
                return;
            }
            long started = System.nanoTime();
            watched.onExit().join();
            boolean stable = System.nanoTime() - started > STABLE.toNanos();
            wait = stable ? FIRST_WAIT : min(wait.multipliedBy(2), longestWait());
            if (!relaunch(wait)) {
                return;
            }
            restarted.run();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private synchronized boolean relaunch(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            while (!stopping && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (stopping) {
            return false;
        }
        restarts++;
        launch();
        return true;
    }

    private synchronized @Nullable Process current() {
        return stopping ? null : process;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    public synchronized int restarts() {
        return restarts;
    }

    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    public boolean isReady() {
        return isAlive() && spec.ready().getAsBoolean();
    }

    /** Ends the process as a power cut would; it is then started again. */
    public synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** For who ends it on purpose, again and again: the waits between its starts no longer grow. */
    public synchronized void startAgainAtOnce() {
        longestWait = FIRST_WAIT;
    }

    private synchronized Duration longestWait() {
        return longestWait;
    }

    /** Sets a variable for the next start only. */
    public void onceWith(String variable, String value) {
        once.put(variable, value);
    }

    /** Asks the process to finish, and ends it when it does not within its time. */
    public void stop() {
        Process stopped;
        synchronized (this) {
            stopping = true;
            notifyAll();
            stopped = process;
        }
        if (stopped == null) {
            return;
        }
        stopped.destroy();
        try {
            if (!stopped.waitFor(spec.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                stopped.destroyForcibly().waitFor();
            }
            Thread watching = watcher;
            if (watching != null) {
                watching.join();
            }
        } catch (InterruptedException e) {
            stopped.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
