package dev.millrace.model.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The engine of this process: started once, it never reaches for the network. */
public final class ModelRuntime implements AutoCloseable {
    private final StepScope scope;
    private final Kernels kernels;

    private ModelRuntime(NDManager manager, Kernels kernels) {
        this.scope = new StepScope(manager);
        this.kernels = kernels;
    }

    /** Starts the engine with one thread per processor. */
    public static ModelRuntime start() {
        return start(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Starts the engine.
     *
     * @param threads threads of one operation; results are reproducible to the bit only with an equal number
     */
    public static ModelRuntime start(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        JniUtils.setNumThreads(threads);
        return new ModelRuntime(manager, new Kernels(load((PtNDManager) manager)));
    }

    private static PtSymbolBlock load(PtNDManager manager) {
        Path archive = KernelArchive.write();
        try {
            return JniUtils.loadModule(manager, archive, false, new String[0], new String[0], true);
        } finally {
            delete(archive);
        }
    }

    private static void delete(Path archive) {
        try {
            Files.delete(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A scope whose tensors live until it is closed, or the runtime is. */
    public StepScope open() {
        return scope.open();
    }

    public Kernels kernels() {
        return kernels;
    }

    /** Number of tensors and scopes directly owned by the runtime. */
    public int size() {
        return scope.size();
    }

    @Override
    public void close() {
        scope.close();
    }
}
