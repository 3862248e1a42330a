"""Makes src/test/resources/dev/millrace/model/tiny-fixture: a random model and what transformers computes for it.

Run with torch, transformers and safetensors installed: python make_tiny_fixture.py. The model is untied, its queries
share keys and values, and its rotary wavelengths are stretched, so that a mistake in any of these shows.
"""
import json
import math
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

TARGET = Path(__file__).resolve().parents[1] / "resources/dev/millrace/model/tiny-fixture"
LENGTHS = (12, 9)
NEW_TOKENS = 10
STEPS, WARM_UP, RATE = 20, 4, 0.01


def build():
    torch.manual_seed(7)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=24, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, head_dim=4, max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=False,
            rope_parameters={"rope_type": "llama3", "rope_theta": 100.0, "factor": 4.0, "low_freq_factor": 1.0,
                             "high_freq_factor": 4.0, "original_max_position_embeddings": 16},
            bos_token_id=1, eos_token_id=2, attn_implementation="eager", initializer_range=0.4))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name:
                parameter.add_(torch.randn_like(parameter) * 0.2)
    return model.float().eval()


def greedy(model, prompt):
    tokens = list(prompt)
    with torch.no_grad():
        for _ in range(NEW_TOKENS):
            tokens.append(model(input_ids=torch.tensor([tokens]), use_cache=False).logits[0, -1].argmax().item())
    return tokens[len(prompt):]


def documents():
    """Twelve short documents with a pattern; every fourth token is not supervised."""
    lengths = [3 + 5 * i % 8 for i in range(12)]
    offsets = torch.tensor([sum(lengths[:i]) for i in range(13)])
    tokens = torch.tensor([3 + (7 * i + i // 5) % 21 for i in range(sum(lengths))], dtype=torch.int32)
    mask = torch.tensor([i % 4 != 1 for i in range(len(tokens))]).to(torch.uint8)
    return {"tokens": tokens, "loss_mask": mask, "document_offsets": offsets}


def training_losses(model, data):
    """Loss before each of twenty steps over all documents at once: decay on matrices only, clipping, warm-up and cosine."""
    model.train()
    matrices = [p for p in model.parameters() if p.dim() > 1]
    norms = [p for p in model.parameters() if p.dim() == 1]
    adam = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.1}, {"params": norms, "weight_decay": 0.0}],
                             lr=RATE, betas=(0.9, 0.95), eps=1e-8)
    cuts = data["document_offsets"].tolist()
    losses = []
    for step in range(1, STEPS + 1):
        loss, count = torch.zeros(()), 0
        for a, b in zip(cuts, cuts[1:]):
            ids, mask = data["tokens"][a:b].long(), data["loss_mask"][a + 1:b].bool()
            logits = model(input_ids=ids[None, :-1], use_cache=False).logits[0]
            loss = loss + torch.nn.functional.cross_entropy(logits[mask], ids[1:][mask], reduction="sum")
            count += mask.sum().item()
        loss = loss / count
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        done = (step - WARM_UP) / (STEPS - WARM_UP)
        wave = 0.1 * RATE + 0.9 * RATE * 0.5 * (1 + math.cos(math.pi * done))
        for group in adam.param_groups:
            group["lr"] = RATE * step / WARM_UP if step <= WARM_UP else wave
        adam.step()
        losses.append(loss.item())
    return losses


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    model = build()
    ids, mask = torch.zeros(2, LENGTHS[0], dtype=torch.long), torch.zeros(2, LENGTHS[0], dtype=torch.long)
    for row, length in enumerate(LENGTHS):
        ids[row, :length], mask[row, :length] = torch.randint(3, 24, (length,)), 1
    output = model(input_ids=ids, attention_mask=mask, labels=ids.masked_fill(mask == 0, -100), use_cache=False)
    output.loss.backward()
    gradients = {f"grad.{name}": p.grad.contiguous() for name, p in model.named_parameters()
                 if "layers.0.self_attn" in name or "layers.1.mlp.up" in name or "norm" in name or "embed" in name}
    save_file({"input_ids": ids, "attention_mask": mask, "logits": output.logits.detach().contiguous(),
               "loss": output.loss.detach(), **gradients}, TARGET / "reference.safetensors")
    save_file({name: p.detach().contiguous() for name, p in model.named_parameters()},
              TARGET / "model.safetensors", metadata={"format": "pt"})
    (TARGET / "config.json").write_text(json.dumps(model.config.to_dict(), indent=1) + "\n")
    prompt = ids[0, :5].tolist()
    data = documents()
    save_file(data, TARGET / "dataset.safetensors")
    facts = {"greedy": {"prompt_ids": prompt, "continuation_ids": greedy(model, prompt)},
             "training_losses": training_losses(model, data)}
    (TARGET / "reference.json").write_text(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main()
