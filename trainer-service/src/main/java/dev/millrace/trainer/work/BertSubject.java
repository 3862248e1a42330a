package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.model.encoder.BertHead;
import dev.millrace.model.encoder.BertModel;
import dev.millrace.model.encoder.SentenceFiles;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.trainer.files.EncoderTexts;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model that reads from both sides, with its tokeniser.
 *
 * @param longest tokens of a text, beyond which it is cut
 */
record BertSubject(BertModel model, EncoderTexts texts, int longest) implements Subject {
    @Override
    public int context() {
        return longest;
    }

    @Override
    public String templateSha256() {
        return Hashes.sha256("");
    }

    @Override
    public void publish(Path scratch, Path directory, TensorType type) {
        try {
            model.save(directory, type);
            texts.write(directory);
            if (model.head() == BertHead.NONE) {
                Path pooling = directory.resolve(ModelManifest.POOLING);
                SentenceFiles.write(directory, model.config(), longest, pooling);
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the work directory cannot be used", e);
        }
    }
}
