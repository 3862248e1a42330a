package dev.millrace.gateway.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts wrong keys by the address they come from. Bounded: of too many addresses the one heard of longest ago is forgotten. */
final class WrongKeys {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final int most;
    private final LongSupplier nanoTime;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    /** Since when, and how many. */
    private record Count(long since, int wrong) {}

    /** @param most wrong keys a minute */
    WrongKeys(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** True when the address has sent more than its share within the minute. */
    synchronized boolean tooMany(String address) {
        return current(address).wrong() >= most;
    }

    synchronized void add(String address) {
        Count count = current(address);
        counts.put(address, new Count(count.since(), count.wrong() + 1));
        if (counts.size() > MOST_ADDRESSES) {
            var oldest = counts.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private Count current(String address) {
        long now = nanoTime.getAsLong();
        Count count = counts.get(address);
        return count == null || now - count.since() > WINDOW.toNanos() ? new Count(now, 0) : count;
    }
}
