package dev.millrace.gateway.chat;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.model.decoder.StoredWeights;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.storage.ModelCache;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the models that were asked last in memory, and turns requests away before too many wait. */
public final class ServingEngine implements AutoCloseable {
    private final ModelCache cache;
    private final Supplier<ModelRuntime> start;
    private final StoredWeights stored;
    private final int mostLoaded;
    private final int mostWaiting;
    private final Semaphore places;
    private final LongAdder abandoned = new LongAdder();
    private final Map<String, Held> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable ModelRuntime runtime;

    /** A loaded model and how many requests use it now. */
    private static final class Held {
        private final ChatModel model;
        private int users;

        Held(ChatModel model) {
            this.model = model;
        }
    }

    /**
     * @param start starts the engine when the first model is asked
     * @param stored in which form models keep their weights
     * @param mostLoaded models in memory
     * @param mostWaiting requests that are worked on or wait
     */
    public ServingEngine(
            ModelCache cache, Supplier<ModelRuntime> start, StoredWeights stored, int mostLoaded, int mostWaiting) {
        this.cache = cache;
        this.start = start;
        this.stored = stored;
        this.mostLoaded = mostLoaded;
        this.mostWaiting = mostWaiting;
        this.places = new Semaphore(mostWaiting);
    }

    /**
     * Begins an answer; who asks closes it.
     *
     * @throws Refusal {@link ErrorCode#OVERLOADED} when too many requests wait already
     */
    public Answering ask(ObjectRef manifest, ChatModel.Question question) {
        if (!places.tryAcquire()) {
            throw Refusal.of(ErrorCode.OVERLOADED, "Too many requests wait for a model.")
                    .limit(mostWaiting, null);
        }
        Answering answering = new Answering();
        Thread.ofPlatform().daemon().name("answer").start(() -> {
            try {
                work(manifest, question, answering);
            } finally {
                places.release();
            }
        });
        return answering;
    }

    /** Whatever goes wrong is handed to who has asked, on whose thread it becomes an answer and a line in the log. */
    private void work(ObjectRef manifest, ChatModel.Question question, Answering answering) {
        try {
            Held held = acquire(manifest);
            try {
                answering.done(held.model.answer(question, answering));
            } finally {
                release(held);
            }
            if (!answering.wanted()) {
                abandoned.increment();
            }
        } catch (RuntimeException e) {
            answering.failed(e);
        } catch (LinkageError e) {
            answering.failed(new MillraceException(ErrorCode.INTERNAL_ERROR, "the engine cannot be loaded", e));
        }
    }

    /** How many answers are made now or wait. */
    public int open() {
        return mostWaiting - places.availablePermits();
    }

    /** How many answers ended because nobody wanted them any more. */
    public long abandoned() {
        return abandoned.sum();
    }

    private synchronized Held acquire(ObjectRef manifest) {
        Held held = loaded.get(manifest.sha256());
        if (held == null) {
            makeRoom();
            held = new Held(LocalModel.load(runtime(), cache.directory(manifest), stored));
            loaded.put(manifest.sha256(), held);
        }
        held.users++;
        return held;
    }

    private synchronized void release(Held held) {
        held.users--;
    }

    /** The model that was asked longest ago goes first; one that is being asked stays. */
    private void makeRoom() {
        var oldest = loaded.values().iterator();
        while (loaded.size() >= mostLoaded && oldest.hasNext()) {
            Held held = oldest.next();
            if (held.users == 0) {
                oldest.remove();
                held.model.close();
            }
        }
    }

    private ModelRuntime runtime() {
        ModelRuntime started = runtime;
        if (started == null) {
            started = start.get();
            runtime = started;
        }
        return started;
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(held -> held.model.close());
        loaded.clear();
        if (runtime != null) {
            runtime.close();
        }
    }
}
