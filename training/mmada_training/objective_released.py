"""The paper's objective on a released network: cross-entropy of the masked output tokens, text weighted by 1/t, image by 1."""

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor

from .data.pairs import Hidden
from .models.llada import Ask, Llada


@dataclass(frozen=True)
class Columns:
    """Over which tokens each modality is predicted: the released training takes all for both; a run asks for text among the text rows and
    codes among the codes."""

    text: slice
    image: slice


def released_loss(model: Llada, hidden: Hidden, columns: Columns) -> tuple[Tensor, Tensor]:
    """Text and image loss, scalars: per example a mean over all its output tokens, revealed ones counting 0; then a mean over the batch."""
    asks = [Ask(hidden.text, columns.text), Ask(hidden.image, columns.image)]
    logits = model(hidden.ids, hidden.keys, asks)
    text, image = (
        (F.cross_entropy(scores, target - (part.start or 0), reduction="none") * weight).sum() / len(hidden.ids)
        for scores, target, weight, part in zip(
            logits, (hidden.text_target, hidden.image_target), (hidden.text_weight, hidden.image_weight), (columns.text, columns.image)
        )
    )
    return text, image
