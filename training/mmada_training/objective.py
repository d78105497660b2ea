"""The paper's objective: cross-entropy of the masked output tokens, text weighted by 1/t, image by 1."""

import torch
import torch.nn.functional as F
from torch import Tensor

from .data import Batch, Masks
from .layout import EOS, MASK
from .model import Storybook

# <|endoftext|> fills up the text; at full weight it would drown the words.
PADDING_WEIGHT = 0.2


def joint_loss(model: Storybook, ids: Tensor, positions: Tensor, text_start: int, image_start: int, text_mask: Tensor, image_mask: Tensor, text_weight: Tensor) -> tuple[Tensor, Tensor]:
    """Text and image loss, each a scalar: a mean over all output tokens of the batch, revealed ones counting 0."""
    length = text_mask.shape[1]
    text = ids[:, text_start : text_start + length]
    pieces = [ids[:, :text_start], text.masked_fill(text_mask, MASK)]
    codes = None
    if image_start:
        n = image_mask.shape[1]
        codes = ids[:, image_start : image_start + n]
        pieces = [ids[:, :image_start], codes.masked_fill(image_mask, MASK), ids[:, image_start + n : text_start], pieces[1]]
    seen = torch.cat(pieces, 1)
    table = torch.cat([model.text_table, model.code_table.table()]) if image_start else model.text_table
    hidden = model(F.embedding(seen, table), positions)

    logits = F.linear(hidden[:, text_start : text_start + length], model.text_head().to(hidden.dtype)).float()
    loss = F.cross_entropy(logits.flatten(0, 1), text.flatten(), reduction="none").view_as(text)
    weight = torch.where(text == EOS, PADDING_WEIGHT, 1.0) * text_weight[:, None] * text_mask
    text_loss = (loss * weight).mean()
    if codes is None:
        return text_loss, text_loss.new_zeros(())
    image_hidden = hidden[:, image_start : image_start + codes.shape[1]]
    image_loss = (model.code_head.loss(image_hidden, codes - model.config.text_rows) * image_mask).mean()
    return text_loss, image_loss


def losses(model: Storybook, batch: Batch, masks: Masks, step=joint_loss) -> tuple[Tensor, Tensor]:
    text_mask = masks.text.to(batch.ids.device) & ~batch.given
    return step(
        model, batch.ids, batch.positions, batch.text.start, batch.image.start, text_mask, masks.image.to(batch.ids.device), masks.text_weight.to(batch.ids.device)
    )
