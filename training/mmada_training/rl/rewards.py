"""What a state is worth, by the exact judge, a learned encoder, or CLIP; for text and codes apart or together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from ..node import Program


@dataclass(frozen=True)
class Filled:
    """Complete outputs, of whole trajectories or of states filled up."""

    exercises: Sequence[int]  # which exercise each answers
    text: Tensor  # (B, T) tokens
    image: Tensor  # (B, N) codes


@dataclass(frozen=True)
class Rewards:
    """Of text and of codes, each (B,); the same for both unless factorised."""

    text: Tensor
    image: Tensor


class Judge:
    """The TypeScript judge as a child process: one place that says what is right."""

    def __init__(self, model: Path, exercises: Path):
        self.program = Program("judge", str(model), str(exercises))

    def verdicts(self, filled: Filled) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        text, image = filled.text.tolist(), filled.image.tolist()
        for at in range(0, len(text), 512):
            part = slice(at, at + 512)
            lines = [[int(exercise), words, codes] for exercise, words, codes in zip(filled.exercises[part], text[part], image[part])]
            found += self.program.ask(json.dumps(lines, separators=(",", ":")))
        return found

    def close(self) -> None:
        self.program.close()


def column(verdicts: Sequence[dict[str, Any]], name: str) -> Tensor:
    return torch.tensor([float(one[name]) for one in verdicts])


class Reward(Protocol):
    def __call__(self, filled: Filled, verdicts: Sequence[dict[str, Any]]) -> Rewards: ...


def exact_reward(kind: str, factorised: bool) -> Reward:
    """`alignment`: how far text and picture agree, as the paper rewards; a pair that is empty or says always the same also agrees. `all`: that,
    and what the instruction asks of either, and what an edit leaves alone, in equal parts."""

    def reward(filled: Filled, verdicts: Sequence[dict[str, Any]]) -> Rewards:
        agree, text, image, kept = (column(verdicts, name) for name in ("outputAlignment", "textAlignment", "imageAlignment", "kept"))
        if factorised:
            return Rewards((text + agree) / 2, (image + kept + agree) / 3)
        value = agree if kind == "alignment" else (agree + text + image + kept) / 4
        return Rewards(value, value)

    return reward


@dataclass(frozen=True)
class Scale:
    """Where an encoder's scores lie, over a share of the training data."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, scores: Tensor) -> "Scale":
        return cls(float(scores.mean()), max(float(scores.std(correction=0)), 1e-6))

    def reward(self, scores: Tensor) -> Tensor:
        """(1 + clip((score - mean) / deviation, -1, 1)) / 2, in [0, 1]: the paper's."""
        return (1 + ((scores - self.mean) / self.deviation).clamp(-1, 1)) / 2
