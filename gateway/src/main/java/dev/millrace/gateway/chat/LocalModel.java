package dev.millrace.gateway.chat;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.generation.Generation;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.tokenizer.BaseModel;
import dev.millrace.tokenizer.ChatTemplate;
import dev.millrace.tokenizer.StreamingDecoder;
import dev.millrace.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A model in this process. One answer at a time: a second would only make both slower. */
final class LocalModel implements ChatModel {
    private static final List<String> ENDS = List.of("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "</s>", "<eos>");
    private static final int USUAL_ANSWER = 256;

    private final DecoderModel model;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Set<Integer> ends;

    private LocalModel(DecoderModel model, Tokenizer tokenizer, ChatTemplate template, Set<Integer> ends) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.template = template;
        this.ends = ends;
    }

    static LocalModel load(ModelRuntime runtime, Path directory) {
        BaseModel files = new BaseModel("model", directory);
        Tokenizer tokenizer = Tokenizer.load(files.tokenizerFile());
        DecoderModel model = DecoderModel.load(runtime, directory);
        Set<Integer> ends = new HashSet<>(model.config().endTokens());
        ENDS.forEach(name -> tokenizer.idOf(name).ifPresent(ends::add));
        return new LocalModel(model, tokenizer, files.template(), ends);
    }

    @Override
    public synchronized Answer answer(Question question, Listener listener) {
        int[] prompt = tokenizer.encode(template.render(question.messages(), true));
        int room = model.config().maxPositions() - prompt.length;
        int wished = question.maxTokens() == 0 ? Math.min(USUAL_ANSWER, room) : question.maxTokens();
        if (prompt.length == 0 || wished < 1 || wished > room) {
            throw new MillraceException(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "This model's maximum context length is " + model.config().maxPositions()
                            + " tokens; the messages have " + prompt.length + " and " + question.maxTokens()
                            + " were asked for.");
        }
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        StopWords words = new StopWords(question.stop(), listener);
        SamplingOptions options =
                new SamplingOptions(wished, question.temperature(), question.topP(), question.seed(), ends);
        Generation made = new Generator(model).generate(prompt, options, token -> words.accept(decoder.add(token)));
        if (!words.stopped()) {
            words.accept(decoder.finish());
            words.finish();
        }
        boolean atLimit = made.tokens().size() >= wished && !words.stopped();
        return new Answer(
                atLimit ? "length" : "stop", prompt.length, made.tokens().size());
    }

    @Override
    public synchronized void close() {
        model.close();
        tokenizer.close();
    }
}
