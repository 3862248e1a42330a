package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.quantised.Int8;
import dev.millrace.model.quantised.Nf4;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model's own tensors as they lie in memory: as they were loaded, or, where they are not trained, in fewer bits. The
 * kernels widen a matrix where they use it, and no longer.
 */
final class StoredBase {
    private final Parameters parameters;
    private final StepScope scope;
    private final Kernels kernels;
    private final List<NDArray> tensors;
    private final List<NDArray> scales;
    private final NDArray pairs;
    private final WeightForm[] forms;
    private boolean packed;

    private StoredBase(Parameters parameters, StepScope scope, Kernels kernels) {
        this.parameters = parameters;
        this.scope = scope;
        this.kernels = kernels;
        this.tensors =
                new ArrayList<>(parameters.all().stream().map(Parameter::value).toList());
        this.scales = new ArrayList<>(Collections.nCopies(tensors.size(), parameters.nothing()));
        this.pairs = scope.floats(FloatBuffer.wrap(Nf4.pairs()), 256, 2);
        this.forms = new WeightForm[tensors.size()];
        Arrays.fill(forms, WeightForm.FP32);
    }

    /** As it was loaded. */
    static StoredBase whole(Parameters parameters, StepScope scope, Kernels kernels) {
        return new StoredBase(parameters, scope, kernels);
    }

    /**
     * Stores matrices that are not trained in fewer bits; their parameters hold no values from now on.
     *
     * @throws MillraceException RUN_CONFIG_INVALID for a layer whose weights do not fill blocks of NF4
     */
    void narrow(Trained trained, BaseForm form) {
        List<Integer> linear = new ArrayList<>();
        List<Integer> tables = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            if (trained.isFrozen(i) && parameters.all().get(i).decayed()) {
                (parameters.isInBlock(i) ? linear : tables).add(i);
            }
        }
        if (form.linear() == WeightForm.NF4) {
            linear.forEach(this::requireBlocks);
        }
        linear.forEach(i -> narrow(i, form.linear()));
        tables.forEach(i -> narrow(i, form.tables()));
    }

    private void requireBlocks(int place) {
        for (Parameter.Part part : parameters.all().get(place).parts()) {
            if (part.rows() * part.columns() % Nf4.BLOCK != 0) {
                throw new MillraceException(
                        ErrorCode.RUN_CONFIG_INVALID,
                        "quantisation nf4 needs layers of a multiple of " + Nf4.BLOCK + " weights, and " + part.name()
                                + " has " + part.rows() * part.columns());
            }
        }
    }

    private void narrow(int place, WeightForm form) {
        NDArray whole = tensors.get(place);
        switch (form) {
            case FP32 -> {
                return;
            }
            case BF16 -> tensors.set(place, kernels.one(scope, "narrowed", whole));
            case NF4 -> packNf4(place, whole);
            case INT8 -> packInt8(place, whole);
        }
        forms[place] = form;
        parameters.replace(place, parameters.nothing());
        whole.close();
    }

    private void packNf4(int place, NDArray whole) {
        long rows = whole.getShape().get(0);
        long columns = whole.getShape().get(1);
        NDArray bytes = scope.unsignedBytes(rows, columns / 2);
        NDArray largest = scope.zeros(rows * columns / Nf4.BLOCK);
        Nf4.pack(NativeMemory.floats(whole), NativeMemory.bytes(bytes), NativeMemory.floats(largest));
        pack(place, bytes, largest);
    }

    private void packInt8(int place, NDArray whole) {
        long rows = whole.getShape().get(0);
        NDArray bytes = scope.signedBytes(rows, whole.getShape().get(1));
        NDArray steps = scope.zeros(rows);
        Int8.pack(NativeMemory.floats(whole), NativeMemory.bytes(bytes), NativeMemory.floats(steps));
        pack(place, bytes, steps);
    }

    private void pack(int place, NDArray bytes, NDArray own) {
        tensors.set(place, bytes);
        scales.set(place, own);
        packed = true;
    }

    /** Gives the parameters their values back, 32 bits each, as the kernels saw them. */
    void widen() {
        for (int i = 0; i < tensors.size(); i++) {
            NDArray stored = tensors.get(i);
            if (forms[i] != WeightForm.FP32) {
                NDArray whole = widened(scope, i);
                parameters.replace(i, whole);
                tensors.set(i, whole);
                stored.close();
            }
        }
        Collections.fill(scales, parameters.nothing());
        Arrays.fill(forms, WeightForm.FP32);
        packed = false;
    }

    /** The 32-bit values of a tensor, as the kernels see them. */
    NDArray widened(StepScope owner, int place) {
        return kernels.one(owner, "widened", tensors.get(place), scales.get(place), pairs, Precision.FP32.code());
    }

    /** Bytes that the matrices of the blocks take. */
    long linearBytes() {
        return IntStream.range(0, forms.length)
                .filter(i -> parameters.isInBlock(i) && parameters.all().get(i).decayed())
                .mapToLong(this::bytes)
                .sum();
    }

    private long bytes(int place) {
        List<Parameter.Part> parts = parameters.all().get(place).parts();
        long rows = parts.stream().mapToLong(Parameter.Part::rows).sum();
        return forms[place].bytes(rows, parts.getFirst().columns());
    }

    /** By place, as the kernels take them. */
    List<NDArray> tensors() {
        return tensors;
    }

    /** A block's tensors as the kernels take them: its own, those of its adapters, and what its own are widened with. */
    List<NDArray> block(int layer, List<NDArray> adapters) {
        Stream<NDArray> all = Stream.concat(parameters.block(tensors, layer).stream(), adapters.stream());
        if (packed) {
            List<NDArray> own = parameters.block(scales, layer).subList(0, Slot.DOWN.place() + 1);
            all = Stream.concat(all, Stream.concat(own.stream(), Stream.of(pairs)));
        }
        return all.toList();
    }
}
