package dev.millrace.messaging;

import dev.millrace.contracts.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers on disk which record was being worked on, so that one that ends the process is found and set aside. While a stage runs the
 * file exists; a clean stop removes it; one that is there at the start tells of an unclean end.
 */
final class AttemptNote {
    /** A record on which the process ended so many times is not tried again. */
    private static final int MOST_ATTEMPTS = 2;

    private final @Nullable Path file;
    private boolean careful;
    private @Nullable Attempt last;

    private record Attempt(Origin origin, int count) {}

    AttemptNote(@Nullable Path file) {
        this.file = file;
        if (file != null) {
            careful = Files.exists(file);
            last = careful ? read(file).orElse(null) : null;
            if (!careful) {
                write("");
            }
        }
    }

    /** True until the first batch after an unclean end has been worked off record by record. */
    boolean careful() {
        return careful;
    }

    /** Notes that the record is about to be worked on; false when it has ended the process too often. */
    boolean begin(Origin origin) {
        int count = last != null && last.origin.equals(origin) ? last.count + 1 : 1;
        if (count > MOST_ATTEMPTS) {
            return false;
        }
        last = new Attempt(origin, count);
        write(origin.topic() + " " + origin.partition() + " " + origin.offset() + " " + count);
        return true;
    }

    void survived() {
        careful = false;
        last = null;
        write("");
    }

    void cleanStop() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Attempt> read(Path file) {
        try {
            String[] words = Files.readString(file).split(" ", -1);
            return words.length != 4
                    ? Optional.empty()
                    : Optional.of(new Attempt(
                            new Origin(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2])),
                            Integer.parseInt(words[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        if (file == null) {
            return;
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
