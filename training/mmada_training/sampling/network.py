"""What the sampler and the likelihood need of a storybook network: hidden rows, and two heads."""

import json
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

from ..models.code_table import Drawn
from ..models.parts import RMSNorm, rope_tables
from ..models.storybook import Block, ModelConfig, Storybook
from ..train.precision import autocast
from ..world import MASK
from .choice import COLDEST, choose


class Network(Protocol):
    text_rows: int  # token of image code 0

    def hidden(self, ids: Tensor, positions: Tensor, keys: Tensor | None) -> Tensor:
        """Tokens and positions (B, L), what is there (B, L) -> hidden rows (B, L, d)."""

    def text_logits(self, hidden: Tensor) -> Tensor:
        """(..., d) -> (..., text rows), float32; the mask is never chosen."""

    def best_codes(self, hidden: Tensor) -> Tensor:
        """(..., d) -> the likeliest code of each row, (...)."""

    def draw_codes(self, hidden: Tensor, temperature: float, uniforms: Tensor) -> Drawn:
        """(..., d) and uniforms (...) in [0, 1) -> a code of each row; the likeliest where there is no temperature."""


def without_mask(logits: Tensor) -> Tensor:
    forbidden = torch.zeros(logits.shape[-1], device=logits.device)
    forbidden[MASK] = -torch.inf
    return logits + forbidden


AT_ONCE = 32
"""Sequences of one pass: what they come to in between stays in the processor's memory."""


@torch.no_grad()
def output_rows(network: Network, ids: Tensor, positions: Tensor, keys: Tensor, stop: int) -> Tensor:
    """The first `stop` hidden rows of sequences (B, L), (B, stop, d), without gradients: those of one length together, so that little is filled up."""
    lengths = keys.sum(1)
    order = lengths.argsort(stable=True)
    parts = [network.hidden(ids[one, :longest], positions[one, :longest], keys[one, :longest])[:, :stop] for one, longest in _alike(order, lengths)]
    return torch.cat(parts)[order.argsort()]


def _alike(order: Tensor, lengths: Tensor) -> list[tuple[Tensor, int]]:
    return [(one, int(lengths[one[-1]])) for one in order.split(AT_ONCE)]


class Factored:
    """A network in training, its tables sums of field vectors. In the processor's fast precision unless told otherwise."""

    def __init__(self, model: Storybook, *, is_exact: bool = False):
        self.model, self.is_exact = model, is_exact
        self.text_rows = model.config.text_rows

    def _cast(self):
        device = self.model.text_table.device.type
        return torch.autocast(device, enabled=False) if self.is_exact else autocast(device)

    def hidden(self, ids: Tensor, positions: Tensor, keys: Tensor | None) -> Tensor:
        with self._cast():
            table = torch.cat([self.model.text_table, self.model.code_table.table()])
            return self.model(F.embedding(ids, table), positions, keys=keys)[0]

    def text_logits(self, hidden: Tensor) -> Tensor:
        with self._cast():
            return without_mask(F.linear(hidden, self.model.text_head().to(hidden.dtype)).float())

    # The field vectors spare 8,192 logits; in float32, as the likelihood of what is drawn will be.
    def best_codes(self, hidden: Tensor) -> Tensor:
        with torch.autocast(hidden.device.type, enabled=False):
            return self.model.code_head.best(hidden.float())

    def draw_codes(self, hidden: Tensor, temperature: float, uniforms: Tensor) -> Drawn:
        with torch.autocast(hidden.device.type, enabled=False):
            if temperature < COLDEST:
                return choose(F.linear(hidden.float(), self.model.code_head.table()), temperature, uniforms)
            return self.model.code_head.draw(hidden.float(), temperature, uniforms)


class Folder:
    """An exported folder as it is, in float32: what the command runs."""

    def __init__(self, folder: Path):
        config = json.loads((folder / "config.json").read_text())
        names = ("d_model", "n_layers", "n_heads", "mlp_hidden_size", "rope_theta", "rms_norm_eps")
        self.config = ModelConfig(**{name: config[name] for name in names})
        self.text_rows = config["mmada"]["image"]["code_offset"]
        weights = {name.removeprefix("model.transformer."): tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
        self.wte, self.wpe, self.head = (weights[f"{name}.weight"] for name in ("wte", "wpe", "ff_out"))
        self.blocks = [Block(self.config) for _ in range(self.config.n_layers)]
        for i, block in enumerate(self.blocks):
            for name, parameter in block.named_parameters():
                parameter.data = weights[f"blocks.{i}.{name.removesuffix('.weight')}.weight"]
        self.ln_f = RMSNorm(self.config.d_model, self.config.rms_norm_eps)
        self.ln_f.weight.data = weights["ln_f.weight"]

    @torch.no_grad()
    def hidden(self, ids: Tensor, positions: Tensor, keys: Tensor | None) -> Tensor:
        x = self.wte[ids] + self.wpe[positions]
        cos, sin = rope_tables(positions, self.config.d_model // self.config.n_heads, self.config.rope_theta)
        for block in self.blocks:
            x, _ = block(x, cos, sin, keys)
        return self.ln_f(x)

    def text_logits(self, hidden: Tensor) -> Tensor:
        return without_mask(hidden @ self.head[: self.text_rows].t())

    def best_codes(self, hidden: Tensor) -> Tensor:
        return (hidden @ self.head[self.text_rows :].t()).argmax(-1)

    def draw_codes(self, hidden: Tensor, temperature: float, uniforms: Tensor) -> Drawn:
        return choose(hidden @ self.head[self.text_rows :].t(), temperature, uniforms)
