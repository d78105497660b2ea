"""Lines of JSON about a run, and saving from time to time."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .state import TrainState


def to_json(line: dict[str, Any]) -> str:
    """Numbers with six significant digits are enough to draw and to compare."""
    return json.dumps({name: float(f"{value:.6g}") if isinstance(value, float) else value for name, value in line.items()})


class Log:
    """A hook: means of the losses since the last line, every so many seconds or steps, with what `more` adds."""

    def __init__(self, path: Path, *, every_seconds: float = 0.0, more: Callable[[], dict[str, Any]] = dict):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a")
        self.every_seconds, self.more = every_seconds, more
        self.last = time.monotonic()
        self.sums: dict[str, float] = {}
        self.count = 0

    def __call__(self, state: TrainState, parts: dict[str, float], factor: float) -> None:
        for name, value in parts.items():
            self.sums[name] = self.sums.get(name, 0.0) + value
        self.count += 1
        if time.monotonic() - self.last < self.every_seconds:
            return
        means = {name: value / self.count for name, value in self.sums.items()}
        head = {"stage": state.facts.get("stage", ""), "step": state.step, "samples": state.samples, "minutes": round(state.seconds / 60, 2), "rate": factor}
        print(to_json({**head, **means, **self.more()}), file=self.file, flush=True)
        self.sums, self.count, self.last = {}, 0, time.monotonic()


class Save:
    """A hook: a checkpoint every so many seconds."""

    def __init__(self, path: Path, every_seconds: float):
        self.path, self.every_seconds, self.last = path, every_seconds, time.monotonic()

    def __call__(self, state: TrainState, parts: dict[str, float], factor: float) -> None:
        if time.monotonic() - self.last < self.every_seconds:
            return
        state.save(self.path)
        self.last = time.monotonic()
