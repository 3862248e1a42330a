package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of a local installation: made once, each in a file that only its owner may read. */
public final class Secrets {
    private static final int BYTES = 24;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    public Secrets(Path folder) {
        this.folder = folder;
    }

    public String storeAccessKey() {
        return secret("store-access-key", "");
    }

    public String storeSecretKey() {
        return secret("store-secret-key", "");
    }

    /** The first admin key, which the command line uses itself. */
    public String adminKey() {
        return secret("admin-key", "mr-");
    }

    private String secret(String name, String prefix) {
        Path file = folder.resolve(name);
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            return create(file, prefix);
        } catch (IOException e) {
            throw LauncherException.failed("The secret " + name + " cannot be read.", e);
        }
    }

    private String create(Path file, String prefix) {
        String secret = prefix + random();
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, secret.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
            return secret;
        } catch (IOException e) {
            throw LauncherException.failed("The secret " + file.getFileName() + " cannot be written.", e);
        }
    }

    /** Text that nobody can guess, fit for URLs and shell variables. */
    static String random() {
        return random(BYTES);
    }

    static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
