package dev.millrace.launcher.runs;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: TFRecord framing around {@code Event} messages of event.proto and summary.proto, of which only the fields for
 * scalars are written.
 */
final class TensorBoardFile {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MASK_DELTA = 0xa282ead8;

    private TensorBoardFile() {}

    static Path write(RunHistory history, Path folder) throws IOException {
        Instant begun = history.steps().getFirst().at();
        Path file = folder.resolve("events.out.tfevents." + begun.getEpochSecond() + ".millrace");
        try (OutputStream out = Files.newOutputStream(file)) {
            frame(out, new Message().fixed64(1, seconds(begun)).text(3, "brain.Event:2"));
            for (StepMetrics step : history.steps()) {
                frame(out, event(step));
            }
        }
        return file;
    }

    private static Message event(StepMetrics step) throws IOException {
        Message summary = new Message();
        for (var value : new TreeMap<>(step.values()).entrySet()) {
            summary.message(1, new Message().text(1, value.getKey()).fixed32(2, (float) (double) value.getValue()));
        }
        return new Message()
                .fixed64(1, seconds(step.at()))
                .varint(2, step.step())
                .message(5, summary);
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    /** Length, its checksum, the record, its checksum. */
    private static void frame(OutputStream out, Message message) throws IOException {
        byte[] record = message.bytes();
        byte[] length = little(8).putLong(record.length).array();
        out.write(length);
        out.write(little(4).putInt(masked(length)).array());
        out.write(record);
        out.write(little(4).putInt(masked(record)).array());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    /** A protocol buffer message in the making. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Message varint(int field, long value) throws IOException {
            tag(field, VARINT);
            raw(value);
            return this;
        }

        Message fixed64(int field, double value) throws IOException {
            tag(field, FIXED64);
            out.write(little(8).putDouble(value).array());
            return this;
        }

        Message fixed32(int field, float value) throws IOException {
            tag(field, FIXED32);
            out.write(little(4).putFloat(value).array());
            return this;
        }

        Message text(int field, String value) throws IOException {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) throws IOException {
            return bytes(field, value.bytes());
        }

        private Message bytes(int field, byte[] value) throws IOException {
            tag(field, BYTES);
            raw(value.length);
            out.write(value);
            return this;
        }

        private void tag(int field, int type) throws IOException {
            raw(((long) field << 3) | type);
        }

        private void raw(long value) throws IOException {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
