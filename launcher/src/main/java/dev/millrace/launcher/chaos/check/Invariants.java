package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import dev.millrace.storage.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/** All of them, on one run's topics and objects. */
public final class Invariants {
    static final List<Invariant> ALL = List.of(
            new Conservation(),
            new NamelessCounted(),
            new DatasetComplete(),
            new NoDeadLetters(),
            new NoInvention(),
            new ReasonsTold(),
            new VersionOrder(),
            new LatestInDataset(),
            new OneEffect());

    private final TopicReader topics;
    private final ObjectReader objects;

    public Invariants(TopicReader topics, ObjectReader objects) {
        this.topics = topics;
        this.objects = objects;
    }

    /** @return one sentence for each violation; empty when all holds */
    public List<String> check(String collection, List<ChaosSubmission> submissions, DatasetManifest manifest) {
        Evidence evidence = new EvidenceReader(topics, objects).read(collection, submissions, manifest);
        List<String> violations = new ArrayList<>();
        ALL.forEach(invariant -> violations.addAll(invariant.violations(evidence)));
        violations.addAll(new ReferencesResolve(topics, objects).violations());
        return violations;
    }

    /** I5 alone, for what has been said since. */
    public List<String> checkReferences() {
        return new ReferencesResolve(topics, objects).violations();
    }
}
