"""What comes before a fine-tuning: examples from a folder of pictures, the pictures' codes, and reasonings by a vision model."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from .config import ConfigError
from .data.pairs import Line, pictures_of, read_codes, read_lines, save_codes
from .layouts.released import Picture
from .node import Program

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".tif", ".tiff")


def save_text(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text)
    os.replace(part, path)


def examples_of(folder: Path) -> list[Line]:
    """One example for every `NAME.txt`: its instruction (a second paragraph, after an empty line, is the reasoning), `NAME.after.png` is what comes
    out, `NAME.before.png`, where there is one, what goes in; paths are absolute. Raises ConfigError."""
    if not folder.is_dir():
        raise ConfigError(f"There is no folder {folder}.")
    lines = []
    for words in sorted(folder.glob("*.txt")):
        instruction, _, reasoning = words.read_text().strip().partition("\n\n")
        found = {part: next((path for end in ENDINGS if (path := words.with_name(f"{words.stem}.{part}{end}")).exists()), None) for part in ("before", "after")}
        if found["after"] is None:
            raise ConfigError(f"{words} has no picture beside it: {words.stem}.after.png (or {', '.join(ENDINGS[1:])}).")
        before = str(found["before"].resolve()) if found["before"] else None
        lines.append(Line(" ".join(instruction.split()), str(found["after"].resolve()), before, " ".join(reasoning.split())))
    if not lines:
        raise ConfigError(f"{folder} has no examples: NAME.txt with the instruction, NAME.after.png with the result and, of an edit, NAME.before.png.")
    return lines


def to_lines(lines: Iterable[Line]) -> str:
    return "".join(json.dumps({name: value for name, value in vars(line).items() if value is not None}) + "\n" for line in lines)


def make_codes(model: Path, data: Path, out: Path, tell: Callable[[str], None]) -> None:
    """The codes of every picture of the examples, as `mmada edit` sees them. Pictures whose codes are there already are not read again. Raises
    ConfigError for a picture that cannot be read, after all the others are saved."""
    names = pictures_of(read_lines(data))
    known = read_codes(out) if out.exists() else {}
    found = {name: known[name] for name in names if name in known}
    faults = []
    with Program("codes", str(model)) as program:
        for name in names:
            if name in found:
                continue
            answer = program.ask(str((data.parent / name).resolve()))
            if "fault" in answer:
                faults.append(answer["fault"])
            else:
                found[name] = Picture(tuple(answer["codes"]), answer["columns"])
                tell(f"{len(found)}/{len(names)} pictures")
    if found:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = out.with_name(out.name + ".part")
        save_codes(part, list(found), list(found.values()))
        os.replace(part, out)
    if faults:
        raise ConfigError(f"{len(faults)} of {len(names)} pictures cannot be read: {faults[0]}")
