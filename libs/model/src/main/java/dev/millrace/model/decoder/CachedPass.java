package dev.millrace.model.decoder;

import dev.millrace.model.decoder.KeyValueCache.Claim;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Further tokens of several texts, one behind the other.
 *
 * @param positions place of every token in its text [N]
 * @param lengths length of every token's text [N]
 * @param cuts where texts begin, and N at the end
 * @param starts how many tokens of each text were there before
 */
record CachedPass(int[] tokens, int[] positions, int[] lengths, long[] cuts, long[] starts) {

    static CachedPass of(List<Claim> claims) {
        long[] cuts = new long[claims.size() + 1];
        for (int i = 0; i < claims.size(); i++) {
            cuts[i + 1] = cuts[i] + claims.get(i).tokens().length;
        }
        return new CachedPass(
                claims.stream()
                        .flatMapToInt(claim -> IntStream.of(claim.tokens()))
                        .toArray(),
                claims.stream()
                        .flatMapToInt(claim -> IntStream.range(claim.start(), claim.end()))
                        .toArray(),
                claims.stream()
                        .flatMapToInt(claim -> IntStream.generate(claim::end).limit(claim.tokens().length))
                        .toArray(),
                cuts,
                claims.stream().mapToLong(Claim::start).toArray());
    }

    /** Where the last token of each text lies. */
    long[] lastRows() {
        return IntStream.range(1, cuts.length).mapToLong(i -> cuts[i] - 1).toArray();
    }
}
