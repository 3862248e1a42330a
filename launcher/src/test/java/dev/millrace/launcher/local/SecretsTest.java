package dev.millrace.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTest {
    @Test
    void aSecretIsMadeOnceAndOnlyItsOwnerMayReadIt(@TempDir Path folder) throws IOException {
        String key = new Secrets(folder).adminKey();

        assertThat(key).startsWith("mr-").hasSizeGreaterThan(30);
        assertThat(new Secrets(folder).adminKey()).isEqualTo(key);
        assertThat(Files.getPosixFilePermissions(folder.resolve("admin-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void secretsDiffer(@TempDir Path folder) {
        Secrets secrets = new Secrets(folder);

        assertThat(secrets.storeSecretKey()).isNotEqualTo(secrets.storeAccessKey());
    }
}
