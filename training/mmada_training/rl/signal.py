"""How much of a step's gradient is signal: how alike the gradients of batches are that share no prompt."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..sampling.network import Factored
from .config import RlConfig
from .gather import gather
from .grpo import clipped_objective
from .likelihood import advantages_of, log_probabilities


@dataclass(frozen=True)
class Signal:
    """Of some batches: the mean cosine between the gradients of two."""

    cosine: float
    batches: int

    def __str__(self) -> str:
        if self.cosine <= 0:
            return f"Gradients of {self.batches} batches without a common prompt: cosine {self.cosine:+.4f}. No signal can be told from chance."
        alike = (1 - self.cosine) / self.cosine
        return f"Gradients of {self.batches} batches without a common prompt: cosine {self.cosine:+.4f}. Signal equals chance after {alike:.0f} steps."


def gradient_of(config: RlConfig, network: Factored, parts) -> Tensor:
    """The gradient of the weights, (all of them,), of what a step has gathered. Leaves none behind."""
    parameters = list(network.model.parameters())
    for at, weights in parts:
        logp = log_probabilities(network, at, config.temperature, config.text_temperature)
        worth = advantages_of(at)
        clipped_objective(logp, logp.detach(), worth, weights, clip=config.clip, clip_always=False, beta=0.0, reference=None).loss.backward()
    found = torch.cat([torch.zeros_like(one).flatten() if one.grad is None else one.grad.flatten() for one in parameters])
    network.model.zero_grad(set_to_none=True)
    return found


def alike(gradients: Tensor) -> Signal:
    """Of gradients (n, weights), two at least."""
    count = len(gradients)
    directions = gradients / gradients.norm(dim=1, keepdim=True).clamp(min=1e-30)
    products = directions @ directions.t()
    return Signal(float((products.sum() - products.trace()) / (count * (count - 1))), count)


def measure_signal(config: RlConfig, network: Factored, exercises, usable, judge, reward, batches: int, tell: Callable[[str], None]) -> Signal:
    """At the model that the config starts from. Raises ValueError where there are too few prompts."""
    if batches < 2 or len(usable) < batches * config.prompts:
        raise ValueError(f"{batches} batches of {config.prompts} prompts are wanted, of {len(usable)} that there are; two batches at least.")
    order = np.random.default_rng((config.seed, 7)).permutation(usable)
    found = []
    for number, chosen_from in enumerate(np.array_split(order, batches)):
        gathered = gather(config, network, exercises, chosen_from, judge, reward, np.random.default_rng((config.seed, number, 8)))
        found.append(gradient_of(config, network, gathered.parts))
        tell(f"batch {number + 1}/{batches}")
    return alike(torch.stack(found))
