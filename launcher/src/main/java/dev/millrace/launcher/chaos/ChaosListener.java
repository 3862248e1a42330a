package dev.millrace.launcher.chaos;

/** Hears how a run goes. */
@FunctionalInterface
public interface ChaosListener {
    void happened(String sentence);

    /** Something that takes its time: so much of so much. */
    default void progressed(String what, long done, long total) {}
}
