package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is required of documents and what happens to personal data.
 *
 * @param requiredProvenance attributes a submission must carry, as in {@code licence}
 * @param personalData what to do with each kind: {@code mask}, {@code keep} or {@code reject}; kinds left out are masked
 * @param asOf the day validity is judged at, never the wall clock
 */
public record PolicyRecipe(
        List<String> requiredProvenance,
        Map<String, String> personalData,
        @Nullable LocalDate asOf) {
    /** The kinds of personal data that are found. */
    public static final Set<String> KINDS = Set.of("email", "phone", "card", "iban");

    private static final Set<String> ATTRIBUTES =
            Set.of("owner", "department", "project", "phase", "author", "licence", "sensitivity", "validuntil", "tags");
    private static final Set<String> ACTIONS = Set.of("mask", "keep", "reject");

    public PolicyRecipe(
            @Nullable List<String> requiredProvenance,
            @Nullable Map<String, String> personalData,
            @Nullable LocalDate asOf) {
        this.requiredProvenance = requiredProvenance == null ? List.of() : List.copyOf(requiredProvenance);
        this.personalData = personalData == null ? Map.of() : Map.copyOf(personalData);
        this.asOf = asOf;
        this.requiredProvenance.forEach(
                a -> Check.that(ATTRIBUTES.contains(a), "requiredProvenance has no attribute " + a));
        this.personalData.forEach((kind, action) -> {
            Check.that(KINDS.contains(kind), "personalData has no kind " + kind);
            Check.that(ACTIONS.contains(action), "personalData has no action " + action);
        });
    }

    public static PolicyRecipe defaults() {
        return new PolicyRecipe(null, null, null);
    }

    public String actionOn(String kind) {
        return personalData.getOrDefault(kind, "mask");
    }
}
