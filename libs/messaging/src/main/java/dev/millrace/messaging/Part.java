package dev.millrace.messaging;

/** A part of a service that runs until it is closed. */
public interface Part extends AutoCloseable {
    void start();

    /** False once it has stopped, by itself or because it was told to. */
    boolean isRunning();

    /** True once it does its work. */
    default boolean isReady() {
        return isRunning();
    }

    /** Finishes what is in hand, then stops. */
    @Override
    void close();
}
