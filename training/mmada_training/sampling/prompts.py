"""Requests as tensors. The output part stands first, so that it lies at the same place in every row; positions, not places, say what is where."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..layouts.storybook import LAYOUT
from ..world import BOS, EOI, EOS, INTERLEAVE, MASK, SOI, T2I

IMAGE = slice(1, 1 + LAYOUT.codes)
TEXT = slice(IMAGE.stop + 2, IMAGE.stop + 2 + LAYOUT.text_length)


@dataclass(frozen=True)
class Request:
    words: tuple[int, ...]  # tokens of the instruction
    source: tuple[int, ...] | None = None  # codes of the input picture of an edit


@dataclass(frozen=True)
class Prompts:
    """Sequences with all of their output masked. What fills a row up is no key."""

    ids: Tensor  # (B, L)
    positions: Tensor  # (B, L)
    keys: Tensor  # (B, L) bool


def lay_out(requests: Sequence[Request], text_rows: int, device: str = "cpu") -> Prompts:
    rows = []
    for request in requests:
        ids = [SOI, *[MASK] * LAYOUT.codes, EOI, BOS, *[MASK] * LAYOUT.text_length]
        at = [*range(LAYOUT.output, LAYOUT.output + len(ids))]
        is_edit = request.source is not None
        ids.append(INTERLEAVE if is_edit else T2I)
        at.append(LAYOUT.task)
        if is_edit:
            ids += [SOI, *(code + text_rows for code in request.source), EOI]
            at += range(LAYOUT.source, LAYOUT.source + LAYOUT.codes + 2)
        ids += [BOS, *request.words, EOS]
        at += range(LAYOUT.instruction, LAYOUT.instruction + len(request.words) + 2)
        rows.append((ids, at))
    longest = max(len(ids) for ids, _ in rows)
    fill = lambda values: [*values, *[0] * (longest - len(values))]
    keys = torch.arange(longest)[None] < torch.tensor([len(ids) for ids, _ in rows])[:, None]
    return Prompts(torch.tensor([fill(ids) for ids, _ in rows]).to(device), torch.tensor([fill(at) for _, at in rows]).to(device), keys.to(device))


def without_pictures(requests: Sequence[Request]) -> list[Request]:
    """The requests as guidance by the input picture leaves it out."""
    return [Request(request.words) for request in requests]
