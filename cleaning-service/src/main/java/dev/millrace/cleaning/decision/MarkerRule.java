package dev.millrace.cleaning.decision;

/** When a marker has come from far enough to be sent on. */
@FunctionalInterface
public interface MarkerRule {
    /** What is right: it has come from every upstream partition, so all that went before it has come too. */
    MarkerRule ALL = (arrived, partitions) -> arrived == partitions;

    boolean isComplete(int arrived, int partitions);
}
