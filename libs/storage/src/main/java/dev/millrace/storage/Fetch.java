package dev.millrace.storage;

import dev.millrace.contracts.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One range request that serves several references to the same object. */
record Fetch(String key, long offset, long end, List<ObjectRef> references) {
    int length() {
        return Math.toIntExact(end - offset);
    }

    /** As few requests as the limits allow; each distinct reference is in exactly one of them. */
    static List<Fetch> plan(List<ObjectRef> references, StorageLimits limits) {
        List<ObjectRef> sorted = references.stream()
                .distinct()
                .sorted(Comparator.comparing(ObjectRef::key).thenComparingLong(ObjectRef::offset))
                .toList();
        List<Fetch> fetches = new ArrayList<>();
        for (ObjectRef each : sorted) {
            if (!fetches.isEmpty() && fetches.getLast().takes(each, limits)) {
                fetches.add(fetches.removeLast().with(each));
            } else {
                fetches.add(alone(each));
            }
        }
        return fetches;
    }

    static Fetch alone(ObjectRef reference) {
        return new Fetch(
                reference.key(),
                reference.offset(),
                reference.offset() + reference.length(),
                new ArrayList<>(List.of(reference)));
    }

    private boolean takes(ObjectRef next, StorageLimits limits) {
        return next.key().equals(key)
                && next.offset() - end <= limits.largestGap()
                && Math.max(end, next.offset() + next.length()) - offset <= limits.largestFetch();
    }

    private Fetch with(ObjectRef next) {
        references.add(next);
        return new Fetch(key, offset, Math.max(end, next.offset() + next.length()), references);
    }
}
