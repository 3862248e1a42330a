package dev.millrace.launcher.documents;

import dev.millrace.contracts.DocumentId;
import dev.millrace.launcher.client.NewDocument;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FoldersTest {
    @Test
    void aFilesPathIsItsDocumentIdAndHiddenFilesStayBehind(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("b/.git"));
        Files.writeString(folder.resolve("b/two.md"), "two");
        Files.writeString(folder.resolve("b/.git/config"), "hidden");
        Files.writeString(folder.resolve("a.txt"), "one");
        Files.writeString(folder.resolve(".hidden"), "hidden");

        assertThat(Folders.documents(folder, "c", "urn:test"))
                .extracting(NewDocument::documentId)
                .containsExactly("a.txt", "b/two.md");
        assertThat(Folders.documents(folder.resolve("b/two.md"), "c", "urn:test"))
                .extracting(NewDocument::documentId)
                .containsExactly("two.md");
    }

    @Test
    void whatDoesNotExistIsWrongUsage(@TempDir Path folder) {
        assertThatThrownBy(() -> Folders.documents(folder.resolve("none"), "c", "urn:test"))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource({"My Documents (2024),my-documents-2024", "UPPER,upper", "___,documents", "é,documents"})
    void aFoldersNameBecomesACollectionsName(String folder, String name) {
        assertThat(Folders.collectionName(Path.of(folder))).isEqualTo(name).matches(DocumentId.COLLECTION);
    }
}
