package dev.millrace.model.preference;

/** Which answer is put to a prompt that it does not belong to: the one half the dataset away, where neighbours' prompts are not the same. */
final class Mismatch {
    private Mismatch() {}

    /** @param answers number of them, at least two */
    static int of(int prompt, int answers) {
        return (prompt + answers / 2) % answers;
    }
}
