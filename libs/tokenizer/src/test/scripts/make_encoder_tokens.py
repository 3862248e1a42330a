"""Makes src/test/resources/dev/millrace/tokenizer/encoder-tokens: small WordPiece and Unigram tokenisers and the ids of some texts.

Run with the tokenizers package installed: python make_encoder_tokens.py. The text they learn from is made up.
"""
import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TARGET = Path(__file__).resolve().parents[1] / "resources/dev/millrace/tokenizer/encoder-tokens"
LEARNED = ["the river carries sand and gravel down to the sea", "a new kettle boils water within three minutes",
           "whoever reads this text twice knows it by heart", "sand, gravel and stones: the sea takes them all"] * 8
TEXTS = ["The river boils.", "Whoever carries gravel, twice!", " naïve café 12 € ", "東京"]


def wordpiece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(LEARNED, trainers.WordPieceTrainer(
        vocab_size=120, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(LEARNED, trainers.UnigramTrainer(
        vocab_size=120, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, tokenizer in (("wordpiece", wordpiece()), ("unigram", unigram())):
        found = {"tokenizer": json.loads(tokenizer.to_str()), "tokens": [{"text": t, "ids": tokenizer.encode(t).ids} for t in TEXTS]}
        (TARGET / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
