package dev.millrace.contracts.event;

import java.time.Instant;
import java.util.List;

/** What the model in training answers to the recipe's fixed prompts, the likeliest token each time. */
public record SamplesGenerated(String run, int generation, int step, List<Sample> samples, Instant at)
        implements Event {
    public SamplesGenerated {
        samples = List.copyOf(samples);
    }

    /** One answer. */
    public record Sample(String prompt, String answer) {}

    @Override
    public String key() {
        return run;
    }
}
