package dev.millrace.launcher.local;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says when a disk is nearly full, and when it has room again: nothing is lost meanwhile, but nothing goes on either. */
final class DiskWatch {
    /** Bytes. */
    static final long LITTLE = 64L << 20;

    private final String what;
    private final LongSupplier left;
    private final Consumer<String> say;
    private boolean full;

    /**
     * @param what is kept on the disk
     * @param left bytes
     */
    DiskWatch(String what, LongSupplier left, Consumer<String> say) {
        this.what = what;
        this.left = left;
        this.say = say;
    }

    /** Called again and again. */
    void look() {
        long now = left.getAsLong();
        // Twice as much as makes it full, or a disk at the edge would be told of without end.
        boolean fullNow = now < (full ? 2 * LITTLE : LITTLE);
        if (fullNow != full) {
            full = fullNow;
            say.accept(full ? sentence(what, now) : "There is room for " + what + " again; work goes on.");
        }
    }

    static String sentence(String what, long left) {
        return "DISK_FULL: the disk of " + what + " has " + (left >> 20)
                + " MiB left. Free space: nothing is lost, and work goes on by itself.";
    }
}
