"""Learning few passes from many: rollouts by more passes than are trained for, and of those that the judge finds right the states that few passes
would meet on the same way, with what they then have to decide at once."""

from collections.abc import Sequence

import torch
from torch import Tensor

from ..sampling.plan import Step
from ..sampling.prompts import IMAGE, TEXT
from ..sampling.rollout import Trajectory
from ..world import MASK
from .likelihood import Decided


def places_in_order(paths: Trajectory) -> tuple[Tensor, Tensor]:
    """Which token of text, (B, T), and of the picture, (B, N), was decided how early: 0 is the first. Every step of `paths` was kept."""
    found = []
    for name in ("text", "image"):
        step = torch.stack([getattr(one, name) for one in paths.kept]).int().argmax(0)
        found.append(step.argsort(dim=1, stable=True).argsort(dim=1))
    return found[0], found[1]


def states_on_the_way(paths: Trajectory, plan: Sequence[Step], advantages: tuple[Tensor, Tensor], text_rows: int) -> list[Decided]:
    """The states of a plan with fewer steps, had it decided the same in the same order; at each, the text of the next step, and where it decides
    codes, all that are masked, for it draws them all."""
    text_place, image_place = places_in_order(paths)
    text_done, image_done, states = 0, 0, []
    for step in plan:
        ids = paths.prompts.ids.clone()
        ids[:, TEXT] = paths.text.masked_fill(text_place >= text_done, MASK)
        ids[:, IMAGE] = (paths.image + text_rows).masked_fill(image_place >= image_done, MASK)
        is_next = (text_place >= text_done) & (text_place < text_done + step.text)
        is_drawn = (image_place >= image_done) & torch.tensor(step.image is not None, device=ids.device)
        states.append(Decided(ids, paths.prompts.positions, paths.prompts.keys, is_next, is_drawn, paths.text, paths.image, *advantages))
        text_done += step.text
        image_done = image_done if step.image is None else paths.image.shape[1] - step.image
    return states
