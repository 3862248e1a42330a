package dev.millrace.trainer.files;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.preference.References;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.PutOutcome;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What models say of datasets, under {@code references/}: asked once, found again by whoever asks the same. */
public final class ReferenceStore {
    private static final Logger LOG = Logger.getLogger(ReferenceStore.class);
    private static final String PREFIX = "references/";

    private final ObjectStore store;

    public ReferenceStore(ObjectStore store) {
        this.store = store;
    }

    /** @param sha256 of the two lists, so that a damaged object is asked for anew instead of being believed */
    record Kept(String sha256, double[] answers, double[] mismatched) {
        private static Kept of(References references) {
            return new Kept(hash(references), references.answers(), references.mismatched());
        }

        private static String hash(References references) {
            return Hashes.sha256(Json.write(new double[][] {references.answers(), references.mismatched()}));
        }

        private Optional<References> verified(int size) {
            References references = new References(answers, mismatched);
            return answers.length == size && hash(references).equals(sha256)
                    ? Optional.of(references)
                    : Optional.empty();
        }
    }

    /** The name of what the same parts give again. */
    public static String name(String... parts) {
        return PREFIX + Hashes.sha256OfParts(parts) + ".json";
    }

    /** @param answers how many there are; what tells of another number is not believed */
    public Optional<References> get(String name, int answers) {
        try {
            Optional<References> found = Json.read(store.get(name), Kept.class).verified(answers);
            if (found.isEmpty()) {
                LOG.warnf("%s does not verify and is computed anew", name);
            }
            return found;
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.OBJECT_MISSING || e.code() == ErrorCode.EVENT_UNREADABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Keeps what was computed, or finds what somebody else kept in the meantime. */
    public References keep(String name, References computed) {
        return switch (store.putIfAbsent(name, Json.write(Kept.of(computed)), "application/json")) {
            case PutOutcome.Created created -> computed;
            case PutOutcome.AlreadyThere there ->
                get(name, computed.answers().length).orElse(computed);
        };
    }
}
