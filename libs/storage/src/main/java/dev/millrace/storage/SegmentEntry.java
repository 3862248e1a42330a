package dev.millrace.storage;

/**
 * One line of a segment's index.
 *
 * @param id whose content it is, as the writer named it
 * @param offset first stored byte, in the segment
 * @param length number of stored bytes, one Zstandard frame
 * @param size number of decoded bytes
 * @param sha256 of the decoded bytes
 */
public record SegmentEntry(String id, long offset, long length, long size, String sha256, String mediaType) {}
