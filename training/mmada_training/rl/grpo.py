"""The clipped policy objective over what was decided at the sampled steps, with its KL to the model at the start."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Objective:
    loss: Tensor  # scalar, to be made small
    ratio: Tensor  # (R,) new over old, without graph
    kl: Tensor  # (R,) k2 to the reference, without graph


def k2(logp: Tensor, reference: Tensor) -> Tensor:
    """An estimate of KL(policy, reference) that is never negative: d^2 / 2, d = reference - policy. Not exp(d) - d - 1: of codes that are still masked
    some come out as what a state holds for all but impossible, and of their d the exponential was a thousand times all else."""
    return (reference - logp).clamp(-20, 20).square() / 2


def clipped_objective(
    logp: Tensor, old_logp: Tensor, advantages: Tensor, weights: Tensor, *, clip: float, clip_always: bool, beta: float, reference: Tensor | None
) -> Objective:
    """All (R,). `weights` sum to what the loss is a mean over. `clip_always`: StableDRL's two lines, the ratio clipped whatever the sign of its
    advantage, and the sum of clipped ratios in place of their number."""
    ratio = (logp - old_logp).exp()
    clipped = ratio.clamp(1 - clip, 1 + clip)
    if clip_always:
        share = weights * weights.sum() / (weights * clipped.detach()).sum().clamp(min=1e-8)
        gain = (share * clipped * advantages).sum()
    else:
        gain = (weights * torch.minimum(ratio * advantages, clipped * advantages)).sum()
    kl = k2(logp, reference) if reference is not None else torch.zeros_like(logp)
    return Objective(beta * (weights * kl).sum() - gain, ratio.detach(), kl.detach())
