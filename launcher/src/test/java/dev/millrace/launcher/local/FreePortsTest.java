package dev.millrace.launcher.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FreePortsTest {
    @TempDir
    private Path claims;

    @Test
    void aTakenPortThatWasAskedForIsAClearSentenceAndWrongUsage() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> new FreePorts(new PortClaims(claims)).exactly("the gateway", port))
                    .isInstanceOfSatisfying(LauncherException.class, e -> {
                        assertThat(e.exitCode()).isEqualTo(LauncherException.USAGE);
                        assertThat(e).hasMessage("Port " + port + " for the gateway is taken. Choose another one.");
                    });
        }
    }

    @Test
    void aTakenPortThatWasOnlyWishedForIsReplaced() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new FreePorts(new PortClaims(claims)).preferably(other.getLocalPort()))
                    .isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void noPortIsGivenTwice() throws IOException {
        FreePorts ports = new FreePorts(new PortClaims(claims));
        int free;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = other.getLocalPort();
        }

        assertThat(ports.preferably(free)).isNotEqualTo(ports.preferably(free));
    }

    @Test
    void twoLaunchersChooseDifferentPortsThoughNeitherListensYetAndAClosedOneGivesItsBack() throws IOException {
        int free;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = other.getLocalPort();
        }
        FreePorts first = new FreePorts(new PortClaims(claims));
        FreePorts second = new FreePorts(new PortClaims(claims));

        assertThat(first.preferably(free)).isEqualTo(free);
        assertThat(second.preferably(free)).isNotEqualTo(free);
        first.close();
        assertThat(new FreePorts(new PortClaims(claims)).preferably(free)).isEqualTo(free);
    }
}
