package dev.millrace.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that pin what goes over the wire or into the documents. {@code -Dmillrace.update=true} writes them anew; whoever does that looks at
 * the difference before committing it.
 */
public final class Golden {
    private static final boolean UPDATE = Boolean.getBoolean("millrace.update");

    private Golden() {}

    public static void assertSame(Path file, String content) {
        try {
            if (UPDATE) {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.writeString(file, content);
            }
            assertThat(Files.readString(file)).as(file.toString()).isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException("no golden file; write it with -Dmillrace.update=true", e);
        }
    }
}
