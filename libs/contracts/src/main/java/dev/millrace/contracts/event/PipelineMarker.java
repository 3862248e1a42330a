package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;

/**
 * A marker that travels through every partition of the pipeline behind all that was there before it. Where it comes out, everything
 * ahead of it has been decided: that is the cut of a dataset.
 *
 * @param request the dataset request it belongs to
 * @param partition the partition of {@code documents.submitted} (drain) or {@code documents.cleaned} (seal) it was written to
 * @param tag the partition it left the last re-keying hop from; equal to {@code partition} before the first
 * @param partitions how many of them there are
 */
public record PipelineMarker(String request, String collection, int partition, int tag, int partitions)
        implements Event {
    public static final String KEY_PREFIX = "!seal/";

    public PipelineMarker {
        Check.text("request", request, 128);
        Check.that(partitions > 0, "there is at least one partition");
        Check.that(partition >= 0 && partition < partitions, "partition is one of the partitions");
        Check.that(tag >= 0 && tag < partitions, "tag is one of the partitions");
    }

    /** The same marker as it leaves a re-keying hop from one of its partitions. */
    public PipelineMarker tagged(int from) {
        return new PipelineMarker(request, collection, partition, from, partitions);
    }

    /** The same marker as it is written to one partition. */
    public PipelineMarker toPartition(int to) {
        return new PipelineMarker(request, collection, to, tag, partitions);
    }

    @Override
    public String key() {
        return KEY_PREFIX + request + "/" + partition;
    }
}
