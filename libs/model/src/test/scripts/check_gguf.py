"""Loads GGUF files of `millrace export` with llama.cpp: python check_gguf.py [--ids OUT] MODEL TEXTS FILE.gguf...

MODEL is the directory that the files were made of, as transformers and tokenizers read it; TEXTS a folder of texts. The first
file holds 32-bit weights. Compared are: token ids of 1,000 lines with special tokens written out in them, logits and 24 greedy
tokens of the first file, the perplexity of 20 kB of every file, and the stored bytes of matrices with gguf.quants.quantize.
--ids writes the token ids of the windows, which InferencePerplexityIT takes. Needs llama-cpp-python, gguf, transformers, tokenizers and torch.
"""
import ctypes
import math
import os
import sys
from pathlib import Path

import gguf
import llama_cpp as lc
import numpy as np
import tokenizers
import torch
import transformers as t

LINES, GREEDY, WINDOW, BYTES = 1000, 24, 256, 20_000
LIMITS = {"F32": 0.005, "F16": 0.005, "BF16": 0.005, "Q8_0": 0.005}


class Llama:
    """A file in llama.cpp, keys and values in 32 bits."""

    def __init__(self, path, context):
        self.model = lc.llama_model_load_from_file(str(path).encode(), lc.llama_model_default_params())
        assert self.model, f"llama.cpp cannot load {path}"
        params = lc.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = context
        params.n_threads = params.n_threads_batch = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
        params.type_k = params.type_v = 0
        params.flash_attn_type = 0
        self.context = lc.llama_init_from_model(self.model, params)
        self.vocab = lc.llama_model_get_vocab(self.model)
        self.size = lc.llama_vocab_n_tokens(self.vocab)

    def tokens(self, text):
        raw = text.encode()
        room = (lc.llama_token * (len(raw) + 8))()
        n = lc.llama_tokenize(self.vocab, raw, len(raw), room, len(room), False, True)
        assert n >= 0
        return list(room[:n])

    def logits(self, ids):
        lc.llama_memory_clear(lc.llama_get_memory(self.context), True)
        batch = lc.llama_batch_init(len(ids), 0, 1)
        batch.n_tokens = len(ids)
        for i, token in enumerate(ids):
            batch.token[i], batch.pos[i], batch.logits[i] = token, i, 1
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = 0
        assert lc.llama_decode(self.context, batch) == 0
        rows = np.ctypeslib.as_array(lc.llama_get_logits(self.context), (len(ids), self.size)).copy()
        lc.llama_batch_free(batch)
        return rows

    def close(self):
        lc.llama_free(self.context)
        lc.llama_model_free(self.model)


def reference(model, ids):
    with torch.inference_mode():
        return model(input_ids=torch.tensor([ids]), use_cache=False).logits[0].float().numpy()


def perplexity(logits_of, windows):
    total = count = 0
    for ids in windows:
        rows = torch.log_softmax(torch.tensor(logits_of(ids)[:-1]), -1)
        total -= rows.gather(1, torch.tensor(ids[1:])[:, None]).double().sum().item()
        count += len(ids) - 1
    return math.exp(total / count)


