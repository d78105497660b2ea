"""Groups that share their state: what one step of a trajectory might decide, drawn many times from the very same state. All of a group's rewards then
differ by that step alone, and one pass of the network gives the likelihoods of all."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..sampling.network import Network, output_rows
from ..sampling.prompts import IMAGE, TEXT, Prompts
from ..sampling.rollout import Decision, SamplerConfig, Trajectory, decide, filled
from ..world import MASK


@dataclass(frozen=True)
class Branches:
    """`group` draws of one step from each of some states, side by side."""

    rows: Tensor  # (S,) rollout that each state is of
    ids: Tensor  # (S, L) the states
    decision: Decision  # (S * group, ...)
    words: Tensor  # (S * group, T) the state after the step, filled
    codes: Tensor  # (S * group, N)


def uncertain_states(paths: Trajectory, count: int) -> list[tuple[int, Tensor]]:
    """The kept states whose step was the most uncertain of what it decided (the sum of its tokens' entropies), `count` in all: of each step the rows,
    by number of the kept step. A step that is sure decides the same whenever it is drawn."""
    entropy = torch.stack([one.text_entropy.sum(1) + one.image_entropy.sum(1) for one in paths.kept])  # (S, B)
    places = entropy.flatten().argsort(descending=True, stable=True)[:count]
    step, row = places // entropy.shape[1], places % entropy.shape[1]
    return [(at, row[step == at].sort().values) for at in range(len(paths.kept)) if (step == at).any()]


@torch.no_grad()
def branch(
    network: Network, prompts: Prompts, ids: Tensor, rows: Tensor, number: int, seeds: np.ndarray, config: SamplerConfig, group: int, to_end: bool
) -> Branches:
    """Draw step `number` of the plan anew from states (S, L) of these rows, with seeds (S * group,). Each is filled by the next pass, or
    decoded `to_end`."""
    plan = config.plan()
    hidden = output_rows(network, ids, prompts.positions[rows], prompts.keys[rows], TEXT.stop)
    after = ids.repeat_interleave(group, 0)
    decision = decide(network, hidden.repeat_interleave(group, 0), after, number, plan[number], seeds, config)
    of = rows.repeat_interleave(group)
    if to_end:
        for later in range(number + 1, len(plan)):
            hidden = output_rows(network, after, prompts.positions[of], prompts.keys[of], TEXT.stop)
            decide(network, hidden, after, later, plan[later], seeds, config)
        return Branches(rows, ids, decision, after[:, TEXT], after[:, IMAGE] - network.text_rows)
    # Draws that came out alike are looked at once.
    distinct, back = torch.unique(torch.cat([of[:, None], after], 1), dim=0, return_inverse=True)
    own, after = distinct[:, 0], distinct[:, 1:]
    is_done = not (after == MASK).any()
    hidden = torch.empty(0) if is_done else output_rows(network, after, prompts.positions[own], prompts.keys[own], TEXT.stop)
    words, codes = (after[:, TEXT], after[:, IMAGE] - network.text_rows) if is_done else filled(network, hidden, after)
    return Branches(rows, ids, decision, words[back], codes[back])
