package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file that docker-compose.yml takes its secrets from: made once, readable by its owner alone, never written again. */
public final class ComposeEnv {
    /** Its name, in the project's folder. */
    public static final String FILE = ".env";

    private static final int CLUSTER_ID_BYTES = 16;
    private static final String HEAD = """
            # Secrets and settings of docker-compose.yml, made by ./millrace compose-env. Keep it to yourself.
            # deploy/README.md tells what else can be set here.
            """;

    private final Path file;

    public ComposeEnv(Path home) {
        this.file = home.resolve(FILE);
    }

    public Path file() {
        return file;
    }

    /** @return false if there is a file already, which is left as it is */
    public boolean create() {
        String content = HEAD
                + settings().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw LauncherException.failed(file + " cannot be written.", e);
        }
    }

    /** Names that the file does not set, though compose needs them. */
    public List<String> missing() {
        try {
            List<String> lines = Files.readAllLines(file);
            return settings().keySet().stream()
                    .filter(name ->
                            lines.stream().noneMatch(line -> line.strip().startsWith(name + "=")))
                    .toList();
        } catch (IOException e) {
            throw LauncherException.failed(file + " cannot be read.", e);
        }
    }

    private static Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                // Which of the stores runs.
                "COMPOSE_PROFILES",
                "minio",
                "MILLRACE_CLUSTER_ID",
                Secrets.random(CLUSTER_ID_BYTES),
                "MILLRACE_KEY",
                "mr-" + Secrets.random(),
                "MILLRACE_STORE_ACCESS_KEY",
                Secrets.random(),
                "MILLRACE_STORE_SECRET_KEY",
                Secrets.random(),
                "MILLRACE_URL",
                "http://127.0.0.1:8080"));
    }
}
