"""A run of reinforcement learning as a table: means over stretches of its log."""

import json
from pathlib import Path

COLUMNS = ("reward", "output_alignment", "both", "parses", "entropy", "kl", "likelihood", "norm", "flat", "sft")


def table(log: Path, every: int) -> str:
    """Raises ValueError when the log is empty."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.strip()]
    if not lines:
        raise ValueError(f"{log} has no steps yet.")
    names = [name for name in COLUMNS if name in lines[0]]
    rows = [f"{'steps':>9} " + " ".join(f"{name:>16}" for name in names)]
    for at in range(0, len(lines), every):
        part = lines[at : at + every]
        means = (sum(one[name] for one in part) / len(part) for name in names)
        rows.append(f"{part[0]['step']:>4}-{part[-1]['step']:<4} " + " ".join(f"{mean:>16.4f}" for mean in means))
    return "\n".join(rows)
