#!/usr/bin/env python3
"""Makes the part of samples/documents that is not written by hand.

The log books are put together from sentences by a small generator with a fixed seed, the questions come from questions.txt, and the
PDF and DOCX files are set from the texts in source/. The same bytes come out every time and everywhere; only the standard library is used.

Usage: make_samples.py [FOLDER]      writes into FOLDER (default: the documents folder beside this one)
"""

import json
import pathlib
import sys

from logbooks import log_books
from office import docx, pdf

HERE = pathlib.Path(__file__).resolve().parent


def questions():
    """Blocks of questions.txt: any number of lines that begin with Q, then one that begins with A."""
    pairs, asked = [], []
    for line in (HERE / "questions.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("Q "):
            asked.append(line[2:])
        elif line.startswith("A "):
            pairs.append((asked, line[2:]))
            asked = []
    return pairs


def json_lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def question_files():
    single, chats = [], []
    for number, (asked, answer) in enumerate(questions()):
        for turn, question in enumerate(asked):
            if turn == 2:
                chats.append({"messages": [
                    {"role": "user", "content": question}, {"role": "assistant", "content": answer}]})
            else:
                single.append((turn, number, {"instruction": question, "output": answer}))
    return {
        "questions-and-answers.jsonl": json_lines(row for turn, number, row in sorted(single, key=lambda s: s[:2])),
        "conversations.jsonl": json_lines(chats),
    }


def set_texts():
    files = {}
    for source in sorted((HERE / "source").glob("*.md")):
        name = source.name[: -len(".md")]
        text = source.read_text(encoding="utf-8")
        files[name] = pdf(text) if name.endswith(".pdf") else docx(text)
    return files


def damaged(files):
    """A PDF that breaks off in the middle of its first object."""
    return {"damaged.pdf": files["museum-labels.pdf"][:64]}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    files = {**log_books(), **question_files(), **set_texts()}
    files.update(damaged(files))
    for name, data in files.items():
        (folder / name).write_bytes(data)
    print(f"{len(files)} files, {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    main()
