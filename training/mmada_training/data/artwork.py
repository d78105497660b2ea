"""Pictures of random scenes and their image codes, put together in batches from the world's artwork (src/world/export-sprites.ts)."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from .. import world
from ..world import CELLS_PER_SIDE, SIDE, TOKENS_PER_SIDE

CELLS, GRID = CELLS_PER_SIDE, TOKENS_PER_SIDE
CELL_SIDE = SIDE // CELLS_PER_SIDE
NOUNS, SKY_NOUNS, PER_NOUN = len(world.NOUNS), world.SKY_NOUNS, len(world.COLOURS) * len(world.SIZES)
SPRITES, BACKGROUNDS = NOUNS * PER_NOUN, len(world.PLACES) * len(world.TIMES) * len(world.WEATHERS)
EMPTY = SPRITES
"""The sprite index of a cell without an object."""


class Artwork:
    """Backgrounds (72, 144, 144, 3) and sprites (384 + an empty one, 48, 48, 4), uint8."""

    def __init__(self, path: Path, device: str = "cpu"):
        data = load_file(path)
        self.backgrounds = data["backgrounds"].to(device)
        sprites = data["sprites"].to(device)
        self.sprites = torch.cat([sprites, sprites.new_zeros(1, CELL_SIDE, CELL_SIDE, 4)])

    def compose(self, background: Tensor, sprites: Tensor) -> Tensor:
        """uint8 pictures (batch, 144, 144, 3) of backgrounds (batch,) and a sprite index per cell (batch, 9).

        floor((alpha * sprite + (255 - alpha) * background + 127) / 255), as `composeSprite` in src/world/draw.ts.
        """
        n = len(background)
        behind = self.backgrounds[background].view(n, CELLS, CELL_SIDE, CELLS, CELL_SIDE, 3).transpose(2, 3).int()
        tiles = self.sprites[sprites].view(n, CELLS, CELLS, CELL_SIDE, CELL_SIDE, 4).int()
        alpha = tiles[..., 3:]
        mixed = (alpha * tiles[..., :3] + (255 - alpha) * behind + 127) // 255
        return mixed.to(torch.uint8).transpose(2, 3).reshape(n, CELLS * CELL_SIDE, CELLS * CELL_SIDE, 3)


def to_codes(background: Tensor, sprites: Tensor) -> Tensor:
    """Image codes (batch, 6, 6), as `sceneToCodes` in src/world/codes.ts."""
    device = background.device
    row, column = torch.meshgrid(torch.arange(GRID, device=device), torch.arange(GRID, device=device), indexing="ij")
    sprite = sprites[:, (row // 2) * CELLS + column // 2]
    place, time, weather = background // 12, background // 4 % 3, background % 4
    empty = ((NOUNS + place) << 8 | time << 6 | weather << 4)[:, None, None] | row
    return torch.where(sprite == EMPTY, empty, sprite * 16 | ((row % 2) * 2 + column % 2) << 2)


def to_pixels(pictures: Tensor) -> Tensor:
    """uint8 (batch, side, side, 3) to what the networks read: (batch, 3, side, side) in [-1, 1]."""
    return (pictures.permute(0, 3, 1, 2).float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def random_scenes(count: int, generator: torch.Generator, *, is_dense: bool) -> tuple[Tensor, Tensor]:
    """Background (count,) and sprite index per cell (count, 9).

    Dense: 0 to 9 objects, any noun in any cell, so that a picture teaches much. Otherwise scenes as the world has them:
    1 to 3 different nouns, sky nouns in the upper two rows of cells, the others in the lower two.
    """
    draw = lambda high, *shape: torch.randint(high, shape, generator=generator)
    background = draw(BACKGROUNDS, count)
    rank = torch.rand(count, 9, generator=generator).argsort(1).argsort(1)
    if is_dense:
        objects = (torch.rand(count, 1, generator=generator) ** 0.8 * 9.99).long()
        return background, torch.where(rank < objects, draw(SPRITES, count, 9), EMPTY)
    upper, lower = draw(SKY_NOUNS, count, 9), SKY_NOUNS + draw(NOUNS - SKY_NOUNS, count, 9)
    row = torch.arange(9) // CELLS
    is_sky = (row == 0) | ((row == 1) & (draw(2, count, 9) == 1))
    noun = torch.where(is_sky, upper, lower)
    objects = 1 + draw(3, count, 1)
    shown = rank < objects
    same = (noun[:, :, None] == noun[:, None, :]) & shown[:, None, :] & (rank[:, :, None] > rank[:, None, :])
    return background, torch.where(shown & ~same.any(2), noun * PER_NOUN + draw(PER_NOUN, count, 9), EMPTY)
