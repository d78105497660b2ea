"""What is logged of every step, and when a run has to stop."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from .config import RlConfig


class Stopped(Exception):
    """A run that a rule ended: why."""


def ratio_line(ratio: Tensor, advantages: Tensor, clip: float) -> dict[str, float]:
    """Of one update: how far the policy has gone, and what was clipped by the sign of its advantage."""
    log_ratio = ratio.log().abs()
    outside = (ratio - 1).abs() > clip
    of = lambda mask: float(outside[mask].float().mean()) if mask.any() else 0.0
    return {"log_ratio": float(log_ratio.mean()), "log_ratio_max": float(log_ratio.max()), "clipped_up": of(advantages > 0), "clipped_down": of(advantages < 0)}


def verdict_line(verdicts: Sequence[dict[str, Any]], group: int) -> dict[str, float]:
    """Of finished rollouts: the judge's components, the grammar, and how much a group's pictures differ."""
    mean = lambda name: sum(float(one[name]) for one in verdicts) / len(verdicts)
    groups = [verdicts[at : at + group] for at in range(0, len(verdicts), group)]
    return {
        "output_alignment": mean("outputAlignment"),
        "text_alignment": mean("textAlignment"),
        "image_alignment": mean("imageAlignment"),
        "parses": mean("parses"),
        "both": sum(one["text"] and one["image"] for one in verdicts) / len(verdicts),
        "things": mean("things"),
        "scenes": sum(len({one["scene"] for one in part}) for part in groups) / len(groups),
    }


class StopRules:
    """Raises Stopped when the grammar is lost or the entropy is gone, beside the first steps; over the mean of so many, since one batch says little."""

    def __init__(self, config: RlConfig, over: int = 10):
        self.config, self.over = config, over
        self.lines: list[dict[str, float]] = []
        self.first: tuple[float, float] | None = None

    def check(self, line: dict[str, float]) -> None:
        self.lines = [*self.lines, line][-self.over :]
        if len(self.lines) < self.over:
            return
        parses, entropy = (sum(one[name] for one in self.lines) / self.over for name in ("parses", "entropy"))
        if self.first is None:
            self.first = parses, entropy
        least = self.config.least_parsed * self.first[0]
        if parses < least:
            allowed = f"least_parsed = {self.config.least_parsed:.0%} of the start"
            raise Stopped(f"Only {parses:.1%} of the texts follow the grammar, less than {least:.1%} ({allowed}).")
        if entropy < self.config.least_entropy * self.first[1]:
            raise Stopped(f"The entropy fell from {self.first[1]:.4f} to {entropy:.4f}, below least_entropy = {self.config.least_entropy:.0%} of it.")


def finite(values: Tensor) -> float:
    return float(torch.nan_to_num(values.float().mean()))
