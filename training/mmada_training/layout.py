"""Where every role stands: the storybook layout of src/model/layout-storybook.ts."""

from dataclasses import dataclass

UNKNOWN, MASK, BOS, EOS, T2I, INTERLEAVE, SOI, EOI = range(8)


@dataclass(frozen=True)
class Layout:
    """Position ids. They stay the same when a part is absent, so that roles keep their places."""

    task: int = 0
    source: int = 1  # soi, 36 codes, eoi
    instruction: int = 39  # bos, words, eos
    output: int = 81  # soi, 36 codes, eoi
    text: int = 119  # bos, 64 tokens
    text_length: int = 64
    codes: int = 36
    max_instruction: int = 40
    length: int = 184

    @property
    def grids(self) -> tuple[slice, slice]:
        """The rows of the input and of the output image codes."""
        return slice(self.source + 1, self.source + 37), slice(self.output + 1, self.output + 37)


LAYOUT = Layout()
