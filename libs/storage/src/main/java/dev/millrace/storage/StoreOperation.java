package dev.millrace.storage;

/** What is done to a store, as decorators and metrics name it. */
public enum StoreOperation {
    CREATE,
    PUT,
    GET,
    RANGE_GET,
    OPEN,
    DOWNLOAD,
    HEAD,
    LIST,
    DELETE
}
