package dev.millrace.contracts.event;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.contracts.Golden;
import dev.millrace.contracts.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The published reference is what the code says. */
class EventDocsTest {
    private static final Path DOCS = Path.of("../../docs/events");
    private final EventDocs docs = new EventDocs();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theSchemaIsThatOfTheRecord(EventType type) throws IOException {
        Golden.assertSame(DOCS.resolve("schemas/" + type.wireName() + ".json"), docs.schema(type));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theGoldenFileFollowsTheSchema(EventType type) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(docs.schema(type));
        String golden = Files.readString(Path.of("src/test/resources/golden/" + type.wireName() + ".json"));

        assertThat(schema.validate(golden, com.networknt.schema.InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{}", com.networknt.schema.InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void theAsyncApiDocumentNamesEveryTopic() throws IOException {
        Golden.assertSame(DOCS.resolve("asyncapi.json"), docs.asyncApi());
        assertThat(EventDocs.topics().keySet()).containsExactlyInAnyOrder(Topic.values());
        assertThat(EventDocs.topics().values().stream()
                        .flatMap(Collection::stream)
                        .distinct())
                .containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void theTablesNameEveryTopicAndCode() {
        Golden.assertSame(DOCS.resolve("topics-and-codes.md"), docs.tables());
    }
}
