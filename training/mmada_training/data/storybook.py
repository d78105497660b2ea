"""Batches from the world's export (src/world/export.ts): one shape a batch, so that nothing is padded or hidden."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor

from ..layouts.storybook import BOS, EOI, EOS, INTERLEAVE, LAYOUT, SOI, T2I
from ..world import CELLS, COLOURS, NOUNS, OBJECT_KINDS, SIZES


@dataclass(frozen=True)
class Batch:
    ids: Tensor  # (B, L) joint-vocabulary tokens, output part unmasked
    positions: Tensor  # (L,) position ids
    image: slice  # output image tokens in L; empty in the text-only stage
    text: slice  # output text tokens in L
    given: Tensor  # (B, 64) text tokens that are input in this batch, never masked
    source: slice  # input image tokens in L; empty without one
    seen_at: Tensor  # (B, 9) where in the text the `seen:` clause names the cell of an object; -1 where it does not
    scene_at: Tensor  # (B, 9) likewise the last `scene:` clause


class Items:
    """An exported file in memory, grouped by task and instruction length."""

    def __init__(self, path: Path, text_rows: int, vocabulary: dict[str, int]):
        data = load_file(path)
        self.full_stop = vocabulary["##."]
        self.text_rows = text_rows
        self.instruction = data["instruction"].astype(np.int64)
        self.length = data["instruction_length"].astype(np.int64)
        self.reasoning = data["reasoning"].astype(np.int64)
        self.source = data["source"].astype(np.int64) + text_rows
        self.target = data["target"].astype(np.int64) + text_rows
        self.is_edit = data["is_edit"].astype(bool)
        self.category = data["category"].astype(np.int64)
        self.object_count = data["object_count"].astype(np.int64)

        self.seen_at, self.scene_at = object_clauses(self.reasoning, vocabulary)

    def __len__(self) -> int:
        return len(self.length)

    def shows_object(self, index: np.ndarray) -> Tensor:
        """Which tiles of the right pictures show a thing, (N, 36) bool."""
        return torch.from_numpy((self.target[index] - self.text_rows >> 8) < OBJECT_KINDS)

    def batch(self, index: np.ndarray, *, drop_text: bool = False, drop_image: bool = False, text_only: bool = False, device: str = "cpu") -> Batch:
        """`drop_text` removes the instruction, `drop_image` the input image; `text_only` also the output image, and then
        an edit's `seen:` clause is given in words."""
        n = 0 if drop_text else int(self.length[index[0]])
        edit = bool(self.is_edit[index[0]]) and not drop_image and not text_only
        rows = len(index)

        def column(token: int) -> np.ndarray:
            return np.full((rows, 1), token, np.int64)

        parts, positions = [column(INTERLEAVE if edit else T2I)], [np.array([LAYOUT.task])]

        def put(at: int, *tokens: np.ndarray) -> int:
            start = sum(p.shape[1] for p in parts)
            block = np.concatenate(tokens, 1)
            parts.append(block)
            positions.append(np.arange(at, at + block.shape[1]))
            return start

        source = slice(0, 0)
        if edit:
            start = put(LAYOUT.source, column(SOI), self.source[index], column(EOI)) + 1
            source = slice(start, start + LAYOUT.codes)
        put(LAYOUT.instruction, column(BOS), self.instruction[index, :n], column(EOS))
        image = slice(0, 0)
        if not text_only:
            start = put(LAYOUT.output, column(SOI), self.target[index], column(EOI)) + 1
            image = slice(start, start + LAYOUT.codes)
        reasoning = self.reasoning[index]
        start = put(LAYOUT.text, column(BOS), reasoning) + 1
        given = np.zeros_like(reasoning, dtype=bool)
        if text_only and self.is_edit[index[0]]:
            first_stop = (reasoning == self.full_stop).argmax(1)
            given = np.arange(LAYOUT.text_length)[None] <= first_stop[:, None]
        ids = np.concatenate(parts, 1)
        return Batch(
            ids=torch.from_numpy(ids).to(device),
            positions=torch.from_numpy(np.concatenate(positions)).to(device),
            image=image,
            text=slice(start, start + LAYOUT.text_length),
            given=torch.from_numpy(given).to(device),
            source=source,
            seen_at=torch.from_numpy(self.seen_at[index]).to(device),
            scene_at=torch.from_numpy(self.scene_at[index]).to(device),
        )


class Cursor:
    """An endless order of batches, `size` items of one task and one instruction length each, every item once an epoch: which items the
    batch at a place holds is a function of the seed and the place, so a run goes on where it stopped."""

    def __init__(self, items: Items, size: int, seed: int):
        self.items, self.size, self.seed = items, size, seed

    def at(self, place: int) -> np.ndarray:
        """The items of a batch, by index."""
        count = len(batches_of(self.items, self.size, self.seed, 0))
        if count == 0:
            raise ValueError(f"No task and length has {min(self.size, 8)} items: the file is too small for batches.")
        return batches_of(self.items, self.size, self.seed, place // count)[place % count]


@lru_cache(maxsize=4)
def batches_of(items: Items, size: int, seed: int, epoch: int) -> list[np.ndarray]:
    """The batches of an epoch. Groups keep their sizes from one epoch to the next, so all epochs have as many."""
    rng = np.random.default_rng((seed, epoch))
    key = items.length * 2 + items.is_edit
    order = rng.permutation(len(items))
    order = order[np.argsort(key[order], kind="stable")]
    edges = np.flatnonzero(np.diff(key[order])) + 1
    chunks = [group[i : i + size] for group in np.split(order, edges) for i in range(0, len(group), size)]
    return [chunks[i] for i in rng.permutation(len(chunks)) if len(chunks[i]) >= min(size, 8)]


def object_clauses(reasoning: np.ndarray, vocabulary: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Where each object's cell is named, (N, 9) each for the `seen:` and the last `scene:` clause; -1 where no object is.

    An object is always written "size colour noun cell", so the three tokens before are what stands in that cell.
    """

    def isin(words: list[str]) -> np.ndarray:
        return np.isin(reasoning, [vocabulary[word] for word in words if word in vocabulary])

    count, length = reasoning.shape
    named = isin(CELLS)
    for back, words in ((1, NOUNS), (2, COLOURS), (3, SIZES)):
        named[:, back:] &= isin(words)[:, :-back]
        named[:, :back] = False
    at = np.arange(length)[None]
    scene = np.where(isin(["scene"]), at, -1).max(1, keepdims=True)
    tables = []
    for inside in (named & (at < scene), named & (at > scene)):
        table = np.full((count, len(CELLS)), -1, np.int64)
        for cell, word in enumerate(CELLS):
            found = inside & (reasoning == vocabulary.get(word, -1))
            table[:, cell] = np.where(found, at, -1).max(1)
        tables.append(table)
    return tables[0], tables[1]
