package dev.millrace.storage;

/** What a create-only put found. Both mean that an object is there under the key now. */
public sealed interface PutOutcome {
    /** This call created the object. */
    record Created() implements PutOutcome {}

    /**
     * An object was there already. It may be this call's own: when an answer got lost and the put was repeated, the repetition finds
     * what the first try wrote. Whoever must know compares the contents.
     */
    record AlreadyThere() implements PutOutcome {}
}
