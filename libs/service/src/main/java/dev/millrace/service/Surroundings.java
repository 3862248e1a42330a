package dev.millrace.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/** Broker and store, seen from outside: whether somebody answers where they should be. */
final class Surroundings {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Surroundings() {}

    /** @param bootstrapServers as Kafka's clients take them; one of them is enough */
    static boolean brokerAnswers(String bootstrapServers) {
        return Stream.of(bootstrapServers.split(",", -1))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .map(server -> URI.create("kafka://" + server))
                .anyMatch(server -> answers(server.getHost(), server.getPort()));
    }

    static boolean storeAnswers(URI endpoint) {
        int usual = "https".equals(endpoint.getScheme()) ? HTTPS : HTTP;
        return answers(endpoint.getHost(), endpoint.getPort() < 0 ? usual : endpoint.getPort());
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
