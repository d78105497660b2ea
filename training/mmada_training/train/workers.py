"""Gradients of several small batches at once, one thread a core, over the same weights.

A processor's cores are seldom free for the same time: with one matrix product spread over all of them, each waits for the
slowest at every operation. Here each works on a batch of its own and takes the next one when it is done. A forward pass leaves
nothing behind in the network, so that threads can share it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn

Sample = TypeVar("Sample")


@dataclass(frozen=True)
class Loss:
    """What a batch came to."""

    total: Tensor  # scalar, with its graph
    parts: dict[str, float]  # by the names they are logged with
    weight: float = 1.0  # share of a full batch
    largest: Tensor | None = None  # (layers, heads) largest attention scores


class Workers(Generic[Sample]):
    """`count` threads; the gradients do not depend on how many."""

    def __init__(self, model: nn.Module, count: int):
        self.model = model
        self.pool = ThreadPoolExecutor(count, initializer=lambda: torch.set_num_threads(1)) if count > 1 else None

    def gradients(self, loss: Callable[[Sample], Loss], batches: Sequence[Sample]) -> list[Loss]:
        """Set `.grad` of the model to the mean over the batches, each weighing what its loss says. Losses without graphs."""
        parameters = list(self.model.parameters())

        def one(batch: Sample) -> tuple[Loss, tuple[Tensor | None, ...]]:
            found = loss(batch)
            grads = torch.autograd.grad(found.total * found.weight, parameters, allow_unused=True)
            return replace(found, total=found.total.detach()), grads

        results = list(self.pool.map(one, batches)) if self.pool else [one(batch) for batch in batches]
        for place, parameter in enumerate(parameters):
            grads = [grads[place] for _, grads in results if grads[place] is not None]
            parameter.grad = torch.stack(grads).sum(0).div_(len(batches)) if grads else None
        return [found for found, _ in results]
