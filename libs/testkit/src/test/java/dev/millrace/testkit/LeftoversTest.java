package dev.millrace.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LeftoversTest {
    private static final String UUID = "123e4567-e89b-42d3-a456-426614174000";

    @TempDir
    Path store;

    private Path bucket;

    @BeforeEach
    void createBucket() throws IOException {
        bucket = Files.createDirectories(store.resolve("bucket/raw"));
    }

    @Test
    void removesAPutThatWasNeverFinished() throws IOException {
        Path file = Files.writeString(bucket.resolve("abc-" + UUID), "half");
        Leftovers.sweep(store);
        assertThat(file).doesNotExist();
    }

    @Test
    void removesTheSecondNameOfAPutThatEndedBetweenPublishingAndCleaningUp() throws IOException {
        Path file = finished(bucket.resolve("abc"));
        Path second = Files.createLink(bucket.resolve("abc-" + UUID), file);
        Leftovers.sweep(store);
        assertThat(second).doesNotExist();
        assertThat(file).hasContent("whole");
    }

    @Test
    void removesMultipartUploadsNobodyWillFinish() throws IOException {
        Path part = Files.createDirectories(store.resolve("bucket/.mpus-" + UUID + "-raw"));
        Files.writeString(part.resolve("abc-1"), "part");
        Leftovers.sweep(store);
        assertThat(part).doesNotExist();
    }

    @Test
    void keepsAWholeObjectWhoseNameLooksLikeALeftover() throws IOException {
        Path file = finished(bucket.resolve("report-" + UUID));
        Leftovers.sweep(store);
        assertThat(file).hasContent("whole");
    }

    @Test
    void keepsEveryOtherFile() throws IOException {
        Path file = Files.writeString(bucket.resolve("abc"), "whole");
        Leftovers.sweep(store);
        assertThat(file).exists();
    }

    private static Path finished(Path path) throws IOException {
        Files.writeString(path, "whole");
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
                .write("content-md5", ByteBuffer.wrap("md5".getBytes(StandardCharsets.US_ASCII)));
        return path;
    }
}
