"""Gradients of several small batches at once, one thread a core, over shared weights.

A processor's cores are seldom free for the same time: with one matrix product spread over all of them, each waits for the
slowest at every operation. Here each works on a batch of its own and takes the next one when it is done.
"""

import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import torch
from torch import Tensor

from .model import Storybook


@dataclass(frozen=True)
class Loss:
    total: Tensor  # scalar, with its graph
    parts: tuple[float, float, float]  # text, image, binding
    weight: float  # share of a full batch


class Workers:
    """`count` threads, each with a replica that shares the weights but keeps its own attention scores."""

    def __init__(self, model: Storybook, count: int):
        self.model = model
        self.replicas: queue.SimpleQueue[Storybook] = queue.SimpleQueue()
        self.all = [model]
        for _ in range(count - 1):
            replica = Storybook(model.config)
            replica.to(next(model.parameters()).device)
            share(model, replica)
            self.all.append(replica)
        for replica in self.all:
            for block in replica.blocks:
                block.is_watched = True
            self.replicas.put(replica)
        self.pool = ThreadPoolExecutor(count, initializer=lambda: torch.set_num_threads(1)) if count > 1 else None

    def gradients(self, loss: Callable[[Storybook, object], Loss], batches: list) -> list[Loss]:
        """Set `.grad` of the model to the mean over the batches, each weighing what its loss says. Losses without graphs."""

        def one(batch):
            replica = self.replicas.get()
            try:
                found = loss(replica, batch)
                grads = torch.autograd.grad(found.total * found.weight, list(replica.parameters()), allow_unused=True)
                return Loss(found.total.detach(), found.parts, found.weight), grads
            finally:
                self.replicas.put(replica)

        results = list(self.pool.map(one, batches)) if self.pool else [one(batch) for batch in batches]
        for place, parameter in enumerate(self.model.parameters()):
            grads = [grads[place] for _, grads in results if grads[place] is not None]
            parameter.grad = torch.stack(grads).sum(0).div_(len(batches)) if grads else None
        return [found for found, _ in results]

    def clip_scores(self, limit: float) -> None:
        """`Block.clip_scores` by the largest score that any replica saw."""
        for blocks in zip(*(replica.blocks for replica in self.all)):
            seen = [block for block in blocks if block.largest is not None]
            if seen:
                blocks[0].clip_scores(limit, torch.stack([block.largest for block in seen]).amax(0))
            for block in blocks:
                block.largest = None


def share(model: torch.nn.Module, replica: torch.nn.Module) -> None:
    """Let the replica's parameters be the model's own tensors: an update in place is seen by both."""
    for name, parameter in model.named_parameters():
        owner = replica.get_submodule(name.rpartition(".")[0])
        leaf = name.rpartition(".")[2]
        if isinstance(owner, torch.nn.ParameterList):
            owner[int(leaf)] = parameter
        else:
            setattr(owner, leaf, parameter)
