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
    state: Tensor | None = None  # (B,) which of `ids` each row came of; its own by default

    @classmethod
    def of(cls, prompts: Prompts, kept: Kept, words: Tensor, codes: Tensor, advantages: tuple[Tensor, Tensor], *, credit: str = "decided") -> "Decided":
        """`credit`: `decided` by the step, or all that is `masked` before it, as it comes out in the end."""
        text, image = (kept.text, kept.image) if credit == "decided" else (kept.ids[:, TEXT] == MASK, kept.ids[:, IMAGE] == MASK)
        return cls(kept.ids, prompts.positions, prompts.keys, text, image, words, codes, *advantages)

    def parts(self, size: int, weights: Tensor) -> list[tuple["Decided", Tensor]]:
        """By `size` sequences of about one length, without the places that then only fill up, and of `weights` (R,) those of each part's tokens.
        Sequences whose rows all have an advantage of 0 are left out: they teach nothing."""
        own = torch.arange(len(self.ids), device=self.ids.device)
        state = own if self.state is None else self.state
        is_live = torch.zeros(len(self.ids), dtype=torch.bool, device=own.device)
        is_live[state[(self.text_advantage != 0) | (self.image_advantage != 0)]] = True
        lengths = self.keys.sum(1)
        order = lengths.argsort(stable=True)
        text, image = torch.zeros(self.text.shape, device=own.device), torch.zeros(self.image.shape, device=own.device)
        text[self.text], image[self.image] = weights.split([int(self.text.sum()), int(self.image.sum())])
        found = []
        for chosen in order[is_live[order]].split(size) if is_live.any() else ():
            longest = int(lengths[chosen].max())
            place = torch.full((len(self.ids),), -1, device=own.device)
            place[chosen] = own[: len(chosen)]
            rows = (place[state] >= 0).nonzero()[:, 0]
            tensors = (self.text, self.image, self.words, self.codes, self.text_advantage, self.image_advantage)
            part = Decided(*(one[chosen, :longest] for one in (self.ids, self.positions, self.keys)), *(one[rows] for one in tensors), state=place[state[rows]])
            found.append((part, torch.cat([text[rows][part.text], image[rows][part.image]])))
        return found


def log_probabilities(network: Factored, at: Decided, temperature: float, text_temperature: float) -> Tensor:
    """Of every token that gets an advantage, (R,): text first, then codes; each under its rollout's temperature."""
    hidden = network.hidden(at.ids, at.positions, at.keys)
    rows = lambda part, mask: hidden[:, part][mask] if at.state is None else hidden[:, part][at.state[(places := mask.nonzero())[:, 0]], places[:, 1]]
    heat = lambda value: value if value >= COLDEST else 1.0
    logits = network.text_logits(rows(TEXT, at.text)) / heat(text_temperature)
    text = logits.log_softmax(-1).gather(-1, at.words[at.text][:, None])[:, 0]
    # The table's own loss needs no 8,192 logits; a temperature divides what it is asked of.
    heated = rows(IMAGE, at.image).float() / heat(temperature)
    with torch.autocast(heated.device.type, enabled=False):
        image = -network.model.code_head.loss(heated, at.codes[at.image])
    return torch.cat([text, image])


def advantages_of(at: Decided) -> Tensor:
    """Of each of these tokens, (R,), in the same order."""
    spread = lambda advantage, mask: advantage[:, None].expand(mask.shape)[mask]
    return torch.cat([spread(at.text_advantage, at.text), spread(at.image_advantage, at.image)])


def weights_of(at: Decided, image_weight: float, text_weight: float = 1.0) -> Tensor:
    """Each token's share of the loss, (R,): `text_weight` times a mean over text tokens, and `image_weight` times one over codes."""
    text, image = int(at.text.sum()), int(at.image.sum())
    return torch.cat([torch.full((text,), text_weight / max(text, 1)), torch.full((image,), image_weight / max(image, 1))]).to(at.ids.device)
