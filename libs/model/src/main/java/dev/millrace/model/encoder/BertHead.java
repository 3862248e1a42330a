package dev.millrace.model.encoder;

/** What a BERT is asked for, and the class of Hugging Face that has it. */
public enum BertHead {
    /** Vectors of tokens and texts; trained on texts that belong together. */
    NONE("BertModel", "", 2),
    /** What stands where a token was hidden. */
    MASKED_TOKENS("BertForMaskedLM", "bert.", 0),
    /** To which class a text belongs. */
    CLASSES("BertForSequenceClassification", "bert.", 1);

    static final String BASE = "bert.";
    static final String POOLER = "pooler.dense";

    private final String architecture;
    private final String base;
    private final int task;

    BertHead(String architecture, String base, int task) {
        this.architecture = architecture;
        this.base = base;
        this.task = task;
    }

    /** The class of Hugging Face that reads it. */
    public String architecture() {
        return architecture;
    }

    /** What the names of the encoder's tensors begin with. */
    String base() {
        return base;
    }

    /** The kernels' number of its loss. */
    int task() {
        return task;
    }
}
