"""The experiment as a section of a Markdown page, written again by the command that it names."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from ..config import ConfigError
from .arms import START, Experiment, report
from .evaluate import Measured

ENDS = 20
"""Steps at the beginning and at the end of a run that its log is summed up over."""


def course(out: Path, arm: str, seeds: Sequence[int]) -> str | None:
    """How the rollouts of an arm went, over its seeds; None for one without rollouts, or whose log is not there."""
    logs = [out / f"{arm}-{seed}" / "rl.jsonl" for seed in seeds]
    steps = [[json.loads(line) for line in log.read_text().splitlines()] for log in logs if log.exists()]
    if not steps or any(len(one) < ENDS or "reward" not in one[0] for one in steps):
        return None
    mean = lambda name, part: sum(line[name] for one in steps for line in one[part]) / (ENDS * len(steps))
    first, last = slice(0, ENDS), slice(-ENDS, None)
    names = {"reward": "reward", "output_alignment": "agreement", "both": "both satisfy", "parses": "grammar", "entropy": "entropy"}
    cells = [f"{mean(name, first):.3f} -> {mean(name, last):.3f}" for name in names]
    return f"| {arm} | {max(one[-1]['step'] for one in steps)} | {' | '.join(cells)} |"


def lines(experiment: Experiment, found: dict[str, list[dict[int, Measured]]], out: Path, command: str) -> list[str]:
    weights = hashlib.sha256((Path(experiment.common["model"]) / "model.safetensors").read_bytes()).hexdigest()[:12]
    seeds = len(experiment.seeds)
    runs = "one run" if seeds == 1 else f"{seeds} runs"
    courses = [row for arm in found if arm != START and (row := course(out, arm, experiment.seeds))]
    shared = ", ".join(f"{name} {value}" for name, value in experiment.common.items() if name not in ("model", "corpus", "threads", "save_steps"))
    few = [] if seeds > 1 else ["", "One seed: the intervals are those of the exercises alone, and no claim rests on this."]
    return [
        f"`{command}`: {experiment.exercises} held-out exercises, seed {experiment.exercise_seed}; {runs} of each arm; {shared}; weights {weights}.",
        *few,
        "",
        report(experiment, found),
        *(
            ["", f"Rollouts of the first and of the last {ENDS} steps:", ""]
            + ["| arm | steps | reward | agreement | both satisfy | grammar | entropy |", "|---|---|---|---|---|---|---|"]
            + courses
            if courses
            else []
        ),
    ]


def write(page: Path, name: str, text: Sequence[str]) -> None:
    """Put lines between `<!-- name -->` and `<!-- /name -->`. Raises ConfigError where the page has no such place."""
    before, opened, rest = page.read_text().partition(f"<!-- {name} -->\n")
    _, closed, after = rest.partition(f"<!-- /{name} -->")
    if not opened or not closed:
        raise ConfigError(f"{page} has no place between <!-- {name} --> and <!-- /{name} -->.")
    part = page.with_name(page.name + ".part")
    part.write_text(f"{before}{opened}{chr(10).join(text)}\n{closed}{after}")
    os.replace(part, page)
