"""Draw learning curves as an SVG: `python -m mmada_training.plot LOG.jsonl [LOG.jsonl ...] --out curves.svg`.

Logs are put one after the other, as the stages were trained; held-out losses over samples, on logarithmic losses.
"""

import argparse
import json
import math
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 800, 380, 64, 170, 24, 48
LINES = (("val_text", "text, held out", "#c2410c"), ("val_image", "image, held out", "#1d4ed8"))


def read(logs: list[Path]) -> tuple[list[dict], list[tuple[str, int]]]:
    """Lines with `samples` counted over all logs, and where each stage begins."""
    points, starts, before = [], [], 0
    for log in logs:
        lines = [json.loads(line) for line in log.read_text().splitlines() if line.strip()]
        starts.append((lines[0]["stage"] if lines else log.stem, before))
        points += [{**line, "samples": line["samples"] + before} for line in lines]
        before = points[-1]["samples"] if points else before
    return points, starts


def svg(points: list[dict], starts: list[tuple[str, int]]) -> str:
    series = {key: [(p["samples"], p[key]) for p in points if p.get(key, 0) > 0] for key, _, _ in LINES}
    losses = [loss for line in series.values() for _, loss in line]
    if not losses:
        raise ValueError("The logs hold no held-out loss.")
    low, high, most = min(losses) * 0.9, max(losses) * 1.1, points[-1]["samples"]

    def x(samples: float) -> float:
        return LEFT + samples / most * (WIDTH - LEFT - RIGHT)

    def y(loss: float) -> float:
        return TOP + (math.log(high) - math.log(loss)) / (math.log(high) - math.log(low)) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>Held-out losses over training samples</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for loss in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2):
        if low < loss < high:
            parts.append(
                f'<path d="M{LEFT} {y(loss):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/><text x="{LEFT - 8}" y="{y(loss) + 4:.1f}" text-anchor="end">{loss}</text>'
            )
    step = 10 ** math.floor(math.log10(most))
    for samples in range(0, most + 1, step if most / step >= 3 else step // 2 or 1):
        parts.append(f'<text x="{x(samples):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{samples:,}</text>')
    for name, start in starts:
        parts.append(f'<path d="M{x(start):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#999" stroke-dasharray="3 3"/>')
        parts.append(f'<text x="{x(start) + 4:.1f}" y="{TOP + 10}" fill="#666">{name}</text>')
    for key, label, colour in LINES:
        line = series[key]
        if line:
            path = "L".join(f"{x(samples):.1f} {y(loss):.1f}" for samples, loss in line)
            parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts.append(f'<text x="{x(line[-1][0]) + 6:.1f}" y="{y(line[-1][1]) + 4:.1f}" fill="{colour}">{label} {line[-1][1]:.3f}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">samples</text></svg>')
    return "\n".join(parts) + "\n"


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("logs", type=Path, nargs="+")
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    args.out.write_text(svg(*read(args.logs)))


if __name__ == "__main__":
    main()
