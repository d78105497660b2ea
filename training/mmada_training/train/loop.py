"""The loop that every recipe runs: draw, gradients, step, and whoever wants to know."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from .optim import set_rate
from .state import TrainState

T = TypeVar("T")


class Hook(Protocol):
    def __call__(self, state: TrainState, parts: dict[str, float], factor: float) -> None:
        """After a step: `parts` are its losses by name, `factor` the share of the learning rate it had."""


def fit(
    state: TrainState,
    batches: Iterator[T],
    gradients: Callable[[T], tuple[dict[str, float], int]],
    *,
    progress: Callable[[TrainState], float],
    schedule: Callable[[float], float],
    clip: Callable[[], None] = lambda: None,
    hooks: Sequence[Hook] = (),
) -> None:
    """Train until `progress`, 0..1, is 1. `gradients` sets `.grad` and returns the losses by name and the number of samples; `clip`
    bounds what it set. Raises FloatingPointError where a loss is no number, before anything is saved."""
    while (done := progress(state)) < 1:
        factor = schedule(done)
        set_rate(state.optimisers, factor)
        parts, samples = gradients(next(batches))
        if not math.isfinite(sum(parts.values())):
            raise FloatingPointError(f"The loss is no number after step {state.step}; go on from the last checkpoint with a lower learning rate.")
        clip()
        state.advance(samples)
        for hook in hooks:
            hook(state, parts, factor)
