package dev.millrace.contracts;

import static dev.millrace.contracts.ErrorKind.CONFIG;
import static dev.millrace.contracts.ErrorKind.EXTERNAL;
import static dev.millrace.contracts.ErrorKind.INPUT;
import static dev.millrace.contracts.ErrorKind.INTERNAL;
import static dev.millrace.contracts.ErrorKind.RESOURCES;

/**
 * Every published code of a failure or a drop. A code is part of the contract: it is never renamed, and it reads the same in an HTTP
 * answer, on a rejection, in a receipt and in a dead letter.
 */
public enum ErrorCode {
    // what a producer sent
    EVENT_NOT_CLOUDEVENT(INPUT, 400, "The record is no CloudEvent.", "Send CloudEvents 1.0, binary or structured."),
    EVENT_UNREADABLE(INPUT, 400, "The event's data cannot be read.", "Compare it with the published JSON Schema."),
    EVENT_TYPE_UNKNOWN(INPUT, 400, "The event type is not one the topic takes.", "See docs/events for the types."),
    EVENT_TOO_LARGE(INPUT, 413, "The event is larger than the limit.", "Submit the document by reference."),
    ATTRIBUTE_MISSING(INPUT, 400, "A required attribute is missing.", "Set the named attribute."),
    ATTRIBUTE_INVALID(INPUT, 400, "An attribute's value is not allowed.", "Correct the named attribute."),
    COLLECTION_UNKNOWN(INPUT, 404, "No collection has this name.", "Create the collection first."),
    PROVENANCE_REQUIRED(INPUT, 422, "The collection requires provenance that is missing.", "Send the named attribute."),
    CONTENT_EMPTY(INPUT, 422, "The document has no content.", "Send the file's bytes."),
    CONTENT_TOO_LARGE(INPUT, 413, "The document is larger than the limit.", "Split the document."),
    CONTENT_HASH_MISMATCH(INPUT, 422, "The bytes do not hash to what was announced.", "Send the reference again."),
    REFERENCE_REFUSED(INPUT, 422, "The reference names a place that is not allowed.", "Use an allowed bucket."),
    REFERENCE_MISSING(INPUT, 422, "The referenced object does not exist.", "Upload the object, then submit again."),
    MEDIA_TYPE_UNSUPPORTED(INPUT, 415, "No extractor takes this type of document.", "See the supported types."),
    DOCUMENT_UNREADABLE(INPUT, 422, "The document cannot be parsed.", "Check that the file opens."),
    DOCUMENT_ENCRYPTED(INPUT, 422, "The document is encrypted.", "Send it without a password."),
    DOCUMENT_WITHOUT_TEXT(INPUT, 422, "The document holds no text.", "A scan needs text recognition first."),
    EXTRACTION_LIMIT(INPUT, 422, "Extraction met a limit of size, depth or time.", "Split or simplify the document."),
    WITHDRAWN(INPUT, 409, "The document was withdrawn.", "Submit it with a later time to bring it back."),
    PERSONAL_DATA_REFUSED(
            INPUT, 422, "The collection refuses personal data of this kind.", "Remove it and submit again."),

    // why cleaning drops
    TOO_SHORT(INPUT, 200, "The text has fewer words than the minimum.", "Lower cleaning.minWords."),
    TOO_REPETITIVE(INPUT, 200, "The text repeats itself more than allowed.", "Raise the repetition thresholds."),
    TOO_FEW_LETTERS(INPUT, 200, "Too few of the characters are letters.", "Lower cleaning.minLetterShare."),
    DUPLICATE_EXACT(INPUT, 200, "A lower document has the same text.", "Nothing to do: the lower one is kept."),
    SUPERSEDED(INPUT, 200, "A later revision is current.", "Nothing to do."),
    NO_EXAMPLE(INPUT, 200, "No example could be made of the document.", "See the row errors."),
    ROW_SHAPE_UNKNOWN(INPUT, 200, "The row has none of the accepted shapes.", "See the accepted row shapes."),

    ROW_PREFERENCE_INVALID(
            INPUT,
            200,
            "The row compares no answers that differ.",
            "Give prompt, chosen and rejected, all of one form."),

