package dev.millrace.benchmarks.ingest;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Plain text documents of one size, no two alike: words without meaning, from a seed. */
final class Documents {
    static final String COLLECTION = "bench";

    private static final String[] SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi wo zu".split(" ", -1);
    private static final int LINE = 80;

    private final String round;
    private final List<byte[]> contents;

    Documents(String round, int count, int size) {
        this.round = round;
        Random random = new Random(round.hashCode());
        this.contents =
                IntStream.range(0, count).mapToObj(i -> text(random, size)).toList();
    }

    private static byte[] text(Random random, int size) {
        StringBuilder text = new StringBuilder(size + LINE);
        int column = 0;
        while (text.length() < size) {
            int begun = text.length();
            for (int i = random.nextInt(3); i >= 0; i--) {
                text.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            column += text.length() - begun + 1;
            text.append(column > LINE ? '\n' : ' ');
            column = column > LINE ? 0 : column;
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    int count() {
        return contents.size();
    }

    double megabytes() {
        return contents.stream().mapToLong(each -> each.length).sum() / 1e6;
    }

    /** As any producer would submit them: CloudEvents in binary mode. */
    List<ProducerRecord<byte[], byte[]>> records() {
        String time = Instant.now().toString();
        return IntStream.range(0, count())
                .mapToObj(i -> record(id(i), contents.get(i), time))
                .toList();
    }

    private String id(int index) {
        return round + "-" + index;
    }

    private static ProducerRecord<byte[], byte[]> record(String id, byte[] content, String time) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.DOCUMENTS_SUBMITTED.wireName(), utf8(id), content);
        Headers headers = record.headers();
        headers.add("ce_specversion", utf8("1.0"));
        headers.add("ce_type", utf8("dev.millrace.document.raw.v1"));
        headers.add("ce_id", utf8(id));
        headers.add("ce_source", utf8("urn:millrace:bench"));
        headers.add("ce_collection", utf8(COLLECTION));
        headers.add("ce_subject", utf8(id));
        headers.add("ce_time", utf8(time));
        headers.add("content-type", utf8("text/plain"));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Hash of every document by its name. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new HashMap<>();
        for (int i = 0; i < count(); i++) {
            hashes.put(id(i), Hashes.sha256(contents.get(i)));
        }
        return hashes;
    }
}
