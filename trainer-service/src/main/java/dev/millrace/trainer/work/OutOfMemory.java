package dev.millrace.trainer.work;

import org.jspecify.annotations.Nullable;

/** Memory that ran out shows in two ways: in the heap, or as a message of the engine. */
final class OutOfMemory {
    private OutOfMemory() {}

    static boolean is(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof OutOfMemoryError || speaksOfMemory(at.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private static boolean speaksOfMemory(@Nullable String message) {
        return message != null && (message.contains("DefaultCPUAllocator") || message.contains("out of memory"));
    }
}
