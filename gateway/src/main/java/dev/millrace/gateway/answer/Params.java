package dev.millrace.gateway.answer;

import org.jspecify.annotations.Nullable;

/** Reads what stands in a query. */
public final class Params {
    private Params() {}

    /** @throws Refusal naming the parameter, the limit and what came */
    public static int whole(String name, @Nullable String text, int usual, int least, int most) {
        if (text == null) {
            return usual;
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refusal.parameter(name, name + " is a whole number.");
        }
        if (value < least || value > most) {
            throw Refusal.parameter(name, name + " lies between " + least + " and " + most + ".")
                    .limit(most, value);
        }
        return (int) value;
    }
}
