package dev.millrace.contracts.recipe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a collection asks of each stage. Whatever is left out has a default. */
public record Recipe(
        String description,
        PolicyRecipe policy,
        CleaningRecipe cleaning,
        FormattingRecipe formatting,
        TrainingRecipe training,
        EvaluationRecipe evaluation) {
    public Recipe(
            @Nullable String description,
            @Nullable PolicyRecipe policy,
            @Nullable CleaningRecipe cleaning,
            @Nullable FormattingRecipe formatting,
            @Nullable TrainingRecipe training,
            @Nullable EvaluationRecipe evaluation) {
        this.description = description == null ? "" : description;
        this.policy = policy == null ? PolicyRecipe.defaults() : policy;
        this.cleaning = cleaning == null ? CleaningRecipe.defaults() : cleaning;
        this.formatting = formatting == null ? FormattingRecipe.defaults() : formatting;
        this.training = training == null ? TrainingRecipe.defaults() : training;
        this.evaluation = evaluation == null ? EvaluationRecipe.defaults() : evaluation;
    }

    public static Recipe defaults() {
        return new Recipe(null, null, null, null, null, null);
    }

    /**
     * Reads what a person wrote: an unknown field is an error.
     *
     * @throws MillraceException {@link ErrorCode#RECIPE_INVALID} naming the field
     */
    public static Recipe parse(byte[] json) {
        try {
            Recipe recipe = Json.strict().readValue(json, Recipe.class);
            if (recipe == null) {
                throw new MillraceException(ErrorCode.RECIPE_INVALID, "the recipe is no JSON object");
            }
            return recipe;
        } catch (UnrecognizedPropertyException e) {
            throw new MillraceException(ErrorCode.RECIPE_INVALID, "unknown field " + path(e), e);
        } catch (JsonMappingException e) {
            Throwable cause = e.getCause();
            String why =
                    cause instanceof IllegalArgumentException ? cause.getMessage() : "the value has the wrong type";
            throw new MillraceException(ErrorCode.RECIPE_INVALID, path(e) + ": " + why, e);
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.RECIPE_INVALID, "the recipe is no valid JSON", e);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.RECIPE_INVALID, "the recipe cannot be read", e);
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(path.isEmpty() ? "" : ".")
                    .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
        }
        return path.isEmpty() ? "recipe" : path.toString();
    }

    /** Sha-256 of the canonical JSON with all defaults filled in. */
    @JsonIgnore
    public String version() {
        return Hashes.sha256(Json.canonical(this));
    }
}
