package dev.millrace.launcher.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FreePortsTest {
    @Test
    void aTakenPortThatWasAskedForIsAClearSentenceAndWrongUsage() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> new FreePorts().exactly("the gateway", port))
                    .isInstanceOfSatisfying(LauncherException.class, e -> {
                        assertThat(e.exitCode()).isEqualTo(LauncherException.USAGE);
                        assertThat(e).hasMessage("Port " + port + " for the gateway is taken. Choose another one.");
                    });
        }
    }

    @Test
    void aTakenPortThatWasOnlyWishedForIsReplaced() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new FreePorts().preferably(other.getLocalPort())).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void noPortIsGivenTwice() throws IOException {
        FreePorts ports = new FreePorts();
        int free;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = other.getLocalPort();
        }

        assertThat(ports.preferably(free)).isNotEqualTo(ports.preferably(free));
    }
}
