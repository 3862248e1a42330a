package dev.millrace.launcher.chaos.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Documents with everything that makes decisions depend on each other: duplicates in other spacing and case, revisions, junk, withdrawals
 * before and after what they withdraw, repeated submissions, files that cannot be read, records without a name. Times are fixed and out of order with the ids; the same seed gives the same
 * documents.
 */
public final class ChaosCorpus {
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final int SECONDS = 30_000_000;
    private static final String[] WORDS =
            ("mill race water wheel gate stone grain flour sack ledger keeper lock weir channel sluice bridge "
                            + "barge timber iron repair season flood drought license meeting minutes budget repairs volunteer visitor school "
                            + "tour archive map survey bank towpath hedge orchard kiln forge carpenter apprentice wage rent tithe market road")
                    .split(" ", -1);

    private final Random random;
    private final List<ChaosSubmission> submissions = new ArrayList<>();
    private final List<ChaosSubmission.Document> documents = new ArrayList<>();

    private ChaosCorpus(long seed) {
        this.random = new Random(seed);
    }

    /**
     * @param count about how many submissions
     * @return in one order; shuffle for another
     */
    public static List<ChaosSubmission> of(long seed, int count) {
        ChaosCorpus corpus = new ChaosCorpus(seed);
        for (int i = 0; corpus.submissions.size() < count; i++) {
            corpus.next(i);
        }
        Collections.shuffle(corpus.submissions, new Random(seed + 1));
        return List.copyOf(corpus.submissions);
    }

    private void next(int number) {
        int draw = documents.isEmpty() ? 0 : random.nextInt(100);
        if (draw < 55) {
            add(new ChaosSubmission.Document("doc-" + number, time(), prose(40 + random.nextInt(120))));
        } else if (draw < 70) {
            add(new ChaosSubmission.Document("copy-" + number, time(), respaced(any().text())));
        } else if (draw < 80) {
            add(new ChaosSubmission.Document(any().documentId(), time(), prose(40 + random.nextInt(60))));
        } else if (draw < 82) {
            submissions.add(new ChaosSubmission.Broken("broken-" + number, time(), "%PDF-1.7 " + prose(8)));
        } else if (draw < 83) {
            submissions.add(new ChaosSubmission.Nameless("nameless-" + number, time()));
        } else if (draw < 86) {
            add(new ChaosSubmission.Document("junk-" + number, time(), prose(1 + random.nextInt(5))));
        } else if (draw < 90) {
            ChaosSubmission.Document same = any();
            Instant later = same.time().plus(Duration.ofHours(1 + random.nextInt(1000)));
            submissions.add(new ChaosSubmission.Document(same.documentId(), later, same.text()));
        } else if (draw < 97) {
            submissions.add(new ChaosSubmission.Withdrawal(any().documentId(), time()));
        } else {
            submissions.add(any());
        }
    }

    private void add(ChaosSubmission.Document document) {
        documents.add(document);
        submissions.add(document);
    }

    private ChaosSubmission.Document any() {
        return documents.get(random.nextInt(documents.size()));
    }

    private Instant time() {
        return FIRST.plusSeconds(random.nextInt(SECONDS));
    }

    private String prose(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : i % 12 == 0 ? ". " : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.append('.').toString();
    }

    /** The same text to a reader: other case, other white space. */
    private String respaced(String text) {
        return switch (random.nextInt(3)) {
            case 0 -> text;
            case 1 -> text.replace(" ", "  ");
            default -> Character.toUpperCase(text.charAt(0)) + text.substring(1).replace(". ", ".\n");
        };
    }
}
