package dev.millrace.ingest.submission;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.ReceivedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class SubmissionDecoderTest {
    private static final int PARTITIONS = 2;
    private static final int LARGEST = 10_000;
    private static final Instant RECORDED = Instant.parse("2026-05-01T00:00:00Z");
    private static final String RAW = "dev.millrace.document.raw.v1";
    private static final String SUBMITTED = "dev.millrace.document.submitted.v1";
    private static final String WITHDRAWN = "dev.millrace.document.withdrawn.v1";

    private final SubmissionDecoder decoder = new SubmissionDecoder(PARTITIONS, LARGEST);

    @Test
    void aBinaryEventIsTheDocumentItself() {
        Submission.Document document = document(binary(
                RAW,
                Map.of(
                        "ce_subject", "policies/leave.md",
                        "ce_filename", "leave.md",
                        "ce_time", "2026-03-01T10:30:00+01:00",
                        "ce_owner", "Ärztekammer",
                        "ce_validuntil", "2027-01-31T00:00:00Z",
                        "ce_tags", "a, b,,c",
                        "content-type", "text/markdown"),
                "# Leave"));

        assertThat(document.document().key()).isEqualTo("handbook/policies/leave.md");
        assertThat(document.submittedAt()).isEqualTo("2026-03-01T09:30:00Z");
        assertThat(document.submissionId()).isEqualTo("s-1");
        assertThat(document.producer()).isEqualTo("urn:test");
        assertThat(document.declaredType()).isEqualTo("text/markdown");
        assertThat(document.provenance().owner()).isEqualTo("Ärztekammer");
        assertThat(document.provenance().validUntil()).isEqualTo("2027-01-31");
        assertThat(document.provenance().tags()).containsExactly("a", "b", "c");
        assertThat(text(document)).isEqualTo("# Leave");
    }

    @Test
    void withoutATimeTheRecordsTimestampCounts() {
        assertThat(document(binary(RAW, Map.of(), "text")).submittedAt()).isEqualTo(RECORDED);
    }

    /** When something was written says nothing of when it comes; who decides by time must get it as it was. */
    @ParameterizedTest
    @CsvSource({
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
        "2099-06-30T12:00:00-11:30, 2099-06-30T23:30:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
        "2026-03-01t10:30:00z, 2026-03-01T10:30:00Z",
    })
    void timesFarFromNowAreTakenAsTheyAre(String time, Instant expected) {
        assertThat(document(binary(RAW, Map.of("ce_time", time), "x")).submittedAt())
                .isEqualTo(expected);
    }

    @Test
    void withoutASubjectTheSameFileOfTheSameSourceIsTheSameDocument() {
        Submission.Document named = document(binary(RAW, Map.of("ce_filename", "a.txt"), "text"));
        Submission.Document nameless = document(binary(RAW, Map.of(), "text"));

        assertThat(named.document().documentId()).isEqualTo(Hashes.sha256OfParts("urn:test", "a.txt"));
        assertThat(nameless.document().documentId()).isEqualTo(Hashes.sha256OfParts("urn:test", "s-1"));
    }

    @Test
    void aWithdrawalByFileNameNamesTheDocumentThatTheFileBecame() {
        Submission found = decoder.decode(binary(WITHDRAWN, Map.of("ce_filename", "a.txt"), null));

        assertThat(found)
                .isInstanceOfSatisfying(
                        Submission.Withdrawal.class,
                        withdrawal -> assertThat(withdrawal.document().documentId())
                                .isEqualTo(Hashes.sha256OfParts("urn:test", "a.txt")));
    }

    @Test
    void aStructuredEventSaysTheSame() {
        Submission.Document text = document(structured(
                "{'specversion':'1.0','type':'%s','id':'s','source':'urn:test','collection':'handbook',"
                        + "'subject':null,'filename':'a.md','data':'# Leave'}",
                RAW));
        Submission.Document bytes = document(structured(
                "{'specversion':'1.0','type':'%s','id':'s','source':'urn:test','collection':'handbook',"
                        + "'filename':'a.md','data_base64':'IyBMZWF2ZQ=='}",
                RAW));

        assertThat(text(text)).isEqualTo("# Leave").isEqualTo(text(bytes));
        assertThat(text.document()).isEqualTo(bytes.document());
        assertThat(text.document().documentId()).isEqualTo(Hashes.sha256OfParts("urn:test", "a.md"));
    }

    @Test
    void jsonDataSaysWhereTheContentIs() {
        String json = "{'collection':'handbook','documentId':'d','content':%s,'provenance':{'owner':'me'}}";

        assertThat(text(document(json(json, "{'text':'hello'}")))).isEqualTo("hello");
        assertThat(text(document(json(json, "{'inline':'aGVsbG8='}")))).isEqualTo("hello");
        Submission.Document referenced = document(json(json, "{'ref':{'bucket':'b','key':'uploads/x'}}"));
        assertThat(referenced.content()).isInstanceOf(Submission.Content.Reference.class);
        assertThat(referenced.provenance().owner()).isEqualTo("me");
        assertThat(referenced.document().key()).isEqualTo("handbook/d");
    }

    @Test
    void ourOwnMarkerIsKnownByItsKeyAndPlace() {
        PipelineMarker marker = new PipelineMarker("r", "handbook", 1, 1, PARTITIONS);

        assertThat(decoder.decode(marker(marker, marker.key()))).isInstanceOf(Submission.Marker.class);
        assertThat(refused(marker(marker, "else")).code()).isEqualTo(ErrorCode.EVENT_TYPE_UNKNOWN);
        PipelineMarker elsewhere = new PipelineMarker("r", "handbook", 0, 1, PARTITIONS);
        assertThat(refused(marker(elsewhere, elsewhere.key())).code()).isEqualTo(ErrorCode.EVENT_TYPE_UNKNOWN);
        PipelineMarker larger = new PipelineMarker("r", "handbook", 1, 1, 9);
        assertThat(refused(marker(larger, larger.key())).code()).isEqualTo(ErrorCode.EVENT_TYPE_UNKNOWN);
    }

    static Stream<Arguments> unreadable() {
        String json = "{'collection':'handbook','documentId':'d','content':%s}";
        String event = "{'specversion':'1.0','type':'" + RAW + "','id':'s','source':'urn:test','collection':'c',%s}";
        return Stream.of(
                argumentSet("no headers, no value", bare(null), ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet("no headers", bare("hello"), ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet(
                        "old version",
                        binary(RAW, Map.of("ce_specversion", "0.3"), "x"),
                        ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet("unknown type", binary("dev.example.v1", Map.of(), "x"), ErrorCode.EVENT_TYPE_UNKNOWN),
                argumentSet(
                        "no collection", binary(RAW, Map.of("ce_collection", " "), "x"), ErrorCode.ATTRIBUTE_MISSING),
                argumentSet("no id", binary(RAW, Map.of("ce_id", ""), "x"), ErrorCode.ATTRIBUTE_MISSING),
                argumentSet("no source", binary(RAW, Map.of("ce_source", ""), "x"), ErrorCode.ATTRIBUTE_MISSING),
                argumentSet(
                        "path in collection",
                        binary(RAW, Map.of("ce_collection", "../x"), "x"),
                        ErrorCode.COLLECTION_NAME_INVALID),
                argumentSet(
                        "control character",
                        binary(RAW, Map.of("ce_subject", "a\0b"), "x"),
                        ErrorCode.ATTRIBUTE_INVALID),
                argumentSet(
                        "long subject",
                        binary(RAW, Map.of("ce_subject", "x".repeat(513)), "x"),
                        ErrorCode.ATTRIBUTE_INVALID),
                argumentSet(
                        "long owner",
                        binary(RAW, Map.of("ce_owner", "x".repeat(5000)), "x"),
                        ErrorCode.ATTRIBUTE_INVALID),
                argumentSet("no time", binary(RAW, Map.of("ce_time", "yesterday"), "x"), ErrorCode.ATTRIBUTE_INVALID),
                argumentSet(
                        "impossible year",
                        binary(RAW, Map.of("ce_time", "+999999999-01-01T00:00:00Z"), "x"),
                        ErrorCode.ATTRIBUTE_INVALID),
                argumentSet(
                        "no day", binary(RAW, Map.of("ce_validuntil", "2026-02-31"), "x"), ErrorCode.ATTRIBUTE_INVALID),
                argumentSet("Latin-1", latin1(), ErrorCode.ATTRIBUTE_INVALID),
                argumentSet("too large", binary(RAW, Map.of(), "x".repeat(LARGEST + 1)), ErrorCode.EVENT_TOO_LARGE),
                argumentSet("withdrawal of nothing", binary(WITHDRAWN, Map.of(), null), ErrorCode.ATTRIBUTE_MISSING),
                argumentSet("structured null", structured(null), ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet("structured no JSON", structured("{'specversion':"), ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet("structured array", structured("[]"), ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet("structured nested", structured("[".repeat(5000)), ErrorCode.EVENT_NOT_CLOUDEVENT),
                argumentSet("attribute object", structured(event, "'owner':{}"), ErrorCode.ATTRIBUTE_INVALID),
                argumentSet("surrogate id", structured(event, "'subject':'\\ud800'"), ErrorCode.ATTRIBUTE_INVALID),
                argumentSet("surrogate data", structured(event, "'data':'\\ud800'"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("no base64", structured(event, "'data_base64':'!'"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("two data", structured(event, "'data_base64':'','data':''"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("no data", binary(SUBMITTED, Map.of(), null), ErrorCode.EVENT_UNREADABLE),
                argumentSet("data null", binary(SUBMITTED, Map.of(), "null"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("data no object", binary(SUBMITTED, Map.of(), "[1]"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("two contents", json(json, "{'text':'a','inline':'YQ=='}"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("no content", json(json, "{}"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("content no base64", json(json, "{'inline':'%%%'}"), ErrorCode.EVENT_UNREADABLE),
                argumentSet("surrogate text", json(json, "{'text':'\\udfff'}"), ErrorCode.EVENT_UNREADABLE),
                argumentSet(
                        "negative range",
                        json(json, "{'ref':{'bucket':'b','key':'k','offset':-1}}"),
                        ErrorCode.EVENT_UNREADABLE));
    }

    /** I18: one code, and a message that repeats nothing of what came. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCannotBeReadHasACode(ReceivedRecord record, ErrorCode code) {
        Submission.Refused refused = refused(record);

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.message()).hasSizeBetween(5, 200).doesNotContain("Exception", "/tmp", "xxxx");
        assertThat(refused.origin()).isEqualTo(record.origin());
    }

    @Test
    void aRefusalNamesProducerSubmissionAndDocumentAsFarAsTheyCanBeRead() {
        Submission.Refused refused = refused(binary(RAW, Map.of("ce_subject", "d", "ce_time", "yesterday"), "x"));
        Submission.Refused broken = refused(latin1());

        assertThat(refused.document()).hasToString("handbook/d");
        assertThat(refused.producer()).isEqualTo("urn:test").isEqualTo(broken.producer());
        assertThat(refused.submissionId()).isEqualTo("s-1").isEqualTo(broken.submissionId());
        assertThat(broken.document()).isNull();
    }

    private Submission.Document document(ReceivedRecord record) {
        assertThat(decoder.decode(record)).isInstanceOf(Submission.Document.class);
        return (Submission.Document) decoder.decode(record);
    }

    private Submission.Refused refused(ReceivedRecord record) {
        assertThat(decoder.decode(record)).isInstanceOf(Submission.Refused.class);
        return (Submission.Refused) decoder.decode(record);
    }

    private static String text(Submission.Document document) {
        return new String(((Submission.Content.Bytes) document.content()).bytes(), StandardCharsets.UTF_8);
    }

    private static ReceivedRecord binary(String type, Map<String, String> more, @Nullable String value) {
        Map<String, byte[]> headers = new HashMap<>();
        headers.put("ce_specversion", utf8("1.0"));
        headers.put("ce_type", utf8(type));
        headers.put("ce_id", utf8("s-1"));
        headers.put("ce_source", utf8("urn:test"));
        headers.put("ce_collection", utf8("handbook"));
        more.forEach((name, text) -> headers.put(name, utf8(text)));
        return record(headers, null, value == null ? null : utf8(value));
    }

    private static ReceivedRecord latin1() {
        ReceivedRecord record = binary(RAW, Map.of(), "x");
        record.headers().put("ce_subject", "Übersicht".getBytes(StandardCharsets.ISO_8859_1));
        return record;
    }

    private static ReceivedRecord bare(@Nullable String value) {
        return record(Map.of(), null, value == null ? null : utf8(value));
    }

    private static ReceivedRecord structured(@Nullable String json, Object... arguments) {
        byte[] value = json == null
                ? null
                : utf8((arguments.length == 0 ? json : json.formatted(arguments)).replace('\'', '"'));
        return record(Map.of("Content-Type", utf8("application/cloudevents+json; charset=utf-8")), null, value);
    }

    private static ReceivedRecord json(String json, String content) {
        return binary(SUBMITTED, Map.of(), json.formatted(content).replace('\'', '"'));
    }

    private static ReceivedRecord marker(PipelineMarker marker, String key) {
        Map<String, byte[]> headers = Map.of(
                "ce_specversion", utf8("1.0"),
                "ce_type", utf8("dev.millrace.pipeline.marker.v1"),
                "ce_id", utf8("m"),
                "ce_source", utf8("millrace/formatting"));
        return record(headers, utf8(key), Json.write(marker));
    }

    private static ReceivedRecord record(Map<String, byte[]> headers, byte @Nullable [] key, byte @Nullable [] value) {
        return new ReceivedRecord(new Origin("documents.submitted", 1, 7), RECORDED, key, headers, value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
