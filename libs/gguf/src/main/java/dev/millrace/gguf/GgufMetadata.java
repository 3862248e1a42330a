package dev.millrace.gguf;

import dev.millrace.contracts.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A file's metadata by key. What is there in another type than asked for is damage, never nothing. */
public record GgufMetadata(Map<String, GgufValue> entries) {
    public Optional<String> text(String key) {
        return switch (entries.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Text(String value) -> Optional.of(value);
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    /** A whole number that is not negative and fits an int. */
    public OptionalInt count(String key) {
        return switch (entries.get(key)) {
            case null -> OptionalInt.empty();
            case GgufValue.Whole(ValueType type, long value)
            when value >= 0 && value <= Integer.MAX_VALUE -> OptionalInt.of((int) value);
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    /** @throws MillraceException MODEL_FILE_DAMAGED when it is not there either */
    public int requireCount(String key) {
        return count(key).orElseThrow(() -> missing(key));
    }

    /** A number; one of single precision is the shortest decimal that it is the nearest to, as its writer meant it. */
    public OptionalDouble number(String key) {
        return switch (entries.get(key)) {
            case null -> OptionalDouble.empty();
            case GgufValue.Real(ValueType type, double value) ->
                OptionalDouble.of(type == ValueType.F32 ? Double.parseDouble(Float.toString((float) value)) : value);
            case GgufValue.Whole(ValueType type, long value) -> OptionalDouble.of((double) value);
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    /** @throws MillraceException MODEL_FILE_DAMAGED when it is not there either */
    public double requireNumber(String key) {
        return number(key).orElseThrow(() -> missing(key));
    }

    public Optional<Boolean> flag(String key) {
        return switch (entries.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Flag(boolean value) -> Optional.of(value);
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    /** A list of texts; empty when it is not there. */
    public List<String> texts(String key) {
        return switch (entries.get(key)) {
            case null -> List.of();
            case GgufValue.Texts(List<String> values) -> values;
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    /** A list of whole numbers; null when it is not there. */
    public long @Nullable [] wholes(String key) {
        return switch (entries.get(key)) {
            case null -> null;
            case GgufValue.Wholes(ValueType type, long[] values) -> values.clone();
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    /** A list of numbers; null when it is not there. */
    public double @Nullable [] reals(String key) {
        return switch (entries.get(key)) {
            case null -> null;
            case GgufValue.Reals(ValueType type, double[] values) -> values.clone();
            case GgufValue other -> throw mistyped(key, other);
        };
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    private static MillraceException missing(String key) {
        return Refusal.damaged("The metadata entry " + key + " is missing.");
    }

    private static MillraceException mistyped(String key, GgufValue value) {
        return Refusal.damaged("The metadata entry " + key + " is of an unexpected kind: "
                + value.getClass().getSimpleName() + ".");
    }
}
