package dev.millrace.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.regex.Pattern;

/** A document's identity, stable across its revisions. */
public record DocumentId(String collection, String documentId) {
    public static final Pattern COLLECTION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAXIMUM_ID = 512;

    public DocumentId {
        Check.that(COLLECTION.matcher(collection).matches(), "collection names match " + COLLECTION);
        Check.text("documentId", documentId, MAXIMUM_ID);
        Check.that(documentId.chars().noneMatch(Character::isISOControl), "documentId has no control characters");
        Check.that(Check.isUnicode(documentId), "documentId has no lone surrogates");
    }

    /** The key on every internal topic. A collection has no slash, so the first one splits it. */
    @JsonIgnore
    public String key() {
        return collection + "/" + documentId;
    }

    public static DocumentId ofKey(String key) {
        int slash = key.indexOf('/');
        Check.that(slash > 0, "a document's key is collection/documentId");
        return new DocumentId(key.substring(0, slash), key.substring(slash + 1));
    }

    @Override
    public String toString() {
        return key();
    }
}
