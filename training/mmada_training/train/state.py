"""Everything that a resumed run needs, or it is another run."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .optim import Average


@dataclass
class TrainState:
    """A network in training. What is drawn at a step is a function of the seed and of `cursor` alone, so no state of a random generator
    has to be kept."""

    model: nn.Module
    optimisers: list[torch.optim.Optimizer]
    average: Average | None
    facts: dict[str, Any]  # written into every checkpoint: sizes, the stage, the whole config
    step: int = 0
    samples: int = 0
    cursor: int = 0  # batches drawn
    elapsed: float = 0.0  # seconds of training before this process
    _since: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds of training, those of earlier processes included."""
        return self.elapsed + time.monotonic() - self._since

    def advance(self, samples: int) -> None:
        """Apply the gradients that stand in `.grad`."""
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self.samples += samples
        if self.average:
            self.average.update(self.model, self.step)

    def save(self, path: Path) -> None:
        """Whole or not at all."""
        saved = {
            "model": self.model.state_dict(),
            "average": self.average.values if self.average else {},
            "optims": [optimiser.state_dict() for optimiser in self.optimisers],
            "start": {"step": self.step, "samples": self.samples, "cursor": self.cursor, "elapsed": self.seconds},
            **self.facts,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        torch.save(saved, temporary)
        os.replace(temporary, path)

    def load(self, path: Path, *, device: str, go_on: bool) -> dict[str, Any]:
        """Take over the weights of a checkpoint; with `go_on` also where it stood and what its optimisers knew. Returns what was saved."""
        saved = torch.load(path, map_location=device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        if self.average:
            self.average.values = {name: value.clone() for name, value in saved["average"].items()}
        if go_on:
            for optimiser, kept in zip(self.optimisers, saved["optims"]):
                own = [{name: value for name, value in group.items() if name != "params"} for group in optimiser.param_groups]
                optimiser.load_state_dict(kept)
                # Rates and decays are this run's; only what the optimiser has learnt is taken over.
                for group, values in zip(optimiser.param_groups, own):
                    group.update(values)
            start = saved["start"]
            self.step, self.samples, self.elapsed = start["step"], start["samples"], start["elapsed"]
            self.cursor = start.get("cursor", self.step)
        return saved
