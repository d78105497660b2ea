"""The paper's sampler on a batch: src/decoder/decode.ts and reveal.ts, to the same tokens. Some of its steps are kept, for reinforcement learning."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import torch
from torch import Tensor

from ..layouts.storybook import LAYOUT
from ..world import MASK
from .choice import choose
from .network import Network, output_rows
from .plan import Step, plan_steps
from .prompts import IMAGE, TEXT, Prompts, Request, lay_out, without_pictures
from .uniform import gumbel, uniform


@dataclass(frozen=True)
class SamplerConfig:
    """As the command's settings of these names; the model's own defaults are in its config.json."""

    steps: int = 64
    image_steps: int = 36
    block_length: int = 8
    guidance_image: float = 0.0
    temperature: float = 0.2
    text_temperature: float = 0.0

    def plan(self) -> list[Step]:
        return plan_steps(self.steps, self.image_steps, text=LAYOUT.text_length, image=LAYOUT.codes)


@dataclass(frozen=True)
class Decision:
    """What one step decided, and how likely that was under the sampling temperature."""

    text: Tensor  # (B, T) bool
    image: Tensor  # (B, N) bool
    text_logp: Tensor  # (B, T), 0 elsewhere
    image_logp: Tensor  # (B, N)
    text_entropy: Tensor  # (B, T) in nats, 0 elsewhere
    image_entropy: Tensor  # (B, N)


@dataclass(frozen=True)
class Kept(Decision):
    """One step of all rollouts: the state before it, what it decided, and the state after it with every masked place filled by what the network
    then thinks most likely."""

    step: int
    ids: Tensor  # (B, L)
    text_filled: Tensor  # (B, T) tokens
    image_filled: Tensor  # (B, N) codes


@dataclass
class Trajectory:
    prompts: Prompts
    text: Tensor  # (B, T) tokens at the end
    image: Tensor  # (B, N) codes at the end
    kept: list[Kept] = field(default_factory=list)
    text_entropy: float = 0.0  # nats, mean over all tokens that were decided
    image_entropy: float = 0.0


def _places(masked: Tensor) -> Tensor:
    """Indices of the true entries of each row, (B, R): every row has as many."""
    return masked.nonzero()[:, 1].view(len(masked), -1)


def decide(network: Network, hidden: Tensor, ids: Tensor, number: int, step: Step, seeds: np.ndarray, config: SamplerConfig) -> Decision:
    """Reveal one step's tokens in the sequences (B, L), in place; `hidden` has the rows of their output part, as the network sees them before."""
    device = ids.device
    batch = torch.arange(len(ids), device=device)[:, None]
    text, image = ids[:, TEXT], ids[:, IMAGE]
    decided = {}

    def chance(purpose: str, rows: Tensor) -> np.ndarray:
        return uniform(seeds, number, purpose, rows.cpu().numpy())

    if step.text:
        masked = text == MASK
        first = _places(masked[:1])[0]
        end = (int(first[min(step.text, len(first)) - 1]) // config.block_length + 1) * config.block_length
        rows = _places(masked & (torch.arange(LAYOUT.text_length, device=device) < end))
        uniforms = torch.from_numpy(chance("text_token", rows)).to(device)
        choice = choose(network.text_logits(hidden[:, TEXT][batch, rows]), config.text_temperature, uniforms)
        # By block, the surest first, of equals the leftmost.
        order = choice.confidence.argsort(dim=1, descending=True, stable=True)
        order = order.gather(1, (rows.gather(1, order) // config.block_length).argsort(dim=1, stable=True))
        decided["text"] = (rows, choice, order[:, : step.text])
    if step.image is not None:
        rows = _places(image == MASK)
        uniforms = torch.from_numpy(chance("image_token", rows)).to(device)
        choice = network.draw_codes(hidden[:, IMAGE][batch, rows], config.temperature, uniforms)
        noise = config.temperature * (1 - step.ratio) * gumbel(chance("image_order", rows))
        score = choice.confidence.double().clamp(min=1e-20).log() + torch.from_numpy(noise).to(device)
        order = score.argsort(dim=1, descending=True, stable=True)
        decided["image"] = (rows, choice, order[:, : rows.shape[1] - step.image])
    marks = {}
    for name, part, offset in (("text", text, 0), ("image", image, network.text_rows)):
        was_decided, logp, entropy = torch.zeros_like(part, dtype=torch.bool), torch.zeros(part.shape, device=device), torch.zeros(part.shape, device=device)
        if name in decided:
            rows, choice, order = decided[name]
            places = rows.gather(1, order)
            part.scatter_(1, places, choice.ids.gather(1, order) + offset)
            was_decided.scatter_(1, places, True)
            logp.scatter_(1, places, choice.logp.gather(1, order))
            entropy.scatter_(1, places, choice.entropy.gather(1, order))
        marks |= {name: was_decided, f"{name}_logp": logp, f"{name}_entropy": entropy}
    return Decision(**marks)


def filled(network: Network, hidden: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
    """Text (B, T) and codes (B, N) of sequences with every masked place filled by what their hidden rows find most likely."""
    text, image = ids[:, TEXT].clone(), ids[:, IMAGE].clone()
    text[text == MASK] = network.text_logits(hidden[:, TEXT][text == MASK]).argmax(-1)
    image[image == MASK] = network.best_codes(hidden[:, IMAGE][image == MASK]) + network.text_rows
    return text, image - network.text_rows


@torch.no_grad()
def rollout(
    network: Network,
    requests: Sequence[Request],
    seeds: Sequence[int],
    config: SamplerConfig,
    *,
    keep: Sequence[int] = (),
    device: str = "cpu",
) -> Trajectory:
    """Decode every request with its seed. `keep`: the steps whose states are kept, by number."""
    prompts = lay_out(requests, network.text_rows, device)
    edits = [row for row, request in enumerate(requests) if request.source is not None]
    unguided = lay_out(without_pictures([requests[row] for row in edits]), network.text_rows, device) if edits and config.guidance_image else None
    seeds = np.array(seeds, np.int64)
    ids = prompts.ids.clone()
    kept: list[dict] = []
    entropies = ([], [])

    def look() -> Tensor:
        """Hidden rows of the output part, the picture's guided."""
        hidden = output_rows(network, ids, prompts.positions, prompts.keys, TEXT.stop)
        if unguided is not None:
            other = unguided.ids.clone()
            other[:, : TEXT.stop] = ids[edits, : TEXT.stop]
            bare = output_rows(network, other, unguided.positions, unguided.keys, IMAGE.stop)[:, IMAGE]
            hidden = hidden.clone()
            hidden[edits, IMAGE] = hidden[edits, IMAGE] * (1 + config.guidance_image) - bare * config.guidance_image
        return hidden

    def fill(hidden: Tensor) -> None:
        """The state after the last kept step, filled by what this pass thinks most likely."""
        text, image = filled(network, hidden, ids)
        kept[-1] |= {"text_filled": text, "image_filled": image}

    for number, step in enumerate(config.plan()):
        if step.text == 0 and step.image is None:
            continue
        hidden = look()
        if kept and "text_filled" not in kept[-1]:
            fill(hidden)
        before = ids.clone()
        found = decide(network, hidden, ids, number, step, seeds, config)
        for parts, entropy, mask in ((entropies[0], found.text_entropy, found.text), (entropies[1], found.image_entropy, found.image)):
            parts.append(entropy[mask])
        if number in keep:
            kept.append({"step": number, "ids": before, **{one.name: getattr(found, one.name) for one in fields(Decision)}})
    if kept and "text_filled" not in kept[-1]:
        kept[-1] |= {"text_filled": ids[:, TEXT].clone(), "image_filled": ids[:, IMAGE] - network.text_rows}
    mean = lambda parts: float(torch.cat(parts).mean()) if parts else 0.0
    return Trajectory(prompts, ids[:, TEXT].clone(), ids[:, IMAGE] - network.text_rows, [Kept(**one) for one in kept], mean(entropies[0]), mean(entropies[1]))
