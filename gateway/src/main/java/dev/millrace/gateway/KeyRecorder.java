package dev.millrace.gateway;

import dev.millrace.gateway.access.AccessKeys;
import dev.millrace.gateway.messaging.Projector;
import dev.millrace.messaging.Part;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Records the first key once it is known whether there is another. */
final class KeyRecorder implements Part {
    private static final Duration ASK = Duration.ofMillis(50);

    private final Projector projector;
    private final AccessKeys keys;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("key-recorder").unstarted(this::run);
    private volatile boolean stopping;

    KeyRecorder(Projector projector, AccessKeys keys) {
        this.projector = projector;
        this.keys = keys;
    }

    private void run() {
        while (!stopping && !projector.isReady()) {
            LockSupport.parkNanos(ASK.toNanos());
        }
        if (!stopping) {
            keys.recordBootstrap();
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    /** Its work is short; having done it is no failure. */
    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
    }
}
