package dev.millrace.launcher.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A whole installation on this machine: started in the order in which its parts need each other, stopped in the reverse. */
public final class LocalPlatform implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration ASK = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MOST_RESTARTS = 3;
    /** Bytes. A broker whose disk fills up while it makes its first files ends without a word that helps. */
    private static final long LEAST_SPACE = 256L << 20;

    private final DataFolder data;
    private final DataLock lock;
    private final LocalPorts ports;
    private final Secrets secrets;
    private final List<Child> servers = new ArrayList<>();
    private final List<Child> services = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private boolean ready;
    private boolean stateIsOld;

    private LocalPlatform(Installation installation, DataFolder data, LocalOptions options) {
        this.data = data;
        data.requireSpace(LEAST_SPACE);
        this.lock = DataLock.take(data);
        try {
            endLeftovers(data);
            this.ports = new LocalPorts(options);
            this.secrets = new Secrets(data.secrets());
            ChildSpecs specs = new ChildSpecs(installation, data, options, ports, secrets);
            servers.add(child(specs.kafka()));
            servers.add(child(specs.store()));
            for (ServiceKind service : ServiceKind.values()) {
                for (int slot = 0; slot < options.replicasOf(service); slot++) {
                    services.add(child(specs.service(service, slot)));
                }
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private Child child(Child.Spec spec) {
        return new Child(spec, this::restarted);
    }

    /** On a full disk the file stays as it is for a while: that must not keep a part from being started again. */
    private synchronized void restarted() {
        try {
            writeState(ready);
            stateIsOld = false;
        } catch (LauncherException e) {
            stateIsOld = true;
        }
    }

    /** Takes the folder, but starts nothing yet. */
    public static LocalPlatform on(Installation installation, DataFolder data, LocalOptions options) {
        return new LocalPlatform(installation, data, options);
    }

    /** Processes of a launcher that was killed still hold ports and files. */
    private static void endLeftovers(DataFolder data) {
        LocalState.read(data)
                .ifPresent(state ->
                        state.children().forEach(child -> child.handle().ifPresent(LocalPlatform::end)));
        LocalState.delete(data);
    }

    private static void end(ProcessHandle handle) {
        handle.destroyForcibly();
        handle.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @param progress hears the name of each part that has become ready
     */
    public void start(Consumer<String> progress) {
        start(progress, trouble -> {});
    }

    /** @param trouble hears in sentences what somebody must do something about, also later */
    public void start(Consumer<String> progress, Consumer<String> trouble) {
        DiskWatch disk = new DiskWatch(data.root().toString(), data::space, trouble);
        Thread.ofPlatform().daemon().name("housekeeping").start(() -> keepHouse(disk));
        servers.forEach(Child::start);
        writeState(false);
        awaitReady(servers, progress);
        services.forEach(Child::start);
        writeState(false);
        awaitReady(services, progress);
        writeState(true);
    }

    private void keepHouse(DiskWatch disk) {
        while (!awaitClosed(LOOK)) {
            try {
                disk.look();
            } catch (LauncherException e) {
                // A disk that cannot be looked at is no news of its room.
            }
            if (isStateOld()) {
                restarted();
            }
        }
    }

    private synchronized boolean isStateOld() {
        return stateIsOld;
    }

    private boolean awaitClosed(Duration longest) {
        try {
            return closed.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void awaitReady(List<Child> children, Consumer<String> progress) {
        List<Child> waiting = new ArrayList<>(children);
        long deadline = System.nanoTime() + READY.toNanos();
        while (!waiting.isEmpty()) {
            if (closing) {
                throw LauncherException.failed("Stopped before everything was ready.");
            }
            for (Child child : List.copyOf(waiting)) {
                if (child.isReady()) {
                    waiting.remove(child);
                    progress.accept(child.name());
                } else if (child.restarts() >= MOST_RESTARTS) {
                    throw LauncherException.failed(
                            child.name() + " does not start. See " + data.logs().resolve(child.name() + ".log"));
                }
            }
            if (System.nanoTime() > deadline) {
                throw LauncherException.failed(waiting.getFirst().name() + " was not ready in time. See "
                        + data.logs().resolve(waiting.getFirst().name() + ".log"));
            }
            if (!waiting.isEmpty()) {
                LockSupport.parkNanos(ASK.toNanos());
            }
        }
    }

    /** Tells other commands which processes there are now. */
    private synchronized void writeState(boolean ready) {
        if (closing) {
            return;
        }
        this.ready = ready;
        List<LocalState.ChildState> children = Stream.concat(servers.stream(), services.stream())
                .filter(child -> child.pid() > 0)
                .map(child -> LocalState.ChildState.of(child.name(), child.pid()))
                .toList();
        LocalState.ChildState launcher =
                LocalState.ChildState.of("launcher", ProcessHandle.current().pid());
        new LocalState(launcher, url(), bootstrapServers(), storeEndpoint(), ready, children).write(data);
    }

    public String url() {
        return "http://127.0.0.1:" + ports.service(ServiceKind.GATEWAY, 0);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + ports.kafka();
    }

    public String storeEndpoint() {
        return "http://127.0.0.1:" + ports.store();
    }

    public Secrets secrets() {
        return secrets;
    }

    public List<Child> services() {
        return List.copyOf(services);
    }

    public List<Child> servers() {
        return List.copyOf(servers);
    }

    public Optional<Child> child(String name) {
        return services.stream().filter(child -> child.name().equals(name)).findFirst();
    }

    /**
     * Services first, all at once, so that what they hold is committed while broker and store are there. Whoever comes second
     * waits for the first.
     */
    @Override
    public void close() {
        if (claimClosing()) {
            try {
                stopAll(services);
                stopAll(servers);
                LocalState.delete(data);
                ports.close();
                lock.close();
            } finally {
                closed.countDown();
            }
        } else {
            awaitClosed();
        }
    }

    private synchronized boolean claimClosing() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopAll(List<Child> children) {
        List<Thread> stopping = children.stream()
                .map(child -> Thread.ofPlatform().start(child::stop))
                .toList();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
