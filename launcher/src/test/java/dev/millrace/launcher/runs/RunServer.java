package dev.millrace.launcher.runs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.launcher.client.Connection;
import dev.millrace.launcher.client.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Runs as a gateway tells of them, over HTTP. */
final class RunServer implements AutoCloseable {
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** A run that takes one step with every question about its state. */
    private static final class Run {
        private final int from;
        private final int total;
        private final double rate;
        private int step;
        private int generation = 1;

        Run(int step, int total, double rate) {
            this.from = 1;
            this.step = step;
            this.total = total;
            this.rate = rate;
        }

        synchronized String state(String name) {
            String state = step >= total ? "finished" : "running";
            String body = String.format(Locale.ROOT, """
                    {"run":"%s","state":"%s","generation":%d,"step":%d,"totalSteps":%d,"recipe":{"learningRate":%s,"seed":1},
                     "dataset":{"version":"v1"},"code":null,"message":null}""", name, state, generation, step, total, rate);
            step = Math.min(total, step + 1);
            return body;
        }

        synchronized String metrics(int first) {
            StringBuilder items = new StringBuilder();
            for (int i = Math.max(from, first); i <= step; i++) {
                items.append(items.isEmpty() ? "" : ",")
                        .append(String.format(
                                Locale.ROOT,
                                "{\"step\":%d,\"at\":\"2026-01-01T00:00:%02dZ\",\"values\":{\"loss\":%s,\"tokens_per_second\":%d%s}}",
                                i,
                                i % 60,
                                10.0 / i,
                                100 * generation,
                                i % 2 == 0 ? ",\"validation_loss\":" + 12.0 / i : ""));
            }
            return "{\"items\":[" + items + "]}";
        }

        synchronized void takenOver(int at) {
            generation++;
            step = at;
        }
    }

    RunServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/runs/", this::answer);
        server.start();
    }

    RunServer run(String name, int step, int total, double rate) {
        runs.put(name, new Run(step, total, rate));
        return this;
    }

    void takenOver(String name, int at) {
        Objects.requireNonNull(runs.get(name)).takenOver(at);
    }

    Gateway gateway() {
        return new Gateway(new Connection(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        Run run = Objects.requireNonNull(runs.get(path[4]));
        String query = exchange.getRequestURI().getQuery();
        String body = path.length == 5
                ? run.state(path[4])
                : run.metrics(Integer.parseInt(query.substring("from=".length())));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
