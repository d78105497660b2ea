"""Examples of one's own: JSON lines of instruction, pictures and reasoning, with the pictures' codes beside them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file
from torch import Tensor

from ..layouts.released import Example, Layout, Picture


@dataclass(frozen=True)
class Line:
    """One example as its file has it; pictures are paths, beside the file unless absolute. Without a reasoning it is one for `traces`."""

    instruction: str
    output: str
    input: str | None = None
    reasoning: str = ""


def read_lines(path: Path) -> list[Line]:
    """Raises ValueError with the number of a line that is none."""
    lines = []
    for number, text in enumerate(path.read_text().splitlines(), 1):
        if not text.strip():
            continue
        try:
            lines.append(Line(**json.loads(text)))
        except (ValueError, TypeError) as fault:
            raise ValueError(
                f'{path}, line {number}, is no example ({fault}): write {{"instruction": "...", "input": "a.png", "output": "b.png", "reasoning": "..."}}.'
            ) from None
    if not lines:
        raise ValueError(f"{path} has no examples.")
    return lines


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pictures_of(lines: list[Line]) -> list[str]:
    """Every picture once, in the order in which it comes up."""
    return list(dict.fromkeys(name for line in lines for name in (line.input, line.output) if name is not None))


def save_codes(path: Path, names: list[str], pictures: list[Picture]) -> None:
    """Codes of named pictures: `codes` U16, one picture after the other; `count` and `columns` I64, of each."""
    flat = np.concatenate([np.array(picture.codes, np.uint16) for picture in pictures])
    sizes = {name: np.array(values, np.int64) for name, values in (("count", [len(p.codes) for p in pictures]), ("columns", [p.columns for p in pictures]))}
    save_file({"codes": flat, **sizes}, path, metadata={"names": json.dumps(names)})


def read_codes(path: Path) -> dict[str, Picture]:
    with safe_open(path, "numpy") as file:
        names = json.loads(file.metadata()["names"])
        codes, count, columns = (file.get_tensor(name) for name in ("codes", "count", "columns"))
    edges = np.concatenate([[0], np.cumsum(count)])
    return {name: Picture(tuple(codes[edges[i] : edges[i + 1]].tolist()), int(columns[i])) for i, name in enumerate(names)}


def read_examples(lines: list[Line], codes: dict[str, Picture]) -> list[Example]:
    """Raises ValueError for a picture whose codes are not there."""
    missing = [name for name in pictures_of(lines) if name not in codes]
    if missing:
        raise ValueError(f"The codes of `{missing[0]}` are not there: run `mmada-train codes` again.")
    return [Example(line.instruction, codes[line.output], line.reasoning, None if line.input is None else codes[line.input]) for line in lines]


@dataclass(frozen=True)
class Hidden:
    """A batch with its masks. Sequences are filled up at the end to the longest; what fills them up is looked at by nobody."""

    ids: Tensor  # (B, L), the output part masked
    keys: Tensor  # (B, L) bool: what is there
    text: Tensor  # (R,) rows of the flattened batch that are masked text
    text_target: Tensor  # (R,)
    text_weight: Tensor  # (R,) 1 / (t T): 1/t, and a mean over the T text tokens
    image: Tensor  # (Q,) masked codes
    image_target: Tensor  # (Q,) tokens of the joint vocabulary
    image_weight: Tensor  # (Q,) 1 / N


SHORTEST_TIME = 1e-3
"""The paper's weight is 1/t: no time is nearer to 0."""


def hide(layout: Layout, examples: list[Example], draws: list[tuple[int, int]], *, drop: float, device: str) -> Hidden:
    """The paper's masks: one time for both modalities of an example, each output token hidden with that probability, the input part never. `draws`,
    a seed and a number of each example, decide all that is random; the share `drop` loses its instruction, as many the input picture."""
    ids, lengths, text, image = [], [], ([], [], []), ([], [], [])
    laid = []
    for example, draw in zip(examples, draws):
        rng = np.random.default_rng(draw)
        lot = rng.random()
        laid.append((layout.build(example, drop_text=lot < drop, drop_image=drop <= lot < 2 * drop), rng))
    longest = max(len(one.ids) for one, _ in laid)
    for row, (one, rng) in enumerate(laid):
        time = SHORTEST_TIME + (1 - SHORTEST_TIME) * rng.random()
        seen = [*one.ids, *[layout.end] * (longest - len(one.ids))]
        for places, (rows, targets, weights), weight in ((one.text, text, 1 / (time * len(one.text))), (one.image, image, 1 / len(one.image))):
            for place, chance in zip(places, rng.random(len(places))):
                if chance < time:
                    rows.append(row * longest + place)
                    targets.append(one.ids[place])
                    weights.append(weight)
                    seen[place] = layout.mask
        ids.append(seen)
        lengths.append(len(one.ids))
    keys = torch.arange(longest)[None] < torch.tensor(lengths)[:, None]
    long = lambda values: torch.tensor(values, dtype=torch.long, device=device)
    real = lambda values: torch.tensor(values, dtype=torch.float32, device=device)
    return Hidden(long(ids), keys.to(device), long(text[0]), long(text[1]), real(text[2]), long(image[0]), long(image[1]), real(image[2]))
