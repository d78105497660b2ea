"""Where every role stands: the storybook layout of src/model/families/storybook/layout.ts."""

from dataclasses import dataclass

from ..world import BOS, EOI, EOS, INTERLEAVE, MASK, MAX_INSTRUCTION, SOI, T2I, TEXT_LENGTH, TOKENS_PER_SIDE, UNKNOWN

__all__ = ["BOS", "EOI", "EOS", "INTERLEAVE", "LAYOUT", "MASK", "SOI", "T2I", "UNKNOWN", "Layout"]


@dataclass(frozen=True)
class Layout:
    """Position ids. They stay the same when a part is absent, so that roles keep their places."""

    codes: int = TOKENS_PER_SIDE**2
    max_instruction: int = MAX_INSTRUCTION
    text_length: int = TEXT_LENGTH
    task: int = 0
    source: int = 1  # soi, codes, eoi

    @property
    def instruction(self) -> int:  # bos, words, eos
        return self.codes + 3

    @property
    def output(self) -> int:  # soi, codes, eoi
        return self.instruction + self.max_instruction + 2

    @property
    def text(self) -> int:  # bos, text
        return self.output + self.codes + 2

    @property
    def length(self) -> int:
        return self.text + 1 + self.text_length

    @property
    def grids(self) -> tuple[slice, slice]:
        """The rows of the input and of the output image codes."""
        return slice(self.source + 1, self.source + 1 + self.codes), slice(self.output + 1, self.output + 1 + self.codes)


LAYOUT = Layout()
