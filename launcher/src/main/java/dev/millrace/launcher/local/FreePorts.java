package dev.millrace.launcher.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Finds ports on loopback and sets them aside until it is closed. */
final class FreePorts implements AutoCloseable {
    private final Set<Integer> taken = new HashSet<>();
    private final PortClaims claims;

    FreePorts(PortClaims claims) {
        this.claims = claims;
    }

    /** The port asked for, which must be free. */
    int exactly(String what, int port) {
        if (!take(port)) {
            throw LauncherException.usage("Port " + port + " for " + what + " is taken. Choose another one.");
        }
        return port;
    }

    /** The port wished for when it is free, else any. */
    int preferably(int port) {
        return take(port) ? port : any();
    }

    private int any() {
        int chosen;
        do {
            chosen = offered();
        } while (!take(chosen));
        return chosen;
    }

    private static int offered() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw LauncherException.failed("No free port was found.", e);
        }
    }

    private boolean take(int port) {
        return !taken.contains(port) && isFree(port) && claims.claim(port) && taken.add(port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // A port that was closed a moment ago counts as free, as it does for the servers started on it.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        claims.close();
    }
}
