"""How likely a network finds what came of a state, at that very state."""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..sampling.choice import COLDEST
from ..sampling.network import Factored
from ..sampling.prompts import IMAGE, TEXT, Prompts
from ..sampling.rollout import Kept
from ..world import MASK


@dataclass(frozen=True)
class Decided:
    """Some rollouts at one kept step: the state, the tokens that its advantage goes to, and that."""

    ids: Tensor  # (B, L)
    positions: Tensor
    keys: Tensor
    text: Tensor  # (B, T) bool: tokens that get the advantage
    image: Tensor  # (B, N) bool
    words: Tensor  # (B, T) tokens at the end
    codes: Tensor  # (B, N)
    text_advantage: Tensor  # (B,)
    image_advantage: Tensor  # (B,)

    @classmethod
    def of(cls, prompts: Prompts, kept: Kept, words: Tensor, codes: Tensor, advantages: tuple[Tensor, Tensor], *, credit: str = "decided") -> "Decided":
        """`credit`: `decided` by the step, or all that is `masked` before it, as it comes out in the end."""
        text, image = (kept.text, kept.image) if credit == "decided" else (kept.ids[:, TEXT] == MASK, kept.ids[:, IMAGE] == MASK)
        return cls(kept.ids, prompts.positions, prompts.keys, text, image, words, codes, *advantages)


def log_probabilities(network: Factored, at: Decided, temperature: float, text_temperature: float) -> Tensor:
    """Of every token that gets an advantage, (R,): text first, then codes; each under its rollout's temperature."""
    hidden = network.hidden(at.ids, at.positions, at.keys)
    heat = lambda value: value if value >= COLDEST else 1.0
    logits = network.text_logits(hidden[:, TEXT][at.text]) / heat(text_temperature)
    text = logits.log_softmax(-1).gather(-1, at.words[at.text][:, None])[:, 0]
    # The table's own loss needs no 8,192 logits; a temperature divides what it is asked of.
    rows = hidden[:, IMAGE][at.image].float() / heat(temperature)
    with torch.autocast(rows.device.type, enabled=False):
        image = -network.model.code_head.loss(rows, at.codes[at.image])
    return torch.cat([text, image])


def advantages_of(at: Decided) -> Tensor:
    """Of each of these tokens, (R,), in the same order."""
    spread = lambda advantage, mask: advantage[:, None].expand(mask.shape)[mask]
    return torch.cat([spread(at.text_advantage, at.text), spread(at.image_advantage, at.image)])


def weights_of(at: Decided, image_weight: float) -> Tensor:
    """Each token's share of the loss, (R,): a mean over text tokens, and `image_weight` times one over codes."""
    text, image = int(at.text.sum()), int(at.image.sum())
    return torch.cat([torch.full((text,), 1 / max(text, 1)), torch.full((image,), image_weight / max(image, 1))]).to(at.ids.device)
