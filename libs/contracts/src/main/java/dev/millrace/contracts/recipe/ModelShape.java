package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;

/**
 * The shape of a decoder trained from scratch.
 *
 * @param layers number of blocks
 * @param width of the residual stream
 * @param heads query heads; the width is a multiple of it
 * @param keyValueHeads key and value heads; heads is a multiple of it
 * @param feedForward width of the feed-forward layer
 */
public record ModelShape(int layers, int width, int heads, int keyValueHeads, int feedForward) {
    public ModelShape {
        Check.that(layers >= 1 && layers <= 256, "layers lies between 1 and 256");
        Check.that(width >= 16 && width <= 16_384, "width lies between 16 and 16384");
        Check.that(heads >= 1 && width % heads == 0 && width / heads % 2 == 0, "width is an even multiple of heads");
        Check.that(keyValueHeads >= 1 && heads % keyValueHeads == 0, "heads is a multiple of keyValueHeads");
        Check.that(feedForward >= 16 && feedForward <= 65_536, "feedForward lies between 16 and 65536");
    }
}
