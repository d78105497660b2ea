"""Which optimiser moves which weights, and how fast: Muon for matrices, AdamW for the rest; the schedule of the rate."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .muon import Muon


@dataclass(frozen=True)
class ScheduleConfig:
    """Shares of a stage at which the learning rate stops rising and begins to fall."""

    warmup: float = 0.02
    decay_from: float = 0.6
    floor: float = 0.03  # share of the rate at the end

    def rate(self, progress: float) -> float:
        """Factor of the rate: linear warm-up, constant, linear decay to the floor. `progress` is 0..1 of the stage."""
        if progress < self.warmup:
            return max(progress / self.warmup, 0.02)
        if progress < self.decay_from:
            return 1.0
        return self.floor + (1 - self.floor) * max(0.0, (1 - progress) / (1 - self.decay_from))


def set_rate(optimisers: Sequence[torch.optim.Optimizer], factor: float) -> None:
    """Every group's rate is its own `base_lr` times the factor."""
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = group["base_lr"] * factor


def with_base(optimiser: torch.optim.Optimizer) -> torch.optim.Optimizer:
    """Remember the rates that the optimiser was made with, for `set_rate`."""
    for group in optimiser.param_groups:
        group["base_lr"] = group["lr"]
    return optimiser


def split(model: nn.Module, blocks: nn.Module) -> tuple[list[Tensor], list[Tensor]]:
    """The matrices of the blocks, and everything else."""
    matrices = [p for p in blocks.parameters() if p.ndim == 2]
    chosen = {id(p) for p in matrices}
    return matrices, [p for p in model.parameters() if id(p) not in chosen]


def muon_and_adamw(model: nn.Module, blocks: nn.Module, *, lr: float, muon_lr: float, muon_decay: float) -> list[torch.optim.Optimizer]:
    matrices, rest = split(model, blocks)
    adamw = torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    return [with_base(Muon(matrices, lr=muon_lr, weight_decay=muon_decay)), with_base(adamw)]


class Average:
    """Exponential moving average of the weights: what is exported."""

    def __init__(self, model: nn.Module, decay: float = 0.995):
        self.decay = decay
        self.values = {name: p.detach().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.values.values()), [p.detach() for p in model.parameters()], 1 - decay)
