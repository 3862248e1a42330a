"""Makes src/test/resources/dev/millrace/model/optimisers.json: how Adafactor of transformers moves the tiny models' weights.

Run with torch and transformers installed: python make_optimiser_references.py. Gradients are made from names and steps on both sides;
of what every weight was moved by in all steps together, the norm and the product with a random tensor are kept.
"""
import json

import torch
import transformers as t
from transformers.optimization import Adafactor

import make_family_references as families

STEPS, RATE, DECAY = 3, 0.01, 0.1
CASES = {"llama": ("llama", False), "llama-scaled": ("llama", True), "biases": ("llama-with-biases", False), "gpt2-scaled": ("gpt2", True)}


def moved(base, scaled):
    kind, shape = families.cases()[base]
    model = families.model_of(kind, shape)
    named = dict(model.named_parameters())
    before = {name: p.detach().clone() for name, p in named.items()}
    groups = [dict(params=[p for p in named.values() if p.ndim > 1], weight_decay=DECAY),
              dict(params=[p for p in named.values() if p.ndim == 1], weight_decay=0.0)]
    optimiser = Adafactor(groups, lr=RATE, relative_step=False, scale_parameter=scaled, warmup_init=False)
    for step in range(1, STEPS + 1):
        for name, parameter in named.items():
            numbers = torch.tensor(families.uniform(name, 10 + step, parameter.numel()), dtype=torch.float64) - 0.5
            parameter.grad = (numbers * 0.01 * step).float().reshape(parameter.shape)
        optimiser.step()
    found = {}
    for name, parameter in named.items():
        weights = torch.tensor(families.uniform(name, 2, parameter.numel()), dtype=torch.float64) - 0.5
        flat = (parameter.detach().double() - before[name].double()).flatten()
        found[name] = families.numbers(torch.stack([flat.norm(), (flat * weights).sum()]))
    return {"base": base, "scaled": scaled, "moved": found}


def main():
    facts = {"made_with": f"transformers {t.__version__}, torch {torch.__version__}", "rate": RATE, "decay": DECAY, "steps": STEPS,
             "cases": {name: moved(*case) for name, case in CASES.items()}}
    (families.TARGET.parent / "optimisers.json").write_text(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main()
