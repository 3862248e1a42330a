package dev.millrace.storage;

import java.time.Instant;

/**
 * What a store says of an object without its bytes.
 *
 * @param length in bytes
 * @param tag changes with the object's content; fit for {@code If-Match}, not a hash of anything
 * @param mediaType as given when it was put
 */
public record ObjectHead(String key, long length, String tag, String mediaType, Instant modified) {}
