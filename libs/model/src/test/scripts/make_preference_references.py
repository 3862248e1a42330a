"""Makes src/test/resources/dev/millrace/model/preferences.json: twenty steps of DPO, KTO and ORPO as TRL's trainers compute them.

Run with torch, transformers, peft, datasets and trl installed: python make_preference_references.py. The trainers of TRL prepare the rows, collate
them and compute the loss (compute_loss); the loop around is that of make_adapter_references.py: AdamW, clipping at 1, two steps of warm-up, then
a cosine to a tenth, all rows in every step, no dropout. Answers to other prompts are those half the dataset away, which TRL's collator takes as
it takes its own. TRL's logistic loss of DPO knows no label smoothing, but of single pairs its "aot" is the same loss with it.
"""
import copy
import json
import tempfile

import peft
import tokenizers
import torch
import transformers as t
import trl
from datasets import Dataset
from trl.experimental.orpo import ORPOConfig, ORPOTrainer

import make_adapter_references as adapters
import make_family_references as families

TARGET = families.TARGET.parent / "preferences.json"
STEPS, BETA, END = 20, 0.1, "<e>"
LORA = dict(r=4, lora_alpha=8, target_modules="all-linear")
# kind, whether by adapters, highest rate, number of pairs, further settings of TRL's
CASES = {
    "dpo-full": ("dpo", False, 0.003, 4, {}),
    "dpo-lora": ("dpo", True, 0.01, 4, {}),
    "dpo-smoothed": ("dpo", False, 0.0005, 1, dict(loss_type=["aot"], label_smoothing=0.2)),
    "kto-full": ("kto", False, 0.003, 4, dict(desirable_weight=1.0, undesirable_weight=1.5)),
    "kto-lora": ("kto", True, 0.01, 4, dict(desirable_weight=2.0, undesirable_weight=1.0)),
    "orpo-full": ("orpo", False, 0.003, 4, {}),
    "orpo-lora": ("orpo", True, 0.01, 4, {}),
}


def words(name, count):
    return [3 + int(value * 17) for value in families.uniform(name, 14, count)]


def pairs(count):
    """Prompt, chosen, rejected: ids without the end."""
    return [(words(f"prompt {i}", 3 + i), words(f"chosen {i}", 2 + (i * 3) % 5), words(f"rejected {i}", 4 + (i * 5) % 4)) for i in range(count)]


def text(ids):
    return "".join(f" w{each}" for each in ids)


def tokenizer():
    vocabulary = {"<p>": 0, "<u>": 1, END: 2, **{f"w{i}": i for i in range(3, 20)}}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="<u>"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    return t.PreTrainedTokenizerFast(tokenizer_object=made, eos_token=END, pad_token="<p>", unk_token="<u>")


def policy(lora):
    if not lora:
        return families.model_of(*families.cases()["llama"])
    model = adapters.adapted("llama", LORA)
    adapters.draw(model, keep=True)
    return model


def trainer(kind, lora, count, settings, folder):
    model = policy(lora)
    rows = pairs(count)
    usual = dict(output_dir=folder, report_to=[], use_cpu=True, bf16=False, beta=BETA, max_length=64, per_device_train_batch_size=2 * count, **settings)
    if kind == "kto":
        columns = dict(prompt=[], completion=[], label=[])
        for prompt, chosen, rejected in rows:
            for answer, label in ((chosen, True), (rejected, False)):
                columns["prompt"].append(text(prompt))
                columns["completion"].append(text(answer))
                columns["label"].append(label)
        args, make = trl.KTOConfig(**usual), trl.KTOTrainer
    else:
        columns = dict(zip(("prompt", "chosen", "rejected"), ([text(row[i]) for row in rows] for i in range(3))))
        args, make = (trl.DPOConfig(**usual), trl.DPOTrainer) if kind == "dpo" else (ORPOConfig(**usual), ORPOTrainer)
    reference = {} if lora or kind == "orpo" else dict(ref_model=copy.deepcopy(model))
    return make(model=model, args=args, train_dataset=Dataset.from_dict(columns), processing_class=tokenizer(), **reference)


def batch(kind, made):
    rows = list(made.train_dataset)
    if kind == "kto":
        for i, row in enumerate(rows):
            row["KL_completion_ids"] = rows[(i + len(rows) // 2) % len(rows)]["completion_ids"]
    return made.data_collator(rows)


def measured(made):
    """What TRL would log of the last step."""
    found = made._metrics["train"] if hasattr(made, "_metrics") else made._stored_metrics["train"]
    return [found["rewards/chosen"][-1], found["rewards/rejected"][-1]]


def case(kind, lora, highest, count, settings):
    with tempfile.TemporaryDirectory() as folder:
        made = trainer(kind, lora, count, settings, folder)
        inputs = batch(kind, made)
        model = made.model
        parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}
        groups = [dict(params=[p for p in parameters.values() if p.ndim > 1], weight_decay=0.1),
                  dict(params=[p for p in parameters.values() if p.ndim == 1], weight_decay=0.0)]
        optimiser = torch.optim.AdamW([group for group in groups if group["params"]], lr=highest, betas=(0.9, 0.95), eps=1e-8)
        model.train()
        steps = []
        for step in range(1, STEPS + 1):
            for group in optimiser.param_groups:
                group["lr"] = adapters.rate(step, highest)
            loss = made.compute_loss(model, inputs)
            optimiser.zero_grad()
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
            optimiser.step()
            steps.append([loss.item(), norm.item(), *measured(made)])
    rows = [dict(zip(("prompt", "chosen", "rejected"), (prompt, [*chosen, 2], [*rejected, 2]))) for prompt, chosen, rejected in pairs(count)]
    return {"kind": kind, "lora": lora, "rate": highest, "beta": BETA, "settings": {key: value for key, value in settings.items() if key != "loss_type"},
            "rows": rows, "steps": steps}


def main():
    found = {"made_with": f"trl {trl.__version__}, peft {peft.__version__}, transformers {t.__version__}, torch {torch.__version__}",
             "lora": LORA, "cases": {name: case(*settings) for name, settings in CASES.items()}}
    TARGET.write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
