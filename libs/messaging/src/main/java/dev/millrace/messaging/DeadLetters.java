package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Makes the dead letter of a record: its bytes and headers as they were, and why it is here. */
final class DeadLetters {
    private static final String SUFFIX = ".dlq";

    private DeadLetters() {}

    static ProducerRecord<byte[], byte[]> of(ReceivedRecord record, ErrorCode code, String stage) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(record.origin().topic() + SUFFIX, record.key(), record.value());
        Headers headers = letter.headers();
        record.headers().forEach(headers::add);
        add(headers, "dead-letter-reason", code.meaning());
        add(headers, "dead-letter-cause", code.name());
        add(headers, "dead-letter-topic", record.origin().topic());
        add(headers, "dead-letter-partition", Integer.toString(record.origin().partition()));
        add(headers, "dead-letter-offset", Long.toString(record.origin().offset()));
        add(headers, "dead-letter-stage", stage);
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
