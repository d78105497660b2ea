"""An auxiliary loss that shows attention where to look: tiles at the words for their cell, words at the tiles they describe.

Which object stands in which cell is the last thing a small model finds out by itself. The world knows it, so three heads
are told. The heads stay ordinary heads, and nothing of this is in the exported model.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from .data.storybook import Batch
from .models.storybook import Storybook

# (block, head). Tiles find the word for their cell at once, since both start from one vector (`Storybook.align`); words must
# first have heard from their neighbours which cell they belong to.
CELL_HEAD, WORDS_HEAD, TILES_HEAD = (0, 1), (2, 0), (2, 1)


def mean(values: Tensor, valid: Tensor) -> Tensor:
    return torch.where(valid, values, 0.0).sum() / valid.sum().clamp(min=1)


def binding_loss(model: Storybook, batch: Batch, text_mask: Tensor, image_mask: Tensor, scores: Sequence[Tensor]) -> Tensor:
    """Mean negative log share of attention that falls where it should, over all queries that can know; scalar. `scores`: every block's,
    (B, heads, L, L)."""
    to_cell, to_words, to_tiles = (scores[block][:, head] for block, head in (CELL_HEAD, WORDS_HEAD, TILES_HEAD))
    rows = torch.arange(len(batch.ids), device=batch.ids.device)
    text, image = batch.text.start, batch.image.start
    shown = ~text_mask

    # Tiles: the word for my cell in the scene clause, then the three words before it.
    named = batch.scene_at[:, model.cell_of]
    at = named.clamp(min=3)
    is_known = (named >= 0) & shown.gather(1, at)
    tiles = slice(image, image + named.shape[1])
    total = mean(-to_cell[:, tiles].log_softmax(-1).gather(2, (text + at)[..., None])[..., 0], is_known)
    words = to_words[:, tiles].log_softmax(-1)
    for back in (1, 2, 3):
        total = total + mean(-words.gather(2, (text + at - back)[..., None])[..., 0], is_known & shown.gather(1, at - back)) / 3

    # Words of an object whose cell is known: the tiles of that cell, of the input picture or of the output.
    by_cell = model.cell_of.argsort(stable=True).view(9, 4)
    pictures = [(batch.scene_at, image, ~image_mask)]
    if batch.source.stop:
        pictures.append((batch.seen_at, batch.source.start, torch.ones_like(image_mask)))
    for place, start, is_shown in pictures:
        at = place.clamp(min=3)
        is_known = (place >= 0) & shown.gather(1, at)
        keys = is_shown[:, by_cell]
        hidden = torch.where(keys, 0.0, -torch.inf)
        for back in (1, 2, 3):
            scores = to_tiles[rows[:, None], text + at - back].log_softmax(-1)
            found = scores.gather(2, (start + by_cell).flatten().expand(len(rows), 9, -1))
            there = found.view(len(rows), 9, 9, 4).diagonal(dim1=1, dim2=2).permute(0, 2, 1)
            valid = is_known & keys.any(-1)
            share = torch.where(valid[..., None], there + hidden, 0.0).logsumexp(-1)
            total = total + mean(-share, valid) / 3
    return total
