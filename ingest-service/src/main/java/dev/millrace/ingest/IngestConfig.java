package dev.millrace.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** Settings of the ingest service. */
@ConfigMapping(prefix = "millrace.ingest")
public interface IngestConfig {
    /** A batch has at most so many records. */
    @WithDefault("4000")
    int batchRecords();

    /** A batch is closed so long after its first record. */
    @WithDefault("100ms")
    Duration batchWait();

    /** Members of the consumer group in this process; more than the topic has partitions are idle. */
    @WithDefault("1")
    int channels();

    /** Documents that each channel extracts at once. */
    @WithDefault("2")
    int workers();

    /** Bytes a document may have, however it is handed in. */
    @WithDefault("104857600")
    long largestDocument();

    /** Bytes a record's value may have once it is unpacked; what is larger is handed in by reference. */
    @WithDefault("33554432")
    int largestEvent();

    /** A document that takes longer to extract is given up. */
    @WithDefault("60s")
    Duration extractionTimeout();

    /** Prefixes of keys in our own bucket that a submission may refer to. */
    @WithDefault("uploads/")
    Set<String> referencePrefixes();
}
