"""What a reward is worth beside those of the same prompt."""

import torch
from torch import Tensor

SMALL = 1e-4
FLAT = 1e-3
"""A group whose rewards spread less teaches nothing."""


def group_advantages(rewards: Tensor, group: int, *, divide: bool = True, largest: float = 5.0) -> Tensor:
    """(S, B) -> (S, B): at each step, over the `group` rollouts of a prompt, which stand side by side. Zero where all are alike."""
    grouped = rewards.unflatten(1, (-1, group))
    centred = grouped - grouped.mean(-1, keepdim=True)
    deviation = grouped.std(-1, keepdim=True, correction=0)
    scaled = centred / (deviation + SMALL) if divide else centred
    return torch.where(deviation < FLAT, 0.0, scaled).clamp(-largest, largest).flatten(1)


def flat_share(rewards: Tensor, group: int) -> float:
    """Share of groups, over all steps, whose rewards are alike."""
    return float((rewards.unflatten(1, (-1, group)).std(-1, correction=0) < FLAT).float().mean())


def shuffled(rewards: Tensor, generator: torch.Generator) -> Tensor:
    """Every rollout's rewards in another order of its steps: as much of them, and nothing of which step they belong to. All rollouts of a batch
    change in the same way, so that a step's rewards stay comparable within the group."""
    return rewards[torch.randperm(len(rewards), generator=generator)]
