package dev.millrace.launcher.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Finds ports on loopback. */
final class FreePorts {
    private final Set<Integer> taken = new HashSet<>();

    /** The port asked for, which must be free. */
    int exactly(String what, int port) {
        if (!isFree(port)) {
            throw LauncherException.usage("Port " + port + " for " + what + " is taken. Choose another one.");
        }
        taken.add(port);
        return port;
    }

    /** The port wished for when it is free, else any. */
    int preferably(int port) {
        int chosen = isFree(port) ? port : any();
        taken.add(chosen);
        return chosen;
    }

    private int any() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (!taken.contains(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw LauncherException.failed("No free port was found.", e);
            }
        }
    }

    private boolean isFree(int port) {
        if (taken.contains(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            // A port that was closed a moment ago counts as free, as it does for the servers started on it.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
