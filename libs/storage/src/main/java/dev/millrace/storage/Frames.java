package dev.millrace.storage;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Single Zstandard frames that say in their header how much they hold. */
final class Frames {
    /** Higher levels take half as long again for a hundredth fewer bytes of short documents. */
    private static final int LEVEL = 1;

    /** As many as threads have packed at once: making one takes as long as packing a short document. */
    private static final Queue<ZstdCompressCtx> IDLE = new ConcurrentLinkedQueue<>();

    private Frames() {}

    /** The same bytes give the same frame, within one version of the codec. */
    static byte[] pack(byte[] bytes) {
        ZstdCompressCtx idle = IDLE.poll();
        ZstdCompressCtx context = idle == null ? new ZstdCompressCtx().setLevel(LEVEL) : idle;
        byte[] frame = context.compress(bytes);
        // One that has failed is not used again.
        IDLE.add(context);
        return frame;
    }

    /** Inflates one frame and never more than the limit, whatever the frame's header says. */
    static byte[] unpack(byte[] frame, int limit) {
        long size = frame.length == 0 ? -1 : Zstd.getFrameContentSize(frame);
        if (size > limit) {
            throw new MillraceException(
                    ErrorCode.CONTENT_TOO_LARGE, "a frame announces " + size + " bytes, the limit is " + limit);
        }
        try {
            if (size < 0 || Zstd.findFrameCompressedSize(frame) != frame.length) {
                throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the range is not one whole frame");
            }
            return Zstd.decompress(frame, (int) size);
        } catch (ZstdException e) {
            throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the frame cannot be inflated", e);
        }
    }
}
