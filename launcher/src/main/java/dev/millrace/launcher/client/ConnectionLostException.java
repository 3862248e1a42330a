package dev.millrace.launcher.client;

/** A stream of events broke off in the middle. */
public final class ConnectionLostException extends RuntimeException {
    ConnectionLostException(Throwable cause) {
        super("The connection to the gateway was lost.", cause);
    }
}
