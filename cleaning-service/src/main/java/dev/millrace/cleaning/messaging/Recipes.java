package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.recipe.Recipe;

/** Where recipes are looked up. */
@FunctionalInterface
public interface Recipes {
    /**
     * Exactly the version that was stamped into the document.
     *
     * @throws dev.millrace.contracts.MillraceException when it cannot be had
     */
    Recipe find(String collection, String version);
}
