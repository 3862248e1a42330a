package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.Origin;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was sent, what was said of it, and what the dataset has.
 *
 * @param sent where the submitted records lie, markers not among them
 * @param effects which submitted record each document, withdrawal and rejection came from
 * @param decided in the order of each document
 * @param deadLetters by topic, where there are any
 */
record Evidence(
        List<ChaosSubmission> submissions,
        List<Origin> sent,
        List<Origin> effects,
        List<DocumentIngested> ingested,
        List<DocumentRejected> rejected,
        List<DocumentDecided> decided,
        List<DatasetRow> rows,
        Map<String, Long> deadLetters) {
    Evidence {
        submissions = List.copyOf(submissions);
        sent = List.copyOf(sent);
        effects = List.copyOf(effects);
        ingested = List.copyOf(ingested);
        rejected = List.copyOf(rejected);
        decided = List.copyOf(decided);
        rows = List.copyOf(rows);
        deadLetters = Map.copyOf(deadLetters);
    }

    /** The last decision on each document, by id. */
    Map<String, DocumentDecided> latest() {
        Map<String, DocumentDecided> latest = new TreeMap<>();
        decided.forEach(each -> latest.put(each.document().documentId(), each));
        return latest;
    }
}
