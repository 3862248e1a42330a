package dev.millrace.storage;

/**
 * Sizes in bytes.
 *
 * @param largestPacked entries with more decoded bytes become objects of their own, stored as they are
 * @param largestRead no read inflates or fetches more decoded bytes than this for one reference
 * @param largestGap ranges of one object that lie no further apart than this are fetched with one request
 * @param largestFetch and one such request asks for no more than this, unless one range alone does
 */
public record StorageLimits(int largestPacked, int largestRead, int largestGap, int largestFetch) {
    public StorageLimits {
        if (largestPacked < 1 || largestRead < largestPacked || largestGap < 0 || largestFetch < 1) {
            throw new IllegalArgumentException("sizes are positive, and what is packed can be read");
        }
    }

    /** 8 MiB packed, 512 MiB read, gaps of 64 KiB, fetches of 32 MiB. */
    public static StorageLimits defaults() {
        return new StorageLimits(8 << 20, 512 << 20, 64 << 10, 32 << 20);
    }
}
