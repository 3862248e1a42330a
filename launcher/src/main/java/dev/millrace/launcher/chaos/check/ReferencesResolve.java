package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.storage.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** I5: every reference in every event and manifest can be read, has the length it says, and hashes to what it says. */
final class ReferencesResolve {
    private static final int AT_ONCE = 500;
    private static final int MOST_SHOWN = 5;

    private final TopicReader topics;
    private final ObjectReader objects;

    ReferencesResolve(TopicReader topics, ObjectReader objects) {
        this.topics = topics;
        this.objects = objects;
    }

    List<String> violations() {
        Map<ObjectRef, String> references = references();
        List<ObjectRef> all = List.copyOf(references.keySet());
        List<String> broken = IntStream.iterate(0, from -> from < all.size(), from -> from + AT_ONCE)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                .flatMap(some -> broken(some, references))
                .toList();
        return broken.isEmpty()
                ? List.of()
                : List.of("I5: " + broken.size() + " of " + all.size() + " references do not resolve: "
                        + String.join("; ", broken.subList(0, Math.min(MOST_SHOWN, broken.size()))));
    }

    /** All at once is quick; when that fails, each is asked alone, so that all that are broken are counted. */
    private Stream<String> broken(List<ObjectRef> some, Map<ObjectRef, String> places) {
        if (problem(some).isEmpty()) {
            return Stream.of();
        }
        return some.stream()
                .flatMap(each -> problem(List.of(each)).stream().map(code -> places.get(each) + ": " + code));
    }

    private Optional<ErrorCode> problem(List<ObjectRef> some) {
        try {
            objects.readAll(some);
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(e.code());
        }
    }

    /** Each reference with the topic that has it. */
    private Map<ObjectRef, String> references() {
        Map<ObjectRef, String> places = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            // What is submitted is not ours to promise.
            if (topic != Topic.DOCUMENTS_SUBMITTED) {
                topics.forEach(
                        topic.wireName(),
                        record -> References.in(record.event().data())
                                .forEach(found -> places.putIfAbsent(found, topic.wireName())));
            }
        }
        for (DatasetSealed sealed : topics.events(Topic.DATASETS_SEALED.wireName(), DatasetSealed.class)) {
            of(sealed).forEach(found -> places.putIfAbsent(found, "a dataset's manifest"));
        }
        return places;
    }

    /** What cannot be read has no references; that it cannot be read is found where it is named. */
    private Stream<ObjectRef> of(DatasetSealed sealed) {
        return text(sealed.manifest())
                .map(manifest -> Json.read(manifest, DatasetManifest.class).rows())
                .flatMap(rows -> Stream.concat(Stream.of(rows), text(rows).flatMap(ReferencesResolve::examples)));
    }

    private Stream<byte[]> text(ObjectRef reference) {
        return problem(List.of(reference)).isPresent() ? Stream.of() : Stream.of(objects.read(reference));
    }

    private static Stream<ObjectRef> examples(byte[] rows) {
        return new String(rows, StandardCharsets.UTF_8)
                .lines()
                .map(row -> Json.read(row.getBytes(StandardCharsets.UTF_8), DatasetRow.class))
                .flatMap(row -> Stream.ofNullable(row.examples()));
    }
}
