"""
The released decoding loop of family M (`interleave_generate` in MMaDA-Parallel-M/models/modeling_mmada.py), transcribed for speed
comparisons: at every step a batch of two, the sequence with its prompt and the one without, both of the same length and with the
logits of every position over the whole vocabulary.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from network import Network


@dataclass
class Sequences:
    """A batch of two, with and without the prompt: tokens with masks in the output part, and the places of the output in them."""

    ids: Tensor
    positions: Tensor
    text: Tensor
    image: Tensor


@dataclass
class Settings:
    steps: int
    image_steps: int
    guidance_text: float
    guidance_image: float
    temperature: float
    text_temperature: float
    mask: int
    code_offset: int
    codebook_size: int


def decode(network: Network, sequences: Sequences, settings: Settings) -> tuple[Tensor, Tensor]:
    """Fill in the masks of both sequences. Returns text tokens and image codes."""
    ids = sequences.ids
    base, remainder = divmod(int((ids[0, sequences.text] == settings.mask).sum()), settings.steps)
    image_steps = set(torch.linspace(settings.steps // 4, settings.steps - 1, settings.image_steps).round().int().tolist())
    codes = slice(settings.code_offset, settings.code_offset + settings.codebook_size)
    for step in range(settings.steps):
        prompted, unprompted = network.logits(ids, sequences.positions)
        logits = prompted + settings.guidance_text * (unprompted - prompted)
        text = ids[0, sequences.text]
        ids[:, sequences.text] = reveal_text(text, logits[sequences.text], base + (step < remainder), settings)
        if step in image_steps:
            scale = settings.guidance_image
            image_logits = (1 + scale) * prompted[sequences.image, codes] - scale * unprompted[sequences.image, codes]
            ratio = (step + 1) / settings.steps
            sampled, ids[:, sequences.image] = reveal_image(ids[0, sequences.image], image_logits, ratio, settings)
    return ids[0, sequences.text], sampled


def reveal_text(text: Tensor, logits: Tensor, count: int, settings: Settings) -> Tensor:
    noisy = logits
    if settings.text_temperature > 0:
        wide = logits.double()
        noisy = wide.exp() / (-torch.rand_like(wide).log()) ** settings.text_temperature
    chosen = noisy.argmax(-1)
    probabilities = logits.double().softmax(-1).gather(-1, chosen[:, None])[:, 0]
    is_masked = text == settings.mask
    surest = probabilities.where(is_masked, -math.inf).topk(count).indices
    revealed = text.clone()
    revealed[surest] = chosen[surest]
    return revealed


def reveal_image(image: Tensor, logits: Tensor, ratio: float, settings: Settings) -> tuple[Tensor, Tensor]:
    """The sample of every place as codes, and the tokens of those that stay."""
    is_unknown = image == settings.mask
    probabilities = logits.softmax(-1)
    sampled = probabilities.multinomial(1)[:, 0].where(is_unknown, image - settings.code_offset)
    chosen = probabilities.gather(-1, sampled[:, None])[:, 0].where(is_unknown, torch.finfo().max)
    stay = max(1, min(int(is_unknown.sum()) - 1, math.floor(len(image) * math.cos(ratio * math.pi / 2))))
    noise = -(-torch.rand_like(chosen).log()).log()
    confidence = chosen.clamp(min=1e-20).log() + settings.temperature * (1 - ratio) * noise
    cut_off = confidence.sort().values[stay]
    return sampled, (sampled + settings.code_offset).where(confidence >= cut_off, settings.mask)
