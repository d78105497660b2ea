"""The supervised objective on exercises, beside rewards or instead of them."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..models.storybook import Storybook
from ..sampling.network import Factored
from ..sampling.prompts import IMAGE, TEXT, Request, lay_out
from ..world import EOS, MASK, TEXT_LENGTH

PADDING_WEIGHT = 0.2
"""As in objective.py."""


def supervised_loss(model: Storybook, lines: Sequence[dict], rng: np.random.Generator, *, count: int, image_weight: float) -> Tensor:
    """The paper's masked objective on `count` exercises drawn from these, which have their reasoning as tokens and their target as codes."""
    network = Factored(model)
    device = str(model.text_table.device)
    chosen = [lines[i] for i in rng.integers(len(lines), size=count)]
    prompts = lay_out([Request(tuple(one["words"]), tuple(one["source"]) if "source" in one else None) for one in chosen], network.text_rows, device)
    words = torch.tensor([[*one["reasoning"], *[EOS] * (TEXT_LENGTH - len(one["reasoning"]))] for one in chosen], device=device)
    codes = torch.tensor([one["target"] for one in chosen], device=device)
    time = torch.from_numpy(rng.uniform(0.04, 1, (count, 1))).float().to(device)
    text_mask, image_mask = (torch.from_numpy(rng.random(part.shape)).to(device) < time for part in (words, codes))
    ids = prompts.ids.clone()
    ids[:, TEXT] = words.masked_fill(text_mask, MASK)
    ids[:, IMAGE] = (codes + network.text_rows).masked_fill(image_mask, MASK)
    hidden = network.hidden(ids, prompts.positions, prompts.keys)
    text = F.cross_entropy(network.text_logits(hidden[:, TEXT]).flatten(0, 1), words.flatten(), reduction="none").view_as(words)
    weight = torch.where(words == EOS, PADDING_WEIGHT, 1.0) / time * text_mask
    image = model.code_head.loss(hidden[:, IMAGE].float(), codes) * image_mask
    return (text * weight).mean() + image_weight * image.mean()
