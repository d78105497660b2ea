"""The paper's objective: cross-entropy of the masked output tokens, text weighted by 1/t, image by 1."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .data.masks import Masks
from .data.storybook import Batch
from .models.storybook import Storybook
from .world import EOS, MASK

# <|endoftext|> fills up the text; at full weight it would drown the words.
PADDING_WEIGHT = 0.2


@dataclass(frozen=True)
class Hidden:
    """A batch with its masks, as tensors and slices: what the network is asked."""

    ids: Tensor  # (B, L), nothing hidden
    positions: Tensor  # (L,)
    text: slice
    image: slice  # empty where there is no picture
    text_mask: Tensor  # (B, T) bool
    image_mask: Tensor  # (B, N) bool
    text_weight: Tensor  # (B, T) 1/t, as draw_masks shares it out

    @classmethod
    def of(cls, batch: Batch, masks: Masks) -> "Hidden":
        device = batch.ids.device
        text = masks.text.to(device) & ~batch.given
        return cls(batch.ids, batch.positions, batch.text, batch.image, text, masks.image.to(device), masks.text_weight.to(device))


@dataclass(frozen=True)
class Losses:
    text: Tensor  # scalar
    image: Tensor  # scalar
    scores: tuple[Tensor, ...] = ()  # every block's attention scores, where they were asked for


def joint_loss(model: Storybook, hidden: Hidden, need_scores: bool = False) -> Losses:
    """Text and image loss, each a scalar: a mean over all output tokens of the batch, revealed ones counting 0."""
    ids, text, image = hidden.ids, hidden.text, hidden.image
    seen = ids.clone()
    seen[:, text] = ids[:, text].masked_fill(hidden.text_mask, MASK)
    has_image = image.stop > image.start
    if has_image:
        seen[:, image] = ids[:, image].masked_fill(hidden.image_mask, MASK)
    table = torch.cat([model.text_table, model.code_table.table()]) if has_image else model.text_table
    out, scores = model(F.embedding(seen, table), hidden.positions, need_scores=need_scores)

    words = ids[:, text]
    logits = F.linear(out[:, text], model.text_head().to(out.dtype)).float()
    loss = F.cross_entropy(logits.flatten(0, 1), words.flatten(), reduction="none").view_as(words)
    weight = torch.where(words == EOS, PADDING_WEIGHT, 1.0) * hidden.text_weight * hidden.text_mask
    text_loss = (loss * weight).mean()
    if not has_image:
        return Losses(text_loss, text_loss.new_zeros(()), tuple(scores))
    codes = ids[:, image] - model.config.text_rows
    return Losses(text_loss, (model.code_head.loss(out[:, image], codes) * hidden.image_mask).mean(), tuple(scores))


Step = Callable[..., Losses]
"""`joint_loss`, or what torch.compile made of it."""
