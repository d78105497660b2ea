"""The experiment: what reinforcement learning adds on the storybook, arm by arm, with controls; and the tables of it."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..checkpoint import load_average
from ..config import ConfigError, build, read_toml, with_overrides
from ..recipes.rl import load_model, run
from ..sampling.network import Factored
from .config import RlConfig
from .evaluate import Measured, measure, paired
from .exercises import Exercises
from .rewards import Judge

START = "start"
"""The model that all arms start from: nothing is trained."""


@dataclass(frozen=True)
class Experiment:
    """`arms.toml`: settings that all arms share, what each changes, and what is held against what."""

    common: dict[str, Any]
    arms: dict[str, dict[str, Any]]
    compare: tuple[tuple[str, str], ...]  # (of, minus)
    seeds: tuple[int, ...]
    passes: tuple[int, ...]
    exercises: int
    exercise_seed: int

    @classmethod
    def read(cls, path: Path, words: Sequence[str]) -> "Experiment":
        tables = with_overrides(read_toml(path), words)
        try:
            made = cls(
                tables["common"],
                tables["arms"],
                tuple((one["of"], one["minus"]) for one in tables["compare"]),
                tuple(tables["seeds"]),
                tuple(tables["passes"]),
                tables["exercises"],
                tables["exercise_seed"],
            )
        except KeyError as fault:
            raise ConfigError(f"{path} lacks {fault}.") from None
        unknown = {name for pair in made.compare for name in pair} - {START, *made.arms}
        if unknown:
            raise ConfigError(f"{path} compares `{sorted(unknown)[0]}`, which is no arm.")
        for name in made.arms:
            made.config(name, 1, Path("out"))
        return made

    def config(self, arm: str, seed: int, out: Path) -> RlConfig:
        folders = {"out": str(out / f"{arm}-{seed}"), "prompts_in": str(out / f"prompts-{seed}")}
        return replace(build(RlConfig, {**self.common, **self.arms[arm], **folders}), seed=seed)


def run_arms(experiment: Experiment, out: Path, only: Sequence[str], tell: Callable[[str], None]) -> dict[str, list[dict[int, Measured]]]:
    """Train and measure what is not done yet. Of each arm and seed: what was measured, by passes."""
    model = Path(experiment.common["model"])
    held_out = Exercises.make(out / "held-out.jsonl", model, "test", experiment.exercises, experiment.exercise_seed)
    judge = Judge(model.resolve(), held_out.file.resolve())
    found: dict[str, list[dict[int, Measured]]] = {}
    try:
        for arm in (START, *experiment.arms):
            if only and arm not in only and arm != START:
                continue
            for seed in experiment.seeds if arm != START else (0,):
                tell(f"{arm}, seed {seed}")
                file = out / f"{arm}-{seed}.json"
                if not file.exists():
                    if arm == START:
                        network = Factored(load_model(model))
                    else:
                        config = experiment.config(arm, seed, out)
                        run(config, tell)
                        network = Factored(load_average(config.out / "rl.pt"))
                    marks = {passes: measure(network, held_out, judge, passes).marks for passes in experiment.passes}
                    part = file.with_name(file.name + ".part")
                    part.write_text(json.dumps(marks))
                    os.replace(part, file)
                found.setdefault(arm, []).append({int(passes): Measured(marks) for passes, marks in json.loads(file.read_text()).items()})
    finally:
        judge.close()
    return found


TITLES = {
    "outputAlignment": "output alignment",
    "both": "both satisfy",
    "textAlignment": "text alignment",
    "imageAlignment": "image alignment",
    "parses": "parses",
}


def report(experiment: Experiment, found: dict[str, list[dict[int, Measured]]]) -> str:
    """Two Markdown tables: means by arm and passes, and differences with their intervals."""
    lines = ["| arm | passes | " + " | ".join(TITLES.values()) + " |", "|---|---|" + "---|" * len(TITLES)]
    for arm, seeds in found.items():
        for passes in experiment.passes:
            means = [sum(one[passes].mean(mark) for one in seeds) / len(seeds) for mark in TITLES]
            lines.append(f"| {arm} | {passes} | " + " | ".join(f"{mean:.1f}" for mean in means) + " |")
    lines += ["", "| difference | passes | output alignment | both satisfy |", "|---|---|---|---|"]
    for of, minus in experiment.compare:
        if of not in found or minus not in found:
            continue
        for passes in experiment.passes:
            cells = []
            for mark in ("outputAlignment", "both"):
                difference = paired(*([one[passes].marks[mark] for one in found[arm]] for arm in (of, minus)))
                cells.append(f"{'**' if difference.is_clear else ''}{difference}{'**' if difference.is_clear else ''}")
            lines.append(f"| {of} - {minus} | {passes} | {' | '.join(cells)} |")
    return "\n".join(lines)
