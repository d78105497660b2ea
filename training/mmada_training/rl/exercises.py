"""Prompts of reinforcement learning, as the world makes them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from ..node import lines_of
from ..sampling.prompts import Request


@dataclass(frozen=True)
class Exercises:
    """Prompts with their truth, which only the judge reads."""

    file: Path
    requests: tuple[Request, ...]
    seeds: tuple[int, ...]
    lines: tuple[dict, ...]

    @classmethod
    def read(cls, file: Path) -> "Exercises":
        lines = tuple(json.loads(line) for line in file.read_text().splitlines() if line)
        requests = tuple(Request(tuple(one["words"]), tuple(one["source"]) if "source" in one else None) for one in lines)
        return cls(file, requests, tuple(one["seed"] for one in lines), lines)

    @classmethod
    def make(cls, file: Path, model: Path, split: str, count: int, seed: int, corpus: Path | None = None) -> "Exercises":
        """As the world makes them; made once."""
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            extra = [str(corpus.resolve())] if corpus else []
            lines = [json.dumps(line) for line in lines_of("exercises", str(model.resolve()), split, str(count), str(seed), *extra)]
            part = file.with_name(file.name + ".part")
            part.write_text("\n".join(lines) + "\n")
            os.replace(part, file)
        return cls.read(file)
