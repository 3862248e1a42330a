package dev.millrace.cleaning.decision;

import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.FingerprintChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one event on a document.
 *
 * @param changes joins and leaves, in the order in which they are to be sent
 * @param decision null when nothing has been decided that was not known
 */
public record Ruling(
        DocumentState state,
        List<FingerprintChange> changes,
        @Nullable DocumentDecided decision,
        List<DocumentReceipt> receipts) {
    public Ruling {
        changes = List.copyOf(changes);
        receipts = List.copyOf(receipts);
    }
}
