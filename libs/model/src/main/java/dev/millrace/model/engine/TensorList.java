package dev.millrace.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** Tensors handed over to the engine once, for many calls; the tensors must live as long. */
public final class TensorList implements AutoCloseable {
    private final IValue value;

    public TensorList(List<NDArray> tensors) {
        this.value = IValue.listFrom(tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
