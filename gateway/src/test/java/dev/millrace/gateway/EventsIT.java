package dev.millrace.gateway;

import dev.millrace.contracts.Topic;
import dev.millrace.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The stream of events: live, from a position, and each reader at its own pace. */
class EventsIT {
    private static final String METRICS = "/api/v1/events?topic=training.metrics";
    private static GatewayProcess gateway;

    /** One with more places than the others have. */
    @BeforeAll
    static void start() {
        OpenLine.gateway();
        gateway = new GatewayProcess(
                OpenLine.bootstrapServers(),
                OpenLine.storeAddress(),
                OpenLine.temporary(),
                Map.of("MILLRACE_GATEWAY_EVENT_STREAMS", "24"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** A run of the test's own, of a collection there is. */
    private static List<String> say(String run, int from, int to) {
        Facts facts = new Facts("mine");
        List<String> said = new ArrayList<>();
        for (int step = from; step <= to; step++) {
            OpenLine.publish(facts.metrics(run, step, Map.of("loss", 1.0)));
            said.add(run + "@" + step);
        }
        return said;
    }

    /** An open stream; of what it brings only the given run's metrics count. */
    private static final class Tail implements AutoCloseable {
        private final BufferedReader reader;
        private final String run;
        private String lastId = "";

        Tail(String path, String run, String lastEventId) {
            this.run = run;
            HttpRequest.Builder request =
                    gateway.request(path).header("Authorization", "Bearer " + GatewayProcess.ADMIN);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> answer = gateway.open(request);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type"))
                    .get()
                    .asString()
                    .startsWith("text/event-stream");
            reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        List<String> read(int count) {
            try {
                List<String> steps = new ArrayList<>();
                while (steps.size() < count) {
                    String line = reader.readLine();
                    if (line.startsWith("id: ")) {
                        lastId = line.substring("id: ".length());
                    } else if (line.startsWith("data: ") && line.contains("\"run\":\"" + run + "\"")) {
                        steps.add(run + "@"
                                + ApiDocumentText.read(line.substring("data: ".length()))
                                        .at("/data/step")
                                        .asInt());
                    }
                }
                return steps;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void whoComesBackWithTheLastIdMissesNothingAndHearsNothingTwice() {
        List<String> said = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        String last;
        try (Tail tail = new Tail(METRICS, "run-back", null)) {
            said.addAll(say("run-back", 1, 5));
            heard.addAll(tail.read(3));
            last = tail.lastId;
        }
        said.addAll(say("run-back", 6, 9));

        try (Tail tail = new Tail(METRICS + "&from=earliest", "run-back", last)) {
            heard.addAll(tail.read(6));
            said.addAll(say("run-back", 10, 10));
            heard.addAll(tail.read(1));
        }

        assertThat(heard).containsExactlyElementsOf(said);
    }

    @Test
    void everythingIsHeardFromTheBeginningAndFromBehindAnEvent() {
        List<String> said = say("run-begin", 1, 4);
        String second;
        try (Tail tail = new Tail(METRICS + "&from=earliest", "run-begin", null)) {
            tail.read(2);
            second = tail.lastId;
            assertThat(tail.read(2)).isEqualTo(said.subList(2, 4));
        }

        try (Tail tail = new Tail(METRICS + "&from=" + second, "run-begin", null)) {
            assertThat(tail.read(2)).isEqualTo(said.subList(2, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "-1",
                "eyJ0cmFpbmluZy5tZXRyaWNzOjAiOiJ4In0",
                "W10",
                "bnVsbA",
                "!!!!",
                "eyJ0cmFpbmluZy5tZXRyaWNzOjAiOjk5OTk5OTk5OTl9"
            })
    void aPositionThatIsNoneIsRefusedAndTheNextGoodOneServed(String position) {
        HttpResponse<String> answer = gateway.send(gateway.request(METRICS)
                .header("Authorization", "Bearer " + GatewayProcess.ADMIN)
                .header("Last-Event-ID", position)
                .GET());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"REQUEST_INVALID\"", "\"param\":\"from\"");
        ApiDocumentText.ofTheGateway().requireDocumented("GET /api/v1/events", answer);
        try (Tail tail = new Tail(METRICS, "run-good", null)) {
            say("run-good", 1, 1);
            assertThat(tail.read(1)).containsExactly("run-good@1");
        }
    }

    /** A record that is none of our events ends nobody's stream. */
    @Test
    void whatIsNoEventIsPassedOver() throws Exception {
        try (Tail tail = new Tail(METRICS, "run-poison", null);
                var producer = OpenLine.clients().producer()) {
            producer.send(new ProducerRecord<>(
                            Topic.TRAINING_METRICS.wireName(), 0, null, "{".getBytes(StandardCharsets.UTF_8)))
                    .get();
            List<String> said = say("run-poison", 1, 2);

            assertThat(tail.read(2)).isEqualTo(said);
        }
    }

    /** A reader that reads nothing stands still alone, and once it has gone its place is free again. */
    @Test
    void aSlowReaderHoldsNobodyUp() throws Exception {
        int readers = 16;
        List<Tail> tails = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(readers);
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new java.net.InetSocketAddress("127.0.0.1", gateway.port));
            slow.getOutputStream()
                    .write(("GET " + METRICS + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + GatewayProcess.ADMIN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().readNBytes(15))
                    .asString(StandardCharsets.US_ASCII)
                    .contains("200");
            for (int i = 0; i < readers; i++) {
                tails.add(new Tail(METRICS, "run-slow", null));
            }
            List<CompletableFuture<List<String>>> heard = new ArrayList<>();
            tails.forEach(tail -> heard.add(CompletableFuture.supplyAsync(() -> tail.read(LARGE), threads)));

            List<String> said = sayLarge();

            for (CompletableFuture<List<String>> each : heard) {
                assertThat(each.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(said);
            }
        } finally {
            tails.forEach(Tail::close);
        }
        Await.until(
                "all places are free",
                Duration.ofSeconds(60),
                () -> gateway.meter("millrace_gateway_event_streams_open") == 0);
    }

    private static final int LARGE = 40;

    /** More than any buffer on the way holds: 40 events of 256 KiB. */
    private static List<String> sayLarge() {
        String padding = Base64.getEncoder().encodeToString(new byte[1024]);
        Map<String, Double> values = new java.util.HashMap<>();
        for (int i = 0; i < 180; i++) {
            values.put(padding + i, 1.0);
        }
        Facts facts = new Facts("mine");
        List<String> said = new ArrayList<>();
        for (int step = 1; step <= LARGE; step++) {
            OpenLine.publish(facts.metrics("run-slow", step, values));
            said.add("run-slow@" + step);
        }
        return said;
    }
}
