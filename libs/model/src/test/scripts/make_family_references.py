"""Makes src/test/resources/dev/millrace/model/families: what transformers computes for a tiny model of every family.

Run with torch and transformers installed: python make_family_references.py. Weights are not stored: both sides make them
from the tensor's name, with the counter-based random numbers of CounterRandom. Of every gradient the norm and the product
with such a random tensor are kept, which a wrong gradient does not meet by chance.
"""
import json
import math
from pathlib import Path

import torch
import transformers as t

TARGET = Path(__file__).resolve().parents[1] / "resources/dev/millrace/model/families"
MASK, GOLDEN = (1 << 64) - 1, 0x9E3779B97F4A7C15
SMALL = dict(vocab_size=20, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=64, attn_implementation="eager",
             bos_token_id=1, eos_token_id=2, pad_token_id=0)
LENGTHS = (14, 9)
NEW_TOKENS = 8


def mix(value):
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def uniform(name, salt, count):
    key = GOLDEN
    for part in [salt, *name.encode()]:
        key = mix(key ^ mix((part + GOLDEN) & MASK))
    return [(mix(key ^ mix((i * GOLDEN + 1) & MASK)) >> 11) * 2.0 ** -53 for i in range(count)]


def values(name, shape, ones):
    """Matrices in [-0.5, 0.5), norms within 0.3 of what changes nothing, biases within 0.3 of zero."""
    numbers = torch.tensor(uniform(name, 1, math.prod(shape)), dtype=torch.float64) - 0.5
    if len(shape) > 1:
        return numbers.reshape(shape).float()
    return (numbers * 0.6 + (ones if name.endswith("weight") else 0)).float()


def rope(kind, **settings):
    return {"rope_parameters": {"rope_type": kind, "rope_theta": 100.0, **settings}}


def cases():
    yarn = dict(factor=4.0, original_max_position_embeddings=10, beta_fast=4.0, beta_slow=1.0)
    long = dict(short_factor=[1.0, 1.5], long_factor=[2.0, 3.5], original_max_position_embeddings=10)
    gemma = dict(head_dim=8, num_hidden_layers=3, sliding_window=5, query_pre_attn_scalar=6,
                 layer_types=["sliding_attention", "full_attention", "sliding_attention"],
                 rope_parameters={"full_attention": {"rope_type": "default", "rope_theta": 10000.0},
                                  "sliding_attention": {"rope_type": "default", "rope_theta": 50.0}})
    gpt = dict(vocab_size=20, n_embd=16, n_layer=2, n_head=4, n_positions=64, bos_token_id=1, eos_token_id=2,
               resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, attn_implementation="eager")
    return {
        "llama": (t.LlamaForCausalLM, SMALL),
        "llama-with-biases": (t.LlamaForCausalLM, {**SMALL, "attention_bias": True, "mlp_bias": True}),
        "llama-linear": (t.LlamaForCausalLM, {**SMALL, **rope("linear", factor=3.0)}),
        "llama-llama3": (t.LlamaForCausalLM, {**SMALL, **rope("llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                                              original_max_position_embeddings=10)}),
        "llama-yarn": (t.LlamaForCausalLM, {**SMALL, "head_dim": 16, **rope("yarn", **yarn)}),
        "llama-yarn-mscale": (t.LlamaForCausalLM, {**SMALL, "head_dim": 16,
                                                   **rope("yarn", **yarn, truncate=False, mscale=0.7, mscale_all_dim=1.3)}),
        "mistral": (t.MistralForCausalLM, {**SMALL, "sliding_window": 5}),
        "qwen2": (t.Qwen2ForCausalLM, {**SMALL, "tie_word_embeddings": True}),
        "qwen2-sliding": (t.Qwen2ForCausalLM, {**SMALL, "use_sliding_window": True, "sliding_window": 5, "max_window_layers": 1}),
        "qwen3": (t.Qwen3ForCausalLM, {**SMALL, "head_dim": 8, "tie_word_embeddings": True}),
        "phi3": (t.Phi3ForCausalLM, {**SMALL, "sliding_window": 5, "original_max_position_embeddings": 64}),
        "phi3-longrope": (t.Phi3ForCausalLM, {**SMALL, "original_max_position_embeddings": 10,
                                              **rope("longrope", **long)}),
        "phi3-longrope-partial": (t.Phi3ForCausalLM, {
            **SMALL, "num_attention_heads": 2, "num_key_value_heads": 1, "original_max_position_embeddings": 10,
            **rope("longrope", **{**long, "partial_rotary_factor": 0.5})}),
        "gemma3": (t.Gemma3ForCausalLM, {**SMALL, **gemma}),
        "gpt2": (t.GPT2LMHeadModel, gpt),
    }


def model_of(kind, settings):
    model = kind(kind.config_class(**settings)).float().eval()
    ones = 0 if kind is t.Gemma3ForCausalLM else 1
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(values(name, list(parameter.shape), ones))
    return model


def greedy(model, prompt):
    tokens, margin = list(prompt), math.inf
    with torch.no_grad():
        for _ in range(NEW_TOKENS):
            best = model(input_ids=torch.tensor([tokens]), use_cache=False).logits[0, -1].topk(2)
            margin = min(margin, (best.values[0] - best.values[1]).item())
            tokens.append(best.indices[0].item())
    return {"prompt_ids": prompt, "continuation_ids": tokens[len(prompt):], "margin": margin}


def numbers(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().flatten().tolist()]


def reference(model):
    """Each text by itself, so that one that is shorter than the original length has the angles of a short one."""
    texts = [[3 + int(value * 17) for value in uniform("text", length, length)] for length in LENGTHS]
    total, count, logits = 0, 0, []
    for text in texts:
        ids = torch.tensor([text])
        output = model(input_ids=ids, use_cache=False).logits[0]
        logits.append(numbers(output))
        total = total + torch.nn.functional.cross_entropy(output[:-1], ids[0, 1:], reduction="sum")
        count += len(text) - 1
    loss = total / count
    loss.backward()
    gradients = {}
    for name, parameter in model.named_parameters():
        weights = torch.tensor(uniform(name, 2, parameter.numel()), dtype=torch.float64) - 0.5
        flat = parameter.grad.double().flatten()
        gradients[name] = numbers(torch.stack([flat.norm(), (flat * weights).sum()]))
    return {"texts": texts, "logits": logits, "loss": loss.item(), "gradients": gradients,
            "shapes": {name: list(p.shape) for name, p in model.named_parameters()}, "greedy": greedy(model, texts[0][:6])}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (kind, settings) in cases().items():
        model = model_of(kind, settings)
        config = json.loads(model.config.to_json_string(use_diff=False))
        found = {"made_with": f"transformers {t.__version__}, torch {torch.__version__}", "config": config, **reference(model)}
        (TARGET / f"{name}.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
