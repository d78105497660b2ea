"""Which output tokens are hidden in training."""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..layouts.storybook import LAYOUT


@dataclass(frozen=True)
class Masks:
    text: Tensor  # (B, 64) bool
    image: Tensor  # (B, 36) bool
    text_weight: Tensor  # (B, 64) 1 / t, times the token's weight among the hidden ones of its sample: 1 on average


def draw_masks(
    rows: int, rng: torch.Generator, mixture: tuple[float, float, float], is_object: Tensor | None = None, *, block: int = 8, near: float = 1.0
) -> Masks:
    """One time t per sample, spread evenly over the batch. Three kinds of masks, by `mixture`:
    the paper's (each output token with probability t, both modalities the same t); those the sampler meets at time t (text
    revealed block by block, image by the cosine); and those of two independent times, which tie picture to finished text.

    `is_object`, (rows, 36): tiles that show a thing. The sampler reveals the surest codes first, and those are background; so in
    most masks of its kind things come late. Otherwise the text never learns to put a thing where the picture still has room.

    `near`: weight of hidden text in the block that the sampler fills at that time. What comes after it is hidden as well, but nothing of it is
    decided then; at the same weight it would be most of the loss, and the words that decide what is drawn a small part of it."""
    t = (torch.arange(rows) + torch.rand(rows, generator=rng)) / rows
    t = (t[torch.randperm(rows, generator=rng)] * 0.96 + 0.04).clamp(0.04, 1)
    kind = torch.multinomial(torch.tensor(mixture), rows, replacement=True, generator=rng)
    draw = torch.rand(rows, LAYOUT.text_length, generator=rng)
    # Independent times favour finished text and an empty picture: only there must a tile be read off the words.
    t_text = torch.where(kind == 2, torch.rand(rows, generator=rng).square() * 0.96 + 0.04, t)
    text = draw < t_text[:, None]

    revealed = ((1 - t) * LAYOUT.text_length).floor()
    whole = (revealed / block).floor() * block
    place = torch.arange(LAYOUT.text_length)[None]
    in_block = (place >= whole[:, None]) & (place < whole[:, None] + block)
    rank = torch.where(in_block, draw, 2.0).argsort(1).argsort(1)
    met = (place >= whole[:, None]) & ~(in_block & (rank < (revealed - whole)[:, None]))
    text = torch.where((kind == 1)[:, None], met, text)
    share = torch.where((kind == 1)[:, None] & in_block, near, 1.0)
    mean = (share * text).sum(1, keepdim=True) / text.sum(1, keepdim=True)
    share = share / torch.where(text.any(1, keepdim=True), mean, 1.0)

    t_image = torch.where(kind == 1, torch.cos((1 - t) * torch.pi / 2), t)
    t_image = torch.where((kind == 2) & (torch.rand(rows, generator=rng) < 0.5), 1.0, t_image)
    chance = torch.rand(rows, LAYOUT.codes, generator=rng)
    image = chance < t_image[:, None]
    if is_object is not None:
        lead = torch.rand(rows, generator=rng)
        late = chance + torch.where(lead < 0.7, 0.4 + lead, 0.0)[:, None] * is_object
        rank = late.argsort(1, descending=True).argsort(1)
        image = torch.where((kind == 1)[:, None], rank < (t_image * LAYOUT.codes).round()[:, None], image)
    return Masks(text, image, share / t_text[:, None])
