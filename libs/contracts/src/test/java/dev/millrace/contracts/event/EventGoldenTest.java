package dev.millrace.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Golden;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The wire form of every event is pinned, and what was written before is read for ever. */
class EventGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Map<EventType, Event> SAMPLES = EventSamples.all();

    @Test
    void thereIsASampleOfEveryType() {
        assertThat(SAMPLES.keySet()).containsExactlyInAnyOrder(EventType.values());
        assertThat(Event.class.getPermittedSubclasses()).hasSameSizeAs(EventType.values());
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void isWrittenAsTheGoldenFileSays(EventType type) throws IOException {
        JsonNode tree = Json.mapper().readTree(Json.canonical(SAMPLES.get(type)));
        String pretty = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";

        Golden.assertSame(file(type), pretty);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void isReadBackFromTheGoldenFile(EventType type) throws IOException {
        Event read = Json.read(Files.readAllBytes(file(type)), type.dataClass());

        assertThat(read).isEqualTo(SAMPLES.get(type));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void survivesTheCodec(EventType type) {
        Event sample = SAMPLES.get(type);
        Instant now = Instant.parse("2026-03-01T10:00:00.123Z");

        EventCodec.Encoded encoded = EventCodec.encode("millrace/test", now, sample);
        EventEnvelope envelope = EventCodec.decode(encoded.headers(), encoded.value());

        assertThat(envelope.data()).isEqualTo(sample);
        assertThat(envelope.time()).isEqualTo(now);
        assertThat(envelope.source()).isEqualTo("millrace/test");
        assertThat(EventCodec.encode("millrace/test", now.plusSeconds(1), sample)
                        .headers()
                        .get("ce_id"))
                .isEqualTo(encoded.headers().get("ce_id"));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void ignoresFieldsOfALaterVersion(EventType type) throws IOException {
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(Files.readAllBytes(file(type)));
        tree.put("aFieldOfTomorrow", true);

        assertThat(Json.read(Json.write(tree), type.dataClass())).isEqualTo(SAMPLES.get(type));
    }

    /** Files in this folder are never changed: they are what producers and older services have written. */
    @Test
    void readsEveryOlderFile() throws IOException {
        List<Path> older;
        try (Stream<Path> files = Files.list(GOLDEN.resolve("older"))) {
            older = files.sorted().toList();
        }

        assertThat(older).hasSizeGreaterThanOrEqualTo(7);
        for (Path file : older) {
            String name = String.valueOf(file.getFileName()).replaceAll("(\\.v1).*", "$1");
            EventType type = EventType.byName(name).orElseThrow();
            assertThat(Json.read(Files.readAllBytes(file), type.dataClass()))
                    .as(name)
                    .isNotNull();
        }
    }

    @Test
    void refusesAnUnknownTypeAndAnEventWithoutAttributes() {
        EventCodec.Encoded encoded =
                EventCodec.encode("millrace/test", Instant.EPOCH, SAMPLES.get(EventType.DATASET_REQUESTED));
        Map<String, byte[]> unknown = new HashMap<>(encoded.headers());
        unknown.put("ce_type", "dev.millrace.unheard.of.v9".getBytes(StandardCharsets.UTF_8));

        assertCode(() -> EventCodec.decode(unknown, encoded.value()), ErrorCode.EVENT_TYPE_UNKNOWN);
        assertCode(() -> EventCodec.decode(Map.of(), encoded.value()), ErrorCode.EVENT_NOT_CLOUDEVENT);
        assertCode(() -> EventCodec.decode(encoded.headers(), new byte[] {1, 2}), ErrorCode.EVENT_UNREADABLE);
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Path file(EventType type) {
        return GOLDEN.resolve(type.wireName() + ".json");
    }
}
