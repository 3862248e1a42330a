package dev.millrace.messaging;

import dev.millrace.contracts.recipe.Recipe;
import java.util.Optional;

/** The current recipes of collections, for who must not wait for each document's. */
public interface KnownRecipes {
    /** A collection's current recipe as far as it is known; does not wait. */
    Optional<Recipe> known(String collection);

    /**
     * Learns everything there is to know now.
     *
     * @throws dev.millrace.contracts.MillraceException when nobody answers
     */
    void catchUp();
}
