package dev.millrace.tokenizer.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What every template can call. There is no clock among them: a template that asks for the day gets the one it names itself for want of a
 * clock, so that the same conversation is the same tokens today and tomorrow.
 */
final class Functions {
    private static final int LONGEST_RANGE = 100_000;

    private Functions() {}

    static Map<String, Callable> all() {
        return Map.of(
                "range", Functions::range,
                "namespace", given -> new Namespace(given.named()),
                "dict", given -> new LinkedHashMap<Object, Object>(given.named()),
                "raise_exception",
                        given -> {
                            // Its own words may quote what somebody wrote.
                            throw new TemplateException("the template refuses the conversation");
                        });
    }

    private static List<Object> range(Arguments given) {
        long first = Values.whole(given.get(0, "start"));
        Object second = given.get(1, "stop", Values.NONE);
        long from = Values.NONE.equals(second) ? 0 : first;
        long to = Values.NONE.equals(second) ? first : Values.whole(second);
        long step = Values.whole(given.get(2, "step", 1L));
        if (step == 0 || Math.abs((double) to - from) / Math.abs((double) step) > LONGEST_RANGE) {
            throw new TemplateException("a range has at most " + LONGEST_RANGE + " numbers");
        }
        return LongStream.iterate(from, i -> step > 0 ? i < to : i > to, i -> i + step)
                .<Object>mapToObj(i -> i)
                .toList();
    }
}
