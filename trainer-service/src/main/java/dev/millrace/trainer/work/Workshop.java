package dev.millrace.trainer.work;

import dev.millrace.trainer.files.CheckpointStore;
import dev.millrace.trainer.files.Claims;
import dev.millrace.trainer.files.ModelStore;
import dev.millrace.trainer.messaging.SaidMetrics;
import dev.millrace.trainer.run.RunBoard;
import java.time.Clock;

/**
 * What every attempt at a run works with.
 *
 * @param halt ends this process at once
 */
public record Workshop(
        WorkSettings settings,
        RunBoard board,
        Claims claims,
        CheckpointStore checkpoints,
        ModelStore models,
        SaidMetrics said,
        Preparation preparation,
        Engine engine,
        MemoryNote note,
        Runnable halt,
        Clock clock) {}
