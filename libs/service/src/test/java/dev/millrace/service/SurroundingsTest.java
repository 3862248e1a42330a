package dev.millrace.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SurroundingsTest {
    @Test
    void oneBrokerThatAnswersIsEnough() throws IOException {
        int gone = gone();
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String servers = "127.0.0.1:" + gone + ", 127.0.0.1:" + broker.getLocalPort();

            assertThat(Surroundings.brokerAnswers(servers)).isTrue();
        }
        assertThat(Surroundings.brokerAnswers("127.0.0.1:" + gone)).isFalse();
    }

    @Test
    void aStoreThatWentAwayDoesNotAnswer() throws IOException {
        try (ServerSocket store = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Surroundings.storeAnswers(URI.create("http://127.0.0.1:" + store.getLocalPort())))
                    .isTrue();
        }
        assertThat(Surroundings.storeAnswers(URI.create("http://127.0.0.1:" + gone())))
                .isFalse();
    }

    private static int gone() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
