"""The storybook world: words, fields of image codes, special ids and sizes. `world.json` beside this file is what `mmada world`
writes (src/world/export/definition.ts), and nothing here is defined a second time."""

import json
from pathlib import Path

WORLD = json.loads(Path(__file__).with_name("world.json").read_text())

# The world's words in the order of the fields' values.
_words = WORLD["words"]
NOUNS, PLACES, COLOURS, SIZES = _words["nouns"], _words["places"], _words["colours"], _words["sizes"]
TIMES, WEATHERS, CELLS = _words["times"], _words["weathers"], _words["cells"]
SKY_NOUNS = len(_words["skyNouns"])

# The 13 bits of an image code: the kind, then 8 bits that depend on it.
_code = WORLD["code"]
CODES = 2 ** _code["bits"]
KINDS, KIND_SHIFT = _code["kind"]["values"], _code["kind"]["shift"]
OBJECT_KINDS, SUB = len(NOUNS), 2**KIND_SHIFT
# (values, shift) of each field of the lower bits: colour, size, part, spare; and time, weather, row.
OBJECT_FIELDS = tuple((field["values"], field["shift"]) for field in _code["object"])
PLACE_FIELDS = tuple((field["values"], field["shift"]) for field in _code["background"])

UNKNOWN, MASK, BOS, EOS, T2I, INTERLEAVE, SOI, EOI = range(len(WORLD["specials"]))
TEXT_ROWS, MAX_INSTRUCTION, TEXT_LENGTH = WORLD["textRows"], WORLD["lengths"]["instruction"], WORLD["lengths"]["text"]
_geometry = WORLD["geometry"]
CELLS_PER_SIDE, TOKENS_PER_CELL, TOKENS_PER_SIDE = _geometry["cellsPerSide"], _geometry["tokensPerCell"], _geometry["tokensPerSide"]
PATCH, SIDE = _geometry["patch"], _geometry["side"]


def check_world(folder: Path) -> None:
    """Refuse an export of another world than this package was made for. One without the file is from before it was written.

    Raises ValueError.
    """
    file = folder / "world.json"
    if file.exists() and json.loads(file.read_text()) != WORLD:
        raise ValueError(f"{file} is of another world than this package: export it again with `mmada world`, or install the package of its version.")
