package dev.millrace.storage;

import java.time.Instant;

/**
 * One line of a listing.
 *
 * @param length in bytes
 */
public record Listed(String key, long length, Instant modified) {}
