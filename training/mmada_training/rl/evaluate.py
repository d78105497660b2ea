"""How good a network is on held-out exercises, at several numbers of passes; and whether one is better than another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..sampling.network import Network
from ..sampling.rollout import SamplerConfig, rollout
from .rewards import Filled, Judge

MARKS = ("outputAlignment", "textAlignment", "imageAlignment", "kept", "parses", "both")


@dataclass(frozen=True)
class Measured:
    """Of every exercise, in its order: each mark in percent, (n,)."""

    marks: dict[str, list[float]]

    def mean(self, mark: str) -> float:
        return float(np.mean(self.marks[mark]))


def sampler_for(passes: int) -> SamplerConfig:
    """The model's own defaults, with as many image steps for the passes as 36 are for 64."""
    return SamplerConfig(passes, max(2, round(passes * 36 / 64 - 1e-9)), temperature=0.2, text_temperature=0.0, guidance_image=0.5)


def measure(network: Network, exercises, judge: Judge, passes: int, batch: int = 50) -> Measured:
    marks: dict[str, list[float]] = {name: [] for name in MARKS}
    for at in range(0, len(exercises.requests), batch):
        part = slice(at, at + batch)
        paths = rollout(network, exercises.requests[part], exercises.seeds[part], sampler_for(passes))
        chosen = list(range(at, at + len(paths.text)))
        for one in judge.verdicts(Filled(chosen, paths.text, paths.image)):
            for name in MARKS:
                marks[name].append(100.0 * (one["text"] and one["image"] if name == "both" else one[name]))
    return Measured(marks)


@dataclass(frozen=True)
class Difference:
    mean: float
    low: float  # of the 95 % interval
    high: float

    @property
    def is_clear(self) -> bool:
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        return f"{self.mean:+.1f} [{self.low:+.1f}, {self.high:+.1f}]"


def paired(of: Sequence[Sequence[float]], minus: Sequence[Sequence[float]], *, draws: int = 4000, seed: int = 0) -> Difference:
    """The difference of two arms, each some seeds by the same exercises, with the interval of a bootstrap that draws seeds of each arm and
    exercises, the same for both."""
    a, b = np.array(of, float), np.array(minus, float)
    if a.shape[1] != b.shape[1]:
        raise ValueError(f"The arms have {a.shape[1]} and {b.shape[1]} exercises.")
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        places = rng.integers(a.shape[1], size=a.shape[1])
        drawn = [arm[rng.integers(len(arm), size=len(arm))].mean(0)[places].mean() for arm in (a, b)]
        found.append(drawn[0] - drawn[1])
    low, high = np.percentile(found, [2.5, 97.5])
    return Difference(float(a.mean() - b.mean()), float(low), float(high))
