package dev.millrace.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** The life of a process that is one server: start, say so, wait for the signal, close. */
final class Server {
    private Server() {}

    // A process talks to its parent over its standard streams.
    @SuppressWarnings("SystemOut")
    static void run(Callable<Runnable> start) {
        try {
            Runnable close = start.call();
            Runtime.getRuntime().addShutdownHook(new Thread(close, "close"));
            System.out.println("ready");
            System.out.flush();
            new CountDownLatch(1).await();
        } catch (Exception e) {
            System.err.println("not started: " + rootMessage(e));
            System.exit(1);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return failure.getMessage() + " (" + cause + ")";
    }
}
