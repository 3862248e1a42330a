package dev.millrace.model.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the kernels' source into the archive TorchScript loads: a zip of stored entries with the pickle of one object
 * without fields, the pickle of an empty tuple of constants, a format version and the code.
 */
final class KernelArchive {
    /** Files of methods of one class, by topic; the first begins the class, the order of the others is of no account. */
    private static final List<String> TOPICS = List.of(
            "class",
            "tools",
            "linear",
            "norms",
            "quantised",
            "adapters",
            "attention",
            "feed-forward",
            "block",
            "cached",
            "generation",
            "embedding",
            "head",
            "optimiser",
            "gradients",
            "encoder",
            "text-to-text",
            "preference",
            "distillation");

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private KernelArchive() {}

    /** Writes the archive to a temporary file, which the caller deletes. */
    static Path write() {
        try {
            Path path = Files.createTempFile("kernels", ".pt");
            try (OutputStream file = Files.newOutputStream(path);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                put(zip, "data.pkl", object());
                put(zip, "code/__torch__.py", source());
                put(zip, "constants.pkl", EMPTY_TUPLE);
                put(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] source() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String topic : TOPICS) {
            String name = "kernels/" + topic + ".ts";
            try (InputStream in = Objects.requireNonNull(KernelArchive.class.getResourceAsStream(name), name)) {
                in.transferTo(all);
            }
            all.write('\n');
        }
        return all.toByteArray();
    }

    /** Pickle, protocol 2: an instance of the class, its state a dictionary with the one entry {@code training: True}. */
    private static byte[] object() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nKernels\n".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '(', 'X', (byte) name.length, 0, 0, 0});
        pickle.writeBytes(name);
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry("kernels/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
