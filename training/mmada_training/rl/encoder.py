"""A dual encoder of the storybook world, in CLIP's place: how well a text and codes belong together."""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..world import CELLS_PER_SIDE, CODES, OBJECT_FIELDS, OBJECT_KINDS, PLACE_FIELDS, TEXT_LENGTH, TOKENS_PER_CELL, TOKENS_PER_SIDE
from .rewards import Filled, Rewards, Scale


@dataclass(frozen=True)
class EncoderSizes:
    text_rows: int
    width: int = 96
    layers: int = 2
    heads: int = 4


class Tower(nn.Module):
    def __init__(self, rows: int, length: int, sizes: EncoderSizes):
        super().__init__()
        self.table = nn.Embedding(rows, sizes.width)
        self.place = nn.Parameter(torch.randn(length, sizes.width) * 0.1)
        layer = nn.TransformerEncoderLayer(sizes.width, sizes.heads, 2 * sizes.width, dropout=0.0, batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, sizes.layers, enable_nested_tensor=False)
        self.out = nn.Linear(sizes.width, sizes.width)

    def forward(self, ids: Tensor) -> Tensor:
        """(B, length) -> directions (B, d)."""
        return F.normalize(self.out(self.layers(self.table(ids) + self.place).mean(1)), dim=-1)


class DualEncoder(nn.Module):
    def __init__(self, sizes: EncoderSizes):
        super().__init__()
        self.sizes = sizes
        self.text, self.image = Tower(sizes.text_rows, TEXT_LENGTH, sizes), Tower(CODES, TOKENS_PER_SIDE**2, sizes)
        self.log_scale = nn.Parameter(torch.tensor(10.0).log())

    def scores(self, text: Tensor, codes: Tensor) -> Tensor:
        """Cosines of pairs, (B,)."""
        return (self.text(text) * self.image(codes)).sum(-1)


def info_nce(encoder: DualEncoder, text: Tensor, codes: Tensor, wrong: Tensor) -> Tensor:
    """Each text finds its picture among all of the batch and pictures (W, N) with one fact changed, and each picture its text."""
    said, seen, other = encoder.text(text), encoder.image(codes), encoder.image(wrong)
    scale = encoder.log_scale.exp().clamp(max=100)
    target = torch.arange(len(text), device=text.device)
    return (F.cross_entropy(scale * said @ torch.cat([seen, other]).t(), target) + F.cross_entropy(scale * seen @ said.t(), target)) / 2


def change_one_fact(codes: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures (B, 36) with another colour or size of one thing, or another time or weather: (B, 36)."""
    changed = codes.clone()
    tile = torch.arange(TOKENS_PER_SIDE**2)
    cell_of = tile // TOKENS_PER_SIDE // TOKENS_PER_CELL * CELLS_PER_SIDE + tile % TOKENS_PER_SIDE // TOKENS_PER_CELL
    draw = lambda high: int(torch.randint(high, (1,), generator=generator))
    for row in range(len(codes)):
        is_thing = codes[row] >> 8 < OBJECT_KINDS
        cells = cell_of[is_thing].unique()
        if len(cells) and draw(2):
            tiles, fields = is_thing & (cell_of == cells[draw(len(cells))]), OBJECT_FIELDS[:2]
        else:
            tiles, fields = ~is_thing, ((3, PLACE_FIELDS[0][1]), PLACE_FIELDS[1])
        count, shift = fields[draw(2)]
        old = (codes[row, tiles] >> shift) % (1 << (count - 1).bit_length())
        changed[row, tiles] += ((old + 1 + draw(count - 1)) % count - old) << shift
    return changed


def save_encoder(path: Path, encoder: DualEncoder, scale: Scale) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"sizes": vars(encoder.sizes), "weights": encoder.state_dict(), "scale": vars(scale)}, path)


def learned_reward(path: Path):
    """The reward by a saved encoder, the same for text and codes."""
    saved = torch.load(path, weights_only=True)
    encoder = DualEncoder(EncoderSizes(**saved["sizes"])).eval()
    encoder.load_state_dict(saved["weights"])
    scale = Scale(**saved["scale"])

    @torch.no_grad()
    def reward(filled: Filled, verdicts) -> Rewards:
        value = scale.reward(encoder.scores(filled.text.cpu(), filled.image.cpu()))
        return Rewards(value, value)

    return reward
