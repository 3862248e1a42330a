"""Loads exported folders with transformers and peft: python check_export.py WHOLE ADAPTER BASE.

WHOLE and ADAPTER are folders of `millrace export` of one model, BASE is the model it was made from. Prints the largest difference of
the logits, relative to the largest of them, and whether both answer with the same likeliest tokens; fails beyond 1e-3.
"""
import sys

import peft
import torch
import transformers as t

TEXT = "The mill wheel turns when the water is let in."
NEW_TOKENS = 16


def logits(model, ids):
    with torch.no_grad():
        return model(input_ids=ids, use_cache=False).logits


def greedy(model, ids):
    return model.generate(ids, max_new_tokens=NEW_TOKENS, do_sample=False)[0].tolist()


def main():
    whole, adapter, base = sys.argv[1:]
    tokenizer = t.AutoTokenizer.from_pretrained(whole)
    ids = tokenizer(TEXT, return_tensors="pt").input_ids
    merged = t.AutoModelForCausalLM.from_pretrained(whole, dtype=torch.float32).eval()
    plain = t.AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    untouched = logits(plain, ids)
    beside = peft.PeftModel.from_pretrained(plain, adapter).eval()
    expected = logits(beside, ids)
    found = (logits(merged, ids) - expected).abs().max() / expected.abs().max()
    learned = (untouched - expected).abs().max() / expected.abs().max()
    print(f"transformers {t.__version__}, peft {peft.__version__}, {ids.shape[1]} tokens, longest {tokenizer.model_max_length}")
    print(f"merged against adapter beside its base: {found:.2e} of the largest logit; the base itself: {learned:.2e}")
    same = greedy(merged, ids) == greedy(beside, ids)
    print(f"same {NEW_TOKENS} likeliest tokens: {same}")
    chat = tokenizer.apply_chat_template([{"role": "user", "content": "Hello"}], tokenize=False)
    print(f"chat template: {chat!r}")
    assert found < 1e-3 and same and learned > 1e-3


if __name__ == "__main__":
    main()
