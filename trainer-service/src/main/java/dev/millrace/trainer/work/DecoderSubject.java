package dev.millrace.trainer.work;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.trainer.files.ModelTexts;
import java.nio.file.Path;

/** A model that writes, with its tokeniser and template. */
record DecoderSubject(DecoderModel model, ModelTexts texts) implements Subject {
    @Override
    public int context() {
        return model.config().maxPositions();
    }

    @Override
    public String templateSha256() {
        return texts.templateSha256();
    }

    @Override
    public void publish(Path scratch, Path directory, TensorType type) {
        if (model.adapter().isPresent()) {
            AdapterParts.write(model, scratch, directory);
            model.merge();
        }
        Preparation.save(model, directory, type);
        texts.write(directory, model.config());
    }
}
