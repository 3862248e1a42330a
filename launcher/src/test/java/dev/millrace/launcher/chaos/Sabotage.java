package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mistake put into a copy of the built services: one class of the product, with one line changed, compiled and laid over its jar. The product itself
 * has no switch for it.
 *
 * @param service folder of the service whose copy is changed
 * @param source the class's file, from the project's folder
 * @param right what stands there once
 * @param wrong what stands there in the copy
 */
record Sabotage(String service, String source, String right, String wrong) {
    private static final List<String> SERVICES = List.of("ingest-service", "cleaning-service", "formatting-service");

    /** @param copy an empty folder on the project's disk, which gets links to what stays as it is */
    Installation in(Path home, Path copy) throws IOException {
        for (String each : SERVICES) {
            link(
                    home.resolve(each).resolve("target/quarkus-app"),
                    copy.resolve(each).resolve("target/quarkus-app"));
        }
        Path app = copy.resolve(service).resolve("target/quarkus-app");
        Path classes = compile(home, app, copy.resolve("sabotage"));
        overlay(classes, jar(app));
        return new Installation(copy);
    }

    private static void link(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.createLink(target, file);
        }
    }

    private Path compile(Path home, Path app, Path folder) throws IOException {
        String text = Files.readString(home.resolve(source));
        assertThat(text.split(Pattern.quote(right), -1))
                .as(source + " has the line that is to be changed, once")
                .hasSize(2);
        Path changed = Files.createDirectories(folder.resolve("source"))
                .resolve(Path.of(source).getFileName());
        Files.writeString(changed, text.replace(right, wrong));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String libraries = files(app).stream()
                .map(Path::toString)
                .filter(name -> name.endsWith(".jar"))
                .collect(Collectors.joining(":"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                changed.toString());
        assertThat(result).as("the changed class compiles").isZero();
        return classes;
    }

    /** The jar of the module that the class belongs to. */
    private Path jar(Path app) {
        String module = source.substring(0, source.indexOf("/src/"));
        String name = "millrace-" + module.substring(module.indexOf('/') + 1);
        return files(app).stream()
                .filter(file -> file.getFileName().toString().contains(name + "-0"))
                .findFirst()
                .orElseThrow();
    }

    private static void overlay(Path classes, Path jar) throws IOException {
        Path whole = jar.resolveSibling(jar.getFileName() + ".whole");
        Files.move(jar, whole);
        Files.copy(whole, jar);
        Files.delete(whole);
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            for (Path file : files(classes)) {
                Path target = inside.getPath("/" + classes.relativize(file));
                assertThat(target.getParent()).exists();
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
