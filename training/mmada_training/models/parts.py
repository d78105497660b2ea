"""What both networks are made of."""

import torch
from torch import Tensor, nn


def rope_tables(positions: Tensor, head: int, theta: float) -> tuple[Tensor, Tensor]:
    """cos and sin of positions (L,) or (B, L), each (L, head) or (B, 1, L, head), half-split as in LLaDA."""
    frequency = theta ** (-torch.arange(0, head, 2, dtype=torch.float32, device=positions.device) / head)
    angle = positions.float()[..., None] * frequency
    angle = torch.cat([angle, angle], -1)
    if positions.ndim == 2:
        angle = angle[:, None]
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class RMSNorm(nn.Module):
    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        y = x.float()
        return (y * torch.rsqrt(y.square().mean(-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)
