"""Draws of tokens from logits, by the same running sums as the command."""

import numpy as np
import torch
from torch import Tensor

from ..models.code_table import Drawn

COLDEST = 1e-30
"""Temperatures below are none: the likeliest is taken."""


def inverse_cdf(weights: Tensor, uniforms: Tensor) -> Tensor:
    """The first column whose running sum exceeds uniform times the total, (B, R); sums over blocks of columns first, in float32, as
    src/graph/sampling.ts."""
    columns = weights.shape[-1]
    width = 2 ** int(np.ceil(np.log2(columns) / 2))
    blocked = torch.nn.functional.pad(weights, (0, -columns % width)).unflatten(-1, (-1, width))
    up_to = blocked.sum(-1).cumsum(-1)
    total = up_to[..., -1:]
    target = torch.minimum(uniforms[..., None] * total, total * (1 - 2.0**-22))
    block = (up_to <= target).sum(-1, keepdim=True)
    before = torch.cat([torch.zeros_like(total), up_to], -1).gather(-1, block)
    inside = blocked.gather(-2, block[..., None].expand(*block.shape, width))[..., 0, :].cumsum(-1)
    rest = torch.minimum((target - before).clamp(min=0), inside[..., -1:] * (1 - 2.0**-22))
    return (block * width + (inside <= rest).sum(-1, keepdim=True))[..., 0]


def choose(logits: Tensor, temperature: float, uniforms: Tensor) -> Drawn:
    """A column of each row of logits, (B, R, n) and (B, R); the likeliest where there is no temperature."""
    probabilities = logits.softmax(-1)
    if temperature < COLDEST:
        ids, log_p = logits.argmax(-1), logits.log_softmax(-1)
    else:
        heated = logits / temperature
        log_p = heated.log_softmax(-1)
        ids = inverse_cdf(heated.softmax(-1), uniforms.float())
    take = lambda table: table.gather(-1, ids[..., None])[..., 0]
    entropy = -(log_p.exp() * log_p.clamp(min=-1e4)).sum(-1)
    return Drawn(ids, take(log_p), take(probabilities), entropy)