    // recipes, datasets, training
    RECIPE_INVALID(INPUT, 422, "The recipe is not valid.", "Correct the named field."),
    COLLECTION_NAME_INVALID(INPUT, 400, "The collection's name is not allowed.", "Use [a-z0-9][a-z0-9-]{0,62}."),
    DATASET_UNKNOWN(INPUT, 404, "No dataset has this version.", "List the datasets."),
    DATASET_EMPTY(INPUT, 422, "The dataset has no example.", "Submit documents, see why others were dropped."),
    DATASET_TIMEOUT(EXTERNAL, 504, "The dataset was not sealed in time.", "Check the stages, then request it again."),
    DATASET_KIND_DIFFERS(
            INPUT, 422, "The dataset has no examples of the kind that is learned from.", "Submit rows of that kind."),
    LABELS_EMPTY(INPUT, 422, "No token is supervised.", "Check the template and the loss masks."),
    RUN_UNKNOWN(INPUT, 404, "No run has this id.", "List the runs."),
    RUN_CONFIG_INVALID(INPUT, 422, "The training configuration is not valid.", "Correct the named field."),
    RUN_FENCED(INTERNAL, 409, "Another trainer holds this run.", "Nothing to do: the newer holder goes on."),
    RUN_DIVERGED(INPUT, 422, "The loss is no longer a number, or far too high.", "Lower the learning rate."),
    RUN_STALLED(INTERNAL, 500, "No step of the run ended for too long.", "See the trainer's log; raise stallSeconds."),
    RUN_DOES_NOT_FIT(INPUT, 422, "The run needs more memory than there is.", "Use the plan in the message."),
    CHECKPOINT_DAMAGED(EXTERNAL, 422, "A part of the checkpoint does not verify.", "The previous good one is used."),
    MODEL_UNKNOWN(INPUT, 404, "No model has this name.", "List the models."),
    MODEL_FORMAT_UNSUPPORTED(INPUT, 422, "The model's file format is not read.", "Use safetensors."),
    MODEL_FILE_DAMAGED(INPUT, 422, "A file of the model is damaged.", "Fetch the model again."),
    MODEL_CONFIG_UNSUPPORTED(
            INPUT, 422, "The model asks for mathematics that is not built.", "See the supported families."),
    ADAPTER_BASE_DIFFERS(
            INPUT, 422, "The adapter belongs to another base model.", "Name the base model it was trained on."),
    BASE_MODEL_UNAVAILABLE(INPUT, 422, "The base model cannot be had.", "Give a directory, or train from scratch."),
    TOKENIZER_INVALID(INPUT, 422, "The tokeniser cannot be used.", "Use a Hugging Face tokenizer.json."),
    TEMPLATE_INVALID(INPUT, 422, "The chat template cannot be rendered.", "Correct the template."),

    // the public door
    REQUEST_INVALID(INPUT, 400, "The request is not valid.", "Correct the named parameter."),
    REQUEST_TOO_LARGE(INPUT, 413, "The request is larger than the limit.", "Send less at once."),
    CONTEXT_LENGTH_EXCEEDED(INPUT, 400, "Prompt and answer do not fit the model's context.", "Shorten the prompt."),
    KEY_INVALID(INPUT, 401, "The API key is missing or not valid.", "Send it as a bearer token."),
    KEY_FORBIDDEN(INPUT, 403, "The API key may not do this.", "Use a key with the named role."),
    NOT_FOUND(INPUT, 404, "There is nothing by this name.", "Check the name."),
    CONFLICT(INPUT, 409, "The request contradicts what is there.", "Read the current state, then try again."),
    TOO_MANY_FAILURES(INPUT, 429, "Too many requests had a wrong API key.", "Wait for Retry-After."),
    READ_MODEL_BEHIND(RESOURCES, 503, "The gateway still reads what is on the topics.", "Try again after Retry-After."),
    OVERLOADED(RESOURCES, 503, "The service takes no more work for the moment.", "Try again after Retry-After."),

    // parts outside
    STORE_UNAVAILABLE(EXTERNAL, 503, "The object store does not answer.", "Check the store; work goes on by itself."),
    STORE_REFUSED(
            CONFIG, 500, "The object store refuses what is relied on.", "Check credentials, bucket, conditional PUT."),
    OBJECT_MISSING(EXTERNAL, 503, "A referenced object is not there.", "Check the bucket."),
    OBJECT_DAMAGED(INTERNAL, 500, "An object's bytes do not match its reference.", "Restore the object."),
    BROKER_UNAVAILABLE(EXTERNAL, 503, "Kafka does not answer.", "Check the brokers; work goes on by itself."),
    BROKER_REFUSED(CONFIG, 500, "Kafka lacks what is relied on.", "Use brokers 4.0 or newer with transactions."),
    TOPIC_MISSING(CONFIG, 500, "A topic is missing.", "Create it, or set millrace.topics.create=true."),
    TOPIC_PARTITIONS_DIFFER(
            CONFIG, 500, "A topic has another partition count.", "Set millrace.partitions to the topic's."),
    CONFIG_INVALID(CONFIG, 500, "The service's configuration is not valid.", "Correct the named property."),
    DISK_FULL(RESOURCES, 503, "There is no room on the disk.", "Free space; work goes on by itself."),
    MEMORY_EXHAUSTED(RESOURCES, 503, "There is not enough memory.", "Give more, or make the work smaller."),
    REPEATED_CRASH(INTERNAL, 500, "The record ended the process twice.", "See the dead letter."),
    INTERNAL_ERROR(INTERNAL, 500, "The service made a mistake.", "Report it with the request id.");

    private final ErrorKind kind;
    private final int httpStatus;
    private final String meaning;
    private final String remedy;

    ErrorCode(ErrorKind kind, int httpStatus, String meaning, String remedy) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** The status an HTTP answer with this code has; 200 for drops, which no request fails with. */
    public int httpStatus() {
        return httpStatus;
    }

    public String meaning() {
        return meaning;
    }

    /** The way out, one sentence. */
    public String remedy() {
        return remedy;
    }
}
