package dev.millrace.cleaning.operator;

import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.text.repair.TextFix;
import dev.millrace.text.repair.TextFixes;
import java.util.ArrayList;
import java.util.List;

/** Where the rules are listed, in the order in which they are applied. */
public final class Operators {
    private Operators() {}

    /** What brings the text back to what its author wrote; duplicates are looked for in the result. */
    public static List<TextOperator> restoring() {
        List<TextOperator> operators = new ArrayList<>();
        List<String> layout = TextFixes.layout().stream().map(TextFix::name).toList();
        TextFixes.prose().forEach(fix -> operators.add(new Repair(fix, layout.contains(fix.name()))));
        operators.add(new BoilerplateRemover());
        operators.add(new EmptyBlockRemover());
        return operators;
    }

    /** What the collection's recipe asks for. */
    public static List<TextOperator> judging(Recipe recipe) {
        return List.of(
                new PersonalDataMasker(recipe.policy()),
                new LengthFilter(recipe.cleaning().minWords()),
                new LetterFilter(recipe.cleaning().minLetterShare()),
                new LineRepetitionFilter(recipe.cleaning().maxDuplicateLineShare()),
                new NgramRepetitionFilter(recipe.cleaning().maxDuplicateNgramShare()));
    }
}
