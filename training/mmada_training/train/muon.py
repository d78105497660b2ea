"""Muon: momentum orthogonalised by Newton-Schulz, for matrices and convolutions (Jordan et al., 2024)."""

import math

import torch
from torch import Tensor

from .precision import fast_dtype


def orthogonalise(g: Tensor, steps: int = 5) -> Tensor:
    """The nearest semi-orthogonal matrices, (N, rows, columns), by a quintic Newton-Schulz iteration in the
    fastest precision, which is enough for it."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.to(fast_dtype(g.device.type))
    is_tall = x.size(-2) > x.size(-1)
    if is_tall:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        s = x @ x.mT
        x = a * x + (b * s + c * s @ s) @ x
    return (x.mT if is_tall else x).to(g.dtype)


class Muon(torch.optim.Optimizer):
    """One learning rate for all shapes: the update has unit spectral norm times sqrt(max(1, rows / columns)). A convolution counts as a
    matrix (outputs, inputs x height x width)."""

    def __init__(self, params, lr: float = 0.02, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            alike: dict[tuple[int, ...], list[Tensor]] = {}
            for p in group["params"]:
                if p.grad is not None:
                    alike.setdefault(tuple(p.shape), []).append(p)
            for shape, params in alike.items():
                updates = []
                for p in params:
                    buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
                    buffer.lerp_(p.grad, 1 - group["momentum"])
                    updates.append(p.grad.lerp(buffer, group["momentum"]).flatten(1))
                scale = max(1.0, shape[0] / math.prod(shape[1:])) ** 0.5
                for p, update in zip(params, orthogonalise(torch.stack(updates))):
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(update.view(shape), alpha=-group["lr"] * scale)
