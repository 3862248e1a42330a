"""Makes src/test/resources/dev/millrace/model/distillation.json: losses of a student and a teacher as PyTorch has them, and their gradients.

Run with torch and transformers installed: python make_distillation_references.py. Student and teacher are the tiny Llama and the tiny Llama with
biases of make_family_references.py. The divergence is torch's kl_div over the teacher's likeliest tokens and one bucket for all others.
"""
import json

import torch
import torch.nn.functional as F
import transformers as t

import make_family_references as families

TARGET = families.TARGET.parent / "distillation.json"
# temperature, likeliest tokens, share of the teacher; the vocabulary has 20
CASES = {"top": (2.0, 5, 0.7), "all": (2.0, 20, 0.7), "teacher-alone": (1.0, 3, 1.0)}


def buckets(logs, ids):
    kept = logs.gather(-1, ids)
    if ids.shape[-1] == logs.shape[-1]:
        return kept
    rest = torch.logsumexp(logs.scatter(-1, ids, float("-inf")), -1, keepdim=True)
    return torch.cat([kept, rest], -1)


def case(temperature, top, share):
    student = families.model_of(*families.cases()["llama"])
    teacher = families.model_of(*families.cases()["llama-with-biases"])
    text = [3 + int(value * 17) for value in families.uniform("text", 14, 14)]
    ids = torch.tensor([text])
    logits = student(input_ids=ids, use_cache=False).logits[0, :-1]
    with torch.no_grad():
        wanted = teacher(input_ids=ids, use_cache=False).logits[0, :-1]
    told = torch.log_softmax(wanted / temperature, -1)
    likeliest = told.topk(top).indices
    soft = F.kl_div(buckets(torch.log_softmax(logits / temperature, -1), likeliest), buckets(told, likeliest),
                    log_target=True, reduction="batchmean")
    hard = F.cross_entropy(logits, ids[0, 1:])
    loss = (1 - share) * hard + share * temperature ** 2 * soft
    loss.backward()
    whole = F.kl_div(torch.log_softmax(logits / temperature, -1), told, log_target=True, reduction="batchmean")
    gradients = {}
    for name, parameter in student.named_parameters():
        weights = torch.tensor(families.uniform(name, 2, parameter.numel()), dtype=torch.float64) - 0.5
        flat = parameter.grad.double().flatten()
        gradients[name] = families.numbers(torch.stack([flat.norm(), (flat * weights).sum()]))
    return {"temperature": temperature, "top": top, "share": share, "text": text, "loss": loss.item(), "hard": hard.item(), "soft": soft.item(),
            "whole": whole.item(), "gradients": gradients}


def main():
    found = {"made_with": f"transformers {t.__version__}, torch {torch.__version__}", "cases": {name: case(*values) for name, values in CASES.items()}}
    TARGET.write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
