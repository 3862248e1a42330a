package dev.millrace.launcher.local;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built programs lie.
 *
 * @param home the project's folder
 */
public record Installation(Path home) {
    /** The property by which the start script names the project's folder. */
    public static final String HOME = "millrace.home";

    public static Installation found() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw LauncherException.usage("Start Millrace with the ./millrace script.");
        }
        return new Installation(Path.of(home).toAbsolutePath().normalize());
    }

    Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    Path serviceJar(ServiceKind service) {
        Path jar = home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw LauncherException.failed(service.label() + " is not built: run ./millrace build");
        }
        return jar;
    }
}
