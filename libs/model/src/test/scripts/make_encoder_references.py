"""Makes src/test/resources/dev/millrace/model/encoders: what transformers computes for a tiny BERT and tiny T5s.

Run with torch and transformers installed: python make_encoder_references.py. Weights are made from the tensors' names and gradients
are kept as in make_family_references.py.
"""
import json
from pathlib import Path

import torch
import transformers as t
from make_family_references import numbers, uniform, values

TARGET = Path(__file__).resolve().parents[1] / "resources/dev/millrace/model/encoders"
BERT = dict(vocab_size=20, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=32,
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager")
T5 = dict(vocab_size=20, d_model=16, d_kv=6, d_ff=24, num_layers=2, num_decoder_layers=3, num_heads=4, dropout_rate=0.0,
          relative_attention_num_buckets=8, relative_attention_max_distance=12, decoder_start_token_id=0)
LENGTHS = (11, 7, 7, 9, 5, 12)
TEMPERATURE = 0.05
NEW_TOKENS = 8


def texts():
    return [[3 + int(value * 17) for value in uniform(f"text{i}", length, length)] for i, length in enumerate(LENGTHS)]


def filled(kind, settings):
    model = kind(kind.config_class(**settings)).float().eval()
    if settings.get("tie_word_embeddings") is False:
        model.lm_head.weight = torch.nn.Parameter(torch.empty(settings["vocab_size"], settings["d_model"]))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(values(name, list(parameter.shape), 1))
    return model


def padded(rows, filler=0):
    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])


def encoded(model, rows):
    ids = padded(rows)
    mask = torch.tensor([[int(i < len(row)) for i in range(ids.shape[1])] for row in rows])
    return dict(input_ids=ids, attention_mask=mask)


def gradients(model, loss):
    loss.backward()
    found = {}
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            weights = torch.tensor(uniform(name, 2, parameter.numel()), dtype=torch.float64) - 0.5
            flat = parameter.grad.double().flatten()
            found[name] = numbers(torch.stack([flat.norm(), (flat * weights).sum()]))
    return found


def facts(model, **more):
    config = json.loads(model.config.to_json_string(use_diff=False))
    return {"made_with": f"transformers {t.__version__}, torch {torch.__version__}", "config": config,
            "shapes": {name: list(p.shape) for name, p in model.named_parameters()}, "texts": texts(), **more}


def mean_pooled(output, mask):
    weight = mask.unsqueeze(-1).float()
    return (output * weight).sum(1) / weight.sum(1)


def pairs():
    """Two anchors, their two positives and two negatives: each anchor among all four by its cosines."""
    model = filled(t.BertModel, BERT)
    inputs = encoded(model, texts())
    hidden = model(**inputs).last_hidden_state
    pooled = mean_pooled(hidden, inputs["attention_mask"])
    unit = torch.nn.functional.normalize(pooled, dim=1)
    scores = unit[:2] @ unit[2:].T / TEMPERATURE
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor([0, 1]))
    rows = torch.cat([hidden[i, :length] for i, length in enumerate(LENGTHS)])
    return facts(model, hidden=numbers(rows), pooled=numbers(pooled), embeddings=numbers(unit), temperature=TEMPERATURE,
                 loss=loss.item(), gradients=gradients(model, loss))


def masked():
    model = filled(t.BertForMaskedLM, BERT)
    inputs = encoded(model, texts())
    labels = torch.full_like(inputs["input_ids"], -100)
    for row, place, label in ((0, 3, 5), (0, 10, 9), (1, 0, 4), (4, 2, 19)):
        labels[row, place] = label
    output = model(**inputs, labels=labels)
    return facts(model, targets=[[0, 3, 5], [0, 10, 9], [1, 0, 4], [4, 2, 19]], logits=numbers(output.logits[labels >= 0]),
                 loss=output.loss.item(), gradients=gradients(model, output.loss))


def classes():
    model = filled(t.BertForSequenceClassification, {**BERT, "num_labels": 3})
    labels = [2, 0, 1, 1, 0, 2]
    output = model(**encoded(model, texts()), labels=torch.tensor(labels))
    return facts(model, labels=labels, logits=numbers(output.logits), loss=output.loss.item(), gradients=gradients(model, output.loss))


def greedy(model, question):
    answer, margin = [model.config.decoder_start_token_id], float("inf")
    with torch.no_grad():
        for _ in range(NEW_TOKENS):
            best = model(input_ids=torch.tensor([question]), decoder_input_ids=torch.tensor([answer]), use_cache=False).logits[0, -1].topk(2)
            margin = min(margin, (best.values[0] - best.values[1]).item())
            answer.append(best.indices[0].item())
    return {"prompt_ids": question, "continuation_ids": answer[1:], "margin": margin}


def translated(settings):
    """The first three texts are questions, the others their answers."""
    model = filled(t.T5ForConditionalGeneration, {**T5, **settings})
    questions, answers = texts()[:3], texts()[3:]
    output = model(**encoded(model, questions), labels=padded(answers, -100))
    rows = torch.cat([output.logits[i, :len(answer)] for i, answer in enumerate(answers)])
    return facts(model, logits=numbers(rows), loss=output.loss.item(), gradients=gradients(model, output.loss),
                 greedy=greedy(model, questions[0]))


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    found = {
        "bert": pairs(),
        "bert-masked": masked(),
        "bert-classes": classes(),
        "t5-relu": translated({"feed_forward_proj": "relu"}),
        "t5-gated": translated({"feed_forward_proj": "gated-gelu"}),
        "t5-untied": translated({"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}),
    }
    for name, reference in found.items():
        (TARGET / f"{name}.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
