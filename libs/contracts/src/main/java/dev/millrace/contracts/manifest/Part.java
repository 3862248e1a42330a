package dev.millrace.contracts.manifest;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ObjectRef;

/**
 * A file of a model or a checkpoint.
 *
 * @param name the file's name in the directory the manifest describes
 */
public record Part(String name, ObjectRef object) {
    public Part {
        Check.that(name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}"), "a part's name is a plain file name");
    }
}
