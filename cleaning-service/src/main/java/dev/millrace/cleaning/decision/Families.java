package dev.millrace.cleaning.decision;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.text.duplicate.DuplicateNormaliser;

/** Names what keeps versions of one text together: its source and its file's path or its title, without what tells versions apart. */
final class Families {
    private static final int LONGEST = 256;

    private Families() {}

    static String of(DocumentIngested ingested) {
        String source = ingested.provenance().source();
        String fileName = ingested.provenance().fileName();
        String family =
                fileName == null ? ingested.document().key() : source + "|" + DuplicateNormaliser.normalise(fileName);
        return family.length() <= LONGEST ? family : Hashes.sha256(family);
    }
}
