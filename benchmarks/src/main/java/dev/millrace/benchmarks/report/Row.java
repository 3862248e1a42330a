package dev.millrace.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One measured thing.
 *
 * @param title goes into JSON as {@code case}
 * @param verified what was compared before the speed counted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({"case", "unit", "ours", "peer", "limit", "verified"})
public record Row(
        @JsonProperty("case") String title,
        String unit,
        Figure ours,
        @Nullable Peer peer,
        @Nullable Limit limit,
        String verified) {
    public static Row alone(String title, String unit, Figure ours, String verified) {
        return new Row(title, unit, ours, null, null, verified);
    }
}
