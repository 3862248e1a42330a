package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.manifest.CheckpointManifest;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.run.RunEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Where a run goes on. */
final class Resumption {
    private static final Logger LOG = Logger.getLogger(Resumption.class);

    private final Workshop shop;
    private final RunHold hold;
    private final Path folder;
    private final Progress progress;
    private final Validation validation;

    Resumption(Workshop shop, RunHold hold, Path folder, Progress progress, Validation validation) {
        this.shop = shop;
        this.hold = hold;
        this.folder = folder;
        this.progress = progress;
        this.validation = validation;
    }

    /** From the newest announced checkpoint that is whole; from the beginning when there is none. */
    TrainingLoop loop(Prepared prepared, List<TrainingObserver> observers) {
        List<Integer> damaged = new ArrayList<>();
        for (CheckpointWritten announced : shop.board().view(hold.run()).newestFirst()) {
            try {
                TrainingLoop loop = resumed(announced, prepared, observers);
                warn(prepared, damaged, announced.step());
                return loop;
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.CHECKPOINT_DAMAGED) {
                    throw e;
                }
                LOG.errorf(
                        "errorCode=%s runId=%s generation=%d step=%d: %s; an earlier one is used",
                        e.code(), hold.run(), announced.generation(), announced.step(), e.getMessage());
                damaged.add(announced.step());
            }
        }
        warn(prepared, damaged, 0);
        return TrainingLoop.begin(prepared.objective(), prepared.plan(), observers);
    }

    /** Says which checkpoints were refused and which one is used. */
    private void warn(Prepared prepared, List<Integer> damaged, int used) {
        if (!damaged.isEmpty()) {
            String steps = damaged.stream().map(String::valueOf).collect(Collectors.joining(", "));
            String message = "checkpoints refused: step " + steps + "; the run goes on from step " + used;
            hold.publish(List.of(RunEvents.warning(
                    prepared.run().progressed(used),
                    ErrorCode.CHECKPOINT_DAMAGED,
                    message,
                    shop.clock().instant())));
        }
    }

    private TrainingLoop resumed(CheckpointWritten announced, Prepared prepared, List<TrainingObserver> observers) {
        Path directory = Folder.fresh(folder.resolve("resume"));
        CheckpointManifest manifest = shop.checkpoints().fetch(announced, directory);
        if (!manifest.machine().equals(shop.engine().machine())) {
            LOG.warnf("runId=%s goes on with another processor or thread count: bits may differ", hold.run());
        }
        TrainingLoop loop = TrainingLoop.resume(prepared.objective(), prepared.plan(), observers, directory);
        progress.resume(directory);
        validation.resume(directory);
        LOG.infof("runId=%s resumes generation=%d step=%d", hold.run(), announced.generation(), announced.step());
        return loop;
    }
}
