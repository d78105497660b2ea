"""Where tokens stand in the sequences of the released families: src/model/families/a/layout.ts and m/layout.ts."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tokenizers import Tokenizer

Family = Literal["a", "m"]


@dataclass(frozen=True)
class Picture:
    """Image codes, row-major."""

    codes: tuple[int, ...]
    columns: int


@dataclass(frozen=True)
class Laid:
    """One example as tokens, nothing masked; where the text and the codes of the output stand in it."""

    ids: tuple[int, ...]
    text: range
    image: tuple[int, ...]  # newline tokens left out


@dataclass(frozen=True)
class Example:
    """What an example says: the input picture is absent in a generation."""

    instruction: str
    output: Picture
    reasoning: str
    input: Picture | None = None


def family_of(folder: Path) -> Family:
    """By the architecture that config.json names, else by its image tokenizer. Raises ValueError when neither tells."""
    config = json.loads((folder / "config.json").read_text())
    name = (config.get("architectures") or [""])[0]
    vq = folder / "vqvae" / "config.json"
    tokenizer = json.loads(vq.read_text()).get("_class_name", "") if vq.exists() else ""
    for said, marks in ((name, (("mmada", "m"), ("multimodalgeneration|dimoo|xllmx", "a"))), (tokenizer, (("magvit", "m"), ("vqmodel", "a")))):
        for mark, family in marks:
            if re.search(mark, said, re.IGNORECASE):
                return family
    raise ValueError(f"{folder / 'config.json'} is of the architecture `{name}`, which is neither family A nor M.")


class Layout:
    """The sequences of a checkpoint folder's family."""

    def __init__(self, folder: Path, text_length: int):
        self.family = family_of(folder)
        self.text_length = text_length
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        named = lambda name, order: next(
            (found for known in (name, f"<|reserved_token_{order}|>") if (found := self.tokenizer.token_to_id(known)) is not None), 126_084 + order
        )
        self.mask, self.end = (self.tokenizer.token_to_id(name) for name in ("<|mdm_mask|>", "<|endoftext|>"))
        self.start = self.tokenizer.token_to_id("<|startoftext|>")
        if self.family == "a":
            id_of = self.tokenizer.token_to_id
            self.newline = id_of("<|reserved_token_0|>")
            self.image_start, self.image_end, self.answer, self.answer_end = (id_of(name) for name in ("<IMAGE>", "</IMAGE>", "<answer>", "</answer>"))
            self.code_offset = self.answer_end + 1
        else:
            self.generate, self.edit, self.image_start, self.image_end = (
                named("<|t2i|>", 4),
                named("<|interleave|>", 11),
                named("<|soi|>", 0),
                named("<|eoi|>", 1),
            )
            self.code_offset = self.tokenizer.get_vocab_size(with_added_tokens=True)

    def words(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def build(self, example: Example, *, drop_text: bool = False, drop_image: bool = False) -> Laid:
        """The sequence of an example; what is dropped for guidance is not there, as in the unguided sequences of a run. Raises ValueError
        when the reasoning has more tokens than the text."""
        said = self.words(example.reasoning)
        if len(said) > self.text_length:
            raise ValueError(f"A reasoning has {len(said)} tokens, and text_length is {self.text_length}: `{example.reasoning[:60]}`")
        text = [*said, *[self.end] * (self.text_length - len(said))]
        given = None if drop_image else example.input
        build = self._build_a if self.family == "a" else self._build_m
        return build(example, text, given, drop_text)

    def _build_a(self, example: Example, text: Sequence[int], given: Picture | None, drop_text: bool) -> Laid:
        # The task stays that of the example, whatever is dropped.
        task = "generate" if example.input is None else "edit"
        prompt = self.words(prompt_a(task, "<uncondition>" if drop_text else example.instruction))
        ids = [*prompt[:-1], *([] if given is None else self._picture(given)), prompt[-1], self.answer, self.image_start]
        image = range(len(ids), len(ids) + len(example.output.codes) + len(example.output.codes) // example.output.columns)
        ids += [*self._rows(example.output), self.image_end]
        places = tuple(at for order, at in enumerate(image) if (order + 1) % (example.output.columns + 1) != 0)
        start = len(ids)
        return Laid((*ids, *text, self.answer_end), range(start, start + len(text)), places)

    def _build_m(self, example: Example, text: Sequence[int], given: Picture | None, drop_text: bool) -> Laid:
        # A missing picture is as many tokens of id 0.
        codes = [0] * len(example.output.codes) if given is None else [code + self.code_offset for code in given.codes]
        words = [] if drop_text else self.words(example.instruction)
        ids = [self.generate if given is None else self.edit, self.image_start, *codes, self.image_end, self.start, *words, self.end, self.image_start]
        image = tuple(range(len(ids), len(ids) + len(example.output.codes)))
        ids += [*(code + self.code_offset for code in example.output.codes), self.image_end, self.start]
        start = len(ids)
        return Laid((*ids, *text), range(start, start + len(text)), image)

    def _rows(self, picture: Picture) -> list[int]:
        """Tokens row by row, each row ended by a newline."""
        out: list[int] = []
        for start in range(0, len(picture.codes), picture.columns):
            out += [code + self.code_offset for code in picture.codes[start : start + picture.columns]]
            out.append(self.newline)
        return out

    def _picture(self, picture: Picture) -> list[int]:
        return [self.image_start, *self._rows(picture), self.image_end]


SYSTEM = {
    "generate": "Generate an image according to the text prompt.",
    "edit": "Generate an image applying the following editing instruction based on the original image.",
}


def prompt_a(task: str, instruction: str) -> str:
    return f"<system>{SYSTEM[task]}</system><user>{instruction}</user>"
