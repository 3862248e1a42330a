package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.manifest.DatasetRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** I12: the dataset has what was decided last, not something older. */
final class LatestInDataset implements Invariant {
    @Override
    public List<String> violations(Evidence evidence) {
        Map<String, DocumentDecided> latest = evidence.latest();
        return evidence.rows().stream()
                .filter(row -> !isOf(row, latest.get(row.documentId())))
                .map(row -> "I12: the dataset's row of " + row.documentId() + " is not what was decided last")
                .toList();
    }

    private static boolean isOf(DatasetRow row, @Nullable DocumentDecided last) {
        return last != null
                && last.decision() instanceof Decision.Kept kept
                && kept.textSha256().equals(row.textSha256())
                && row.revision().equals(last.revision());
    }
}
