"""Makes src/test/resources/dev/millrace/model/adapters: what peft computes for adapters on the tiny models of make_family_references.py.

Run with torch, transformers and peft installed: python make_adapter_references.py. Values are made from names on both sides, as there.
Curves are losses of twenty steps over all texts at once: AdamW, clipping at 1, two steps of warm-up, then a cosine to a tenth.
"""
import json
import math

import peft
import torch
import transformers as t

import make_family_references as families

TARGET = families.TARGET.parent / "adapters"
STEPS, WARMUP = 20, 2
ATTENTION = ["q_proj", "v_proj"]
# base, settings of peft, and what a curve is made with: highest rate and LoRA+'s ratio
CASES = {
    "llama-lora": ("llama", dict(r=4, lora_alpha=8, target_modules="all-linear"), (0.02, 1)),
    "llama-rslora": ("llama", dict(r=4, lora_alpha=3, use_rslora=True, target_modules=ATTENTION), (0.02, 1)),
    "llama-loraplus": ("llama", dict(r=2, lora_alpha=4, target_modules="all-linear"), (0.002, 8)),
    "llama-dora": ("llama-with-biases", dict(r=4, lora_alpha=6, use_dora=True, target_modules="all-linear"), (0.02, 1)),
    "llama-saved": ("llama", dict(r=3, lora_alpha=6, target_modules=["o_proj", "mlp.up_proj"],
                                  modules_to_save=["lm_head", "model.norm", "embed_tokens"]), (0.02, 1)),
    "mistral-lora": ("mistral", dict(r=2, lora_alpha=4, target_modules=["k_proj", "down_proj"]), None),
    "qwen2-dora": ("qwen2", dict(r=2, lora_alpha=4, use_dora=True, use_rslora=True, target_modules=ATTENTION), None),
    "qwen3-lora": ("qwen3", dict(r=4, lora_alpha=8, target_modules="all-linear"), None),
    "phi3-lora": ("phi3", dict(r=4, lora_alpha=8, target_modules="all-linear"), None),
    "phi3-dora": ("phi3", dict(r=4, lora_alpha=8, use_dora=True, target_modules=["qkv_proj", "down_proj"]), None),
    "gemma3-lora": ("gemma3", dict(r=4, lora_alpha=8, target_modules="all-linear"), None),
    "gpt2-lora": ("gpt2", dict(r=4, lora_alpha=8, target_modules="all-linear"), (0.02, 1)),
    "gpt2-dora": ("gpt2", dict(r=4, lora_alpha=8, use_dora=True, target_modules=["c_attn", "mlp.c_proj"]), None),
}


def file_name(name):
    return name.replace(".modules_to_save.default", "").replace("magnitude_vector.default.weight", "magnitude_vector").replace(".default", "")


def adapted(base, settings):
    kind, shape = families.cases()[base]
    torch.manual_seed(0)
    return peft.get_peft_model(families.model_of(kind, shape), peft.LoraConfig(task_type="CAUSAL_LM", **settings))


def trained(model):
    return {file_name(name): p for name, p in model.named_parameters() if p.requires_grad}


def draw(model, keep):
    """Adapters with values of their names; in curves B begins at zero and magnitudes as peft makes them."""
    with torch.no_grad():
        for name, parameter in trained(model).items():
            if "lora_" not in name or (keep and "lora_A" not in name):
                continue
            numbers = torch.tensor(families.uniform(name, 1, parameter.numel()), dtype=torch.float64) - 0.5
            numbers = numbers * 0.6 + 1 if "magnitude" in name else numbers
            parameter.copy_(numbers.reshape(parameter.shape).float())


def texts():
    return [[3 + int(value * 17) for value in families.uniform("text", length, length)] for length in families.LENGTHS]


def loss_of(model, logits=None):
    total, count = 0, 0
    for text in texts():
        ids = torch.tensor([text])
        output = model(input_ids=ids, use_cache=False).logits[0]
        if logits is not None:
            logits.append(families.numbers(output))
        total = total + torch.nn.functional.cross_entropy(output[:-1], ids[0, 1:], reduction="sum")
        count += len(text) - 1
    return total / count


def rate(step, highest):
    if step <= WARMUP:
        return highest * step / WARMUP
    wave = 0.5 * (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP)))
    return highest / 10 + (highest - highest / 10) * wave


def curve(base, settings, highest, ratio):
    model = adapted(base, settings)
    draw(model, keep=True)
    fast = [p for name, p in trained(model).items() if "lora_B" in name]
    vectors = [p for name, p in trained(model).items() if p.ndim == 1]
    others = [p for name, p in trained(model).items() if "lora_B" not in name and p.ndim > 1]
    groups = [dict(params=others, ratio=1, weight_decay=0.1), dict(params=fast, ratio=ratio, weight_decay=0.1),
              dict(params=vectors, ratio=ratio, weight_decay=0.0)]
    optimiser = torch.optim.AdamW([group for group in groups if group["params"]], lr=highest, betas=(0.9, 0.95), eps=1e-8)
    losses = []
    for step in range(1, STEPS + 1):
        for group in optimiser.param_groups:
            group["lr"] = rate(step, highest) * group["ratio"]
        loss = loss_of(model)
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained(model).values(), 1.0)
        optimiser.step()
    return losses


def reference(base, settings):
    model = adapted(base, settings)
    draw(model, keep=False)
    logits, gradients = [], {}
    loss = loss_of(model, logits)
    loss.backward()
    for name, parameter in trained(model).items():
        weights = torch.tensor(families.uniform(name, 2, parameter.numel()), dtype=torch.float64) - 0.5
        flat = parameter.grad.double().flatten()
        gradients[name] = families.numbers(torch.stack([flat.norm(), (flat * weights).sum()]))
    config = {key: sorted(value) if isinstance(value, set) else value
              for key, value in model.peft_config["default"].to_dict().items()}
    return {"base": base, "config": config, "texts": texts(), "logits": logits, "loss": loss.item(), "gradients": gradients,
            "shapes": {name: list(p.shape) for name, p in trained(model).items()}}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (base, settings, training) in CASES.items():
        found = {"made_with": f"peft {peft.__version__}, transformers {t.__version__}, torch {torch.__version__}",
                 **reference(base, settings)}
        if training:
            found["training"] = {"rate": training[0], "ratio": training[1], "losses": curve(base, settings, *training)}
        (TARGET / f"{name}.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
