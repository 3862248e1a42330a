package dev.millrace.launcher.local;

import dev.millrace.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running installation says of itself, for other commands.
 *
 * @param launcher the process that looks after the others
 * @param ready true once everything has become ready
 * @param children processes it has started
 */
public record LocalState(
        ChildState launcher,
        String url,
        String bootstrapServers,
        String storeEndpoint,
        boolean ready,
        List<ChildState> children) {
    public LocalState {
        children = List.copyOf(children);
    }

    /**
     * One process.
     *
     * @param started when it began, in milliseconds: another process may have got its number since
     */
    public record ChildState(String name, long pid, long started) {
        static ChildState of(String name, long pid) {
            return new ChildState(
                    name, pid, ProcessHandle.of(pid).map(LocalState::startOf).orElse(0L));
        }

        /** The process itself, while it lives. */
        public Optional<ProcessHandle> handle() {
            return ProcessHandle.of(pid).filter(handle -> handle.isAlive() && startOf(handle) == started);
        }
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    static Optional<LocalState> read(DataFolder data) {
        try {
            return Optional.of(Json.mapper().readValue(Files.readAllBytes(data.state()), LocalState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LauncherException.failed("The file " + data.state() + " cannot be read.", e);
        }
    }

    /** The installation that runs on the folder now, if one does. */
    public static Optional<LocalState> running(DataFolder data) {
        return read(data).filter(state -> state.launcher().handle().isPresent());
    }

    void write(DataFolder data) {
        try {
            Path temporary = data.state().resolveSibling("state.json.new");
            Files.write(temporary, Json.write(this));
            Files.move(temporary, data.state(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw LauncherException.failed("The file " + data.state() + " cannot be written: is the disk full?", e);
        }
    }

    static void delete(DataFolder data) {
        try {
            Files.deleteIfExists(data.state());
        } catch (IOException e) {
            throw LauncherException.failed("The file " + data.state() + " cannot be removed.", e);
        }
    }
}
