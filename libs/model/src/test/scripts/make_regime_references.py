"""Makes src/test/resources/dev/millrace/model/regimes.json: learning rates, and a smoothed loss with its gradients, as transformers has them.

Run with torch and transformers installed: python make_regime_references.py.
"""
import json

import torch
import transformers as t
from transformers.trainer_pt_utils import LabelSmoother

import make_family_references as families

TARGET = families.TARGET.parent / "regimes.json"
STEPS, WARMUP, DECAY, SMOOTHING = 20, 4, 6, 0.1


def rates(name, **settings):
    """Share of the highest rate at steps 1 to 20."""
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = t.get_scheduler(name, optimiser, num_warmup_steps=WARMUP, num_training_steps=STEPS, scheduler_specific_kwargs=settings)
    return [schedule.lr_lambdas[0](step) for step in range(1, STEPS + 1)]


def smoothed():
    kind, settings = families.cases()["llama"]
    model = families.model_of(kind, settings)
    text = [3 + int(value * 17) for value in families.uniform("text", 14, 14)]
    ids = torch.tensor([text])
    loss = LabelSmoother(epsilon=SMOOTHING)(model(input_ids=ids, use_cache=False), ids, shift_labels=True)
    loss.backward()
    gradients = {}
    for name, parameter in model.named_parameters():
        weights = torch.tensor(families.uniform(name, 2, parameter.numel()), dtype=torch.float64) - 0.5
        flat = parameter.grad.double().flatten()
        gradients[name] = families.numbers(torch.stack([flat.norm(), (flat * weights).sum()]))
    return {"text": text, "smoothing": SMOOTHING, "loss": loss.item(), "gradients": gradients}


def main():
    found = {"made_with": f"transformers {t.__version__}, torch {torch.__version__}", "steps": STEPS, "warmup": WARMUP, "decay": DECAY,
             "rates": {"COSINE": rates("cosine"), "LINEAR": rates("linear"), "CONSTANT": rates("constant_with_warmup"),
                       "WSD": rates("warmup_stable_decay", num_decay_steps=DECAY, decay_type="linear")},
             "smoothed": smoothed()}
    TARGET.write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
