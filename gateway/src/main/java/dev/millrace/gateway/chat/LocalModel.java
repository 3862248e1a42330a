package dev.millrace.gateway.chat;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.model.decoder.CausalModel;
import dev.millrace.model.decoder.InferenceModel;
import dev.millrace.model.decoder.StoredWeights;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.generation.Generation;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.tokenizer.BaseModel;
import dev.millrace.tokenizer.StreamingDecoder;
import dev.millrace.tokenizer.TextEncoder;
import dev.millrace.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A model in this process. One answer at a time: a second would only make both slower. */
final class LocalModel implements ChatModel {
    private static final List<String> ENDS = List.of("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "</s>", "<eos>");
    private static final int USUAL_ANSWER = 256;
    private static final long ASK_MILLIS = 50;

    private final CausalModel model;
    private final Tokenizer tokenizer;
    private final TextEncoder encoder;
    private final Set<Integer> ends;
    private final ReentrantLock turn = new ReentrantLock(true);

    private LocalModel(CausalModel model, Tokenizer tokenizer, TextEncoder encoder, Set<Integer> ends) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.ends = ends;
    }

    static LocalModel load(ModelRuntime runtime, Path directory, StoredWeights stored) {
        BaseModel files = new BaseModel("model", directory);
        Tokenizer tokenizer = Tokenizer.load(files.tokenizerFile());
        CausalModel model = InferenceModel.load(runtime, directory, stored);
        Set<Integer> ends = new HashSet<>(model.config().endTokens());
        ENDS.forEach(name -> tokenizer.idOf(name).ifPresent(ends::add));
        return new LocalModel(model, tokenizer, new TextEncoder(tokenizer, files.template()), ends);
    }

    @Override
    public Answer answer(Question question, Listener listener) {
        int[] prompt = encoder.prompt(question.messages());
        int room = model.config().maxPositions() - prompt.length;
        int wished = question.maxTokens() == 0 ? Math.min(USUAL_ANSWER, room) : question.maxTokens();
        if (prompt.length == 0 || wished < 1 || wished > room) {
            throw Refusal.of(
                            ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                            "This model's maximum context length is "
                                    + model.config().maxPositions() + " tokens; the messages have " + prompt.length
                                    + " and " + question.maxTokens() + " were asked for.")
                    .param("messages")
                    .limit(model.config().maxPositions(), (long) prompt.length + question.maxTokens());
        }
        listener.accepted();
        return inTurn(listener, () -> generate(question, prompt, wished, listener));
    }

    /** First come, first served; who has gone away while waiting is passed over. */
    private Answer inTurn(Listener listener, Supplier<Answer> work) {
        try {
            while (listener.wanted()) {
                if (turn.tryLock(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
                    try {
                        return work.get();
                    } finally {
                        turn.unlock();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Answer("stop", 0, 0);
    }

    private Answer generate(Question question, int[] prompt, int wished, Listener listener) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        StopWords words = new StopWords(question.stop(), listener);
        SamplingOptions options =
                new SamplingOptions(wished, question.temperature(), question.topP(), question.seed(), ends);
        Generation made = new Generator(model).generate(prompt, options, token -> words.accept(decoder.add(token)));
        if (!words.stopped()) {
            words.accept(decoder.finish());
            words.finish();
        }
        return new Answer(
                made.end() == Generation.End.LENGTH && !words.stopped() ? "length" : "stop",
                prompt.length,
                made.tokens().size());
    }

    @Override
    public void close() {
        turn.lock();
        try {
            model.close();
            tokenizer.close();
        } finally {
            turn.unlock();
        }
    }
}