def check_tokens(llama, tokenizer, texts):
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    step = max(1, len(lines) // LINES)
    special = [token.content for _, token in sorted(tokenizer.get_added_tokens_decoder().items())] or [""]
    chosen = [special[i % len(special)] + line + special[(i * 7 + 1) % len(special)]
              for i, line in enumerate(lines[::step][:LINES])]
    differing = [line for line in chosen if llama.tokens(line) != tokenizer.encode(line, add_special_tokens=False).ids]
    print(f"token ids: {len(chosen) - len(differing)} of {len(chosen)} lines equal, {len(special)} special tokens among them")
    for line in differing[:3]:
        print(f"  {line!r}\n   {llama.tokens(line)}\n   {tokenizer.encode(line, add_special_tokens=False).ids}")
    return not differing and len(chosen) == LINES


def check_greedy(llama, model, prompt):
    ids, margins, differing = list(prompt), [], 0.0
    for _ in range(GREEDY):
        ours, theirs = reference(model, ids)[-1], llama.logits(ids)[-1]
        differing = max(differing, float(np.abs(ours - theirs).max()))
        best = np.sort(ours)[-2:]
        margins.append(float(best[1] - best[0]))
        if margins[-1] > 2 * differing and ours.argmax() != theirs.argmax():
            return False, differing, margins
        ids.append(int(ours.argmax()))
    return True, differing, margins


def check_bytes(path, directory):
    """Stored matrices with what the reference makes of the directory's weights, where no rows are reordered."""
    from safetensors import safe_open
    names = {"mlp.down_proj": "ffn_down", "self_attn.v_proj": "attn_v"}
    stored = {tensor.name: tensor for tensor in gguf.GGUFReader(path).tensors}
    same = total = 0
    for file in sorted(Path(directory).glob("*.safetensors")):
        if file.name == "reference.safetensors":
            continue
        with safe_open(file, "pt") as tensors:
            for key in tensors.keys():
                for hub, own in names.items():
                    if key.endswith(hub + ".weight"):
                        tensor = stored[f"blk.{key.split('.')[2]}.{own}.weight"]
                        expected = gguf.quants.quantize(tensors.get_tensor(key).float().numpy(), tensor.tensor_type)
                        same += np.array_equal(np.ascontiguousarray(expected).view(np.uint8).ravel(),
                                               np.ascontiguousarray(tensor.data).view(np.uint8).ravel())
                        total += 1
    print(f"  bytes as gguf.quants.quantize: {same} of {total} matrices")
    return same == total


def main():
    arguments = sys.argv[1:]
    out = arguments[1] if arguments[:1] == ["--ids"] else None
    directory, folder, *files = arguments[2:] if out else arguments
    quiet = lc.llama_log_callback(lambda *_: None)
    lc.llama_log_set(quiet, ctypes.c_void_p(0))
    lc.llama_backend_init()
    paths = sorted(p for kind in ("*.md", "*.html", "*.txt") for p in Path(folder).rglob(kind) if p.name != "README.md")
    texts = [p.read_text(errors="replace") for p in paths]
    tokenizer = tokenizers.Tokenizer.from_file(str(Path(directory) / "tokenizer.json"))
    model = t.AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager").eval()
    longest = min(WINDOW, model.config.max_position_embeddings, getattr(model.config, "sliding_window", None) or WINDOW)
    ids = tokenizer.encode("".join(texts)[:BYTES], add_special_tokens=False).ids
    windows = [ids[i:i + longest] for i in range(0, len(ids) - 1, longest)]
    windows = [w for w in windows if len(w) > 1]
    if out:
        Path(out).write_text("".join(" ".join(map(str, w)) + "\n" for w in windows))
    ours = perplexity(lambda w: reference(model, w), windows)
    print(f"transformers {t.__version__}, llama-cpp-python {lc.__version__}; {len(ids)} tokens in windows of {longest}")
    print(f"perplexity in 32 bits: {ours:.4f}")
    good = True
    for i, path in enumerate(files):
        kind = [x.tensor_type.name for x in gguf.GGUFReader(path).tensors if x.name == "blk.0.attn_output.weight"][0]
        llama = Llama(path, max(longest, 64))
        if i == 0:
            good &= check_tokens(llama, tokenizer, texts)
            equal, differing, margins = check_greedy(llama, model, ids[:16])
            largest = float(np.abs(reference(model, ids[:longest])).max())
            apart = float(np.abs(reference(model, ids[:longest]) - llama.logits(ids[:longest])).max())
            print(f"logits differ by at most {apart:.2e}, {apart / largest:.2e} of the largest; greedy tokens equal: {equal}"
                  f" (smallest margin {min(margins):.2e})")
            good &= equal and apart <= 1e-3 * largest
        found = perplexity(llama.logits, windows)
        print(f"{kind}: perplexity {found:.4f}, {100 * (found / ours - 1):+.3f} %")
        good &= kind not in LIMITS or abs(found / ours - 1) <= LIMITS[kind]
        good &= check_bytes(path, directory)
        llama.close()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
