"""What each step reveals: src/decoder/schedule.ts and plan.ts, for the paper's parallel recipe."""

import math
from dataclasses import dataclass

import numpy as np
import torch


@dataclass(frozen=True)
class Step:
    text: int  # tokens to reveal
    image: int | None = None  # codes that stay masked after it; None leaves the picture alone
    ratio: float = 1.0  # share of the image steps done with it


def reveal_counts(masked: int, steps: int) -> list[int]:
    """Linear: what is left after a step is the exact share, rounded down."""
    left = [masked * (steps - step) // steps for step in range(steps + 1)]
    return [before - after for before, after in zip(left, left[1:])]


def cosine_mask_ratio(ratio: float) -> float:
    """cos(ratio pi / 2) in float32, whose rounding moves codes."""
    angle = np.float32(np.float32(np.float32(ratio) * np.float32(math.pi)) * np.float32(0.5))
    return float(np.float32(math.cos(float(angle))))


def plan_steps(steps: int, image_steps: int, *, text: int, image: int) -> list[Step]:
    """Both modalities complete after the last step; image steps spread from the first to the last, those that reveal nothing left out."""
    count = min(image_steps, steps)
    places = [steps - 1] if count == 1 else list(dict.fromkeys(torch.linspace(0, steps - 1, count).round().int().tolist()))
    plan = [Step(tokens) for tokens in reveal_counts(text, steps)]
    left = image
    for order, place in enumerate(places):
        ratio = (order + 1) / len(places)
        stay = 0 if ratio == 1 else max(0, math.floor(float(np.float32(image * cosine_mask_ratio(ratio)))))
        if stay < left:
            plan[place] = Step(plan[place].text, stay, ratio)
        left = stay
    return plan
