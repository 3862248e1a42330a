"""Loads a published embedding model with sentence-transformers: python check_embeddings.py DIR.

DIR holds vectors.json besides: texts and the vectors that this project has for them, as EncoderIT leaves them under -Dmillrace.keep.
Prints the largest difference; fails beyond 1e-5.
"""
import json
import sys
from pathlib import Path

import numpy as np
import sentence_transformers
import transformers


def main():
    directory = Path(sys.argv[1])
    ours = json.loads((directory / "vectors.json").read_text())
    model = sentence_transformers.SentenceTransformer(str(directory), device="cpu")
    theirs = model.encode(ours["texts"])
    difference = np.abs(np.array(ours["vectors"]) - theirs).max()
    print(f"sentence-transformers {sentence_transformers.__version__}, transformers {transformers.__version__}: {theirs.shape[0]} texts,"
          f" longest {model.max_seq_length}, largest difference {difference:.1e}")
    assert difference < 1e-5


if __name__ == "__main__":
    main()
