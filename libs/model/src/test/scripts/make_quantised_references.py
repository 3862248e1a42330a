"""Makes src/test/resources/dev/millrace/model/adapters/*-qlora-*.json: adapters beside a base that is stored in few bits.

Run with torch, transformers, peft and bitsandbytes installed: python make_quantised_references.py. The base's linear layers are packed and
widened again, NF4 by bitsandbytes, eight bits as said below; peft then computes with what came out. Of every layer the hash of
its 32-bit values is kept.
"""
import hashlib
import json

import bitsandbytes
import peft
import torch
import transformers as t

import make_adapter_references as adapters
import make_family_references as families

LINEAR = dict(r=4, lora_alpha=8, target_modules="all-linear")
# base, how its layers are stored, settings of peft
CASES = {
    "llama-qlora-nf4": ("llama", "nf4", LINEAR),
    "llama-qlora-int8": ("llama", "int8", LINEAR),
    "llama-qlora-dora": ("llama-with-biases", "nf4", dict(r=4, lora_alpha=6, use_dora=True, target_modules="all-linear")),
    "gemma3-qlora-nf4": ("gemma3", "nf4", dict(r=2, lora_alpha=4, target_modules=["q_proj", "down_proj"])),
    "gpt2-qlora-nf4": ("gpt2", "nf4", LINEAR),
    "gpt2-qlora-int8": ("gpt2", "int8", LINEAR),
}


def nf4(weight):
    """Blocks run over the rows' ends; a block a row is asked for because the widening on CPUs is wrong for rows shorter than a block."""
    blocks = weight.reshape(-1, 64)
    packed, state = bitsandbytes.functional.quantize_4bit(blocks, blocksize=64, quant_type="nf4", compress_statistics=False)
    return bitsandbytes.functional.dequantize_4bit(packed, state).reshape(weight.shape)


def int8(weight):
    """A row's largest magnitude is 127 steps."""
    step = weight.abs().amax(dim=1, keepdim=True) / 127
    return torch.round(weight / step) * step


def widened(name, weight, how, transposed):
    rows = weight.t().contiguous() if transposed else weight
    values = {"nf4": nf4, "int8": int8}[how](rows).float()
    return values.t().contiguous() if transposed else values


def model_of(base, how):
    kind, shape = families.cases()[base]
    model = families.model_of(kind, shape)
    layers = {}
    with torch.no_grad():
        for name, module in model.named_modules():
            transposed = isinstance(module, t.pytorch_utils.Conv1D)
            if "head" in name or not (transposed or isinstance(module, torch.nn.Linear)):
                continue
            module.weight.copy_(widened(name, module.weight, how, transposed))
            layers[name + ".weight"] = hashlib.sha256((module.weight + 0.0).numpy().tobytes()).hexdigest()
    return model, layers


def main():
    for name, (base, how, settings) in CASES.items():
        model, layers = model_of(base, how)
        adapters.adapted = lambda base, settings: peft.get_peft_model(model, peft.LoraConfig(task_type="CAUSAL_LM", **settings))
        found = {"made_with": f"bitsandbytes {bitsandbytes.__version__}, peft {peft.__version__}, transformers {t.__version__}, "
                              f"torch {torch.__version__}",
                 "quantisation": how, "layers": layers, **adapters.reference(base, settings)}
        (adapters.TARGET / f"{name}.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
