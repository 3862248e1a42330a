package dev.millrace.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.stream.Stream;

/** Calls the methods of {@code kernels/*.ts}. Arguments are tensors, numbers, and lists of either. */
public final class Kernels {
    /** The optimising executor specialises on shapes and pays seconds for it; the switch is per thread. */
    private static final ThreadLocal<Boolean> PLAIN_EXECUTOR = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    /** Before the name of a method, as the engine's binding has it. */
    private static final String METHOD = "module_method:";

    private final PtSymbolBlock module;

    Kernels(PtSymbolBlock module) {
        this.module = module;
    }

    /** Calls a method that returns one tensor, which the scope then owns. */
    public NDArray one(StepScope scope, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor((PtNDManager) scope.manager());
        }
    }

    /**
     * Calls a method that finds gradients with the engine's own means and returns one tensor, which the scope then owns.
     *
     * @param lists of tensors; none is in two of them
     * @param arguments tensors, and numbers that the method gets as tensors
     */
    public NDArray learn(StepScope scope, String method, List<List<NDArray>> lists, Object... arguments) {
        PLAIN_EXECUTOR.get();
        NDList inputs = new NDList(named(scope.zeros(0), METHOD + method));
        for (int i = 0; i < lists.size(); i++) {
            String name = "list" + i + "[]";
            lists.get(i).forEach(each -> inputs.add(named(each, name)));
        }
        Stream.of(arguments).map(argument -> tensor(scope, argument)).forEach(inputs::add);
        JniUtils.setGradMode(true);
        try {
            return IValueUtils.forward(module, inputs, true).singletonOrThrow();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private static NDArray named(NDArray array, String name) {
        array.setName(name);
        return array;
    }

    private static NDArray tensor(StepScope scope, Object argument) {
        return switch (argument) {
            case NDArray array -> array;
            case long[] numbers -> scope.longs(numbers);
            case double[] numbers -> scope.doubles(numbers);
            default -> throw new IllegalArgumentException("no kernel that learns takes a " + argument.getClass());
        };
    }

    /** Calls a method that returns a list of tensors, which the scope then owns. */
    public List<NDArray> many(StepScope scope, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return List.of(result.toTensorArray((PtNDManager) scope.manager()));
        }
    }

    /** Calls a method for what it does to its arguments. */
    public void act(String method, Object... arguments) {
        run(method, arguments).close();
    }

    /** Makes the random numbers of the calls that follow a function of the seed; of use while one thread computes. */
    public void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    private IValue run(String method, Object... arguments) {
        PLAIN_EXECUTOR.get();
        IValue[] values = Stream.of(arguments).map(Kernels::value).toArray(IValue[]::new);
        try {
            return IValueUtils.runMethod(module, method, values);
        } finally {
            for (int i = 0; i < values.length; i++) {
                if (!(arguments[i] instanceof TensorList)) {
                    values[i].close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        return switch (argument) {
            case PtNDArray array -> IValue.from(array);
            case TensorList tensors -> tensors.value();
            case List<?> arrays ->
                IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
            case long[] numbers -> IValue.listFrom(numbers);
            case double[] numbers -> IValue.listFrom(numbers);
            case Integer number -> IValue.from(number.longValue());
            case Long number -> IValue.from(number);
            case Double number -> IValue.from(number);
            default -> throw new IllegalArgumentException("no kernel takes a " + argument.getClass());
        };
    }
}
