"""A LLaDA network in plain PyTorch, as the released code runs it: every logit of every position."""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor


class Network:
    """One checkpoint folder in float32 on the CPU."""

    def __init__(self, folder: Path):
        self.config = json.loads((folder / "config.json").read_text())
        stored = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
        prefix = next(name for name in stored if name.endswith("transformer.wte.weight"))[: -len("wte.weight")]
        self.weights = {name.removeprefix(prefix).removesuffix(".weight"): tensor for name, tensor in stored.items()}
        self.heads = self.config["n_heads"]
        size = self.config["d_model"] // self.heads
        self.frequencies = 1 / self.config["rope_theta"] ** (torch.arange(0, size, 2).float() / size)

    def logits(self, ids: Tensor, positions: Tensor) -> Tensor:
        """(batch, length) tokens and their (length,) position ids -> (batch, length, vocabulary)."""
        x = self.weights["wte"][ids]
        if "wpe" in self.weights:
            x = x + self.weights["wpe"][positions]
        angles = torch.outer(positions.float(), self.frequencies).repeat(1, 2)
        rotary = (angles.cos(), angles.sin())
        for layer in range(self.config["n_layers"]):
            x = self.block(f"blocks.{layer}.", x, rotary)
        return F.linear(self.norm(x, "ln_f"), self.weights["ff_out"])

    def block(self, name: str, x: Tensor, rotary: tuple[Tensor, Tensor]) -> Tensor:
        normal = self.norm(x, f"{name}attn_norm")
        query, key, value = (self.split(F.linear(normal, self.weights[f"{name}{part}_proj"])) for part in "qkv")
        attended = F.scaled_dot_product_attention(rotate(query, *rotary), rotate(key, *rotary), value)
        x = x + F.linear(attended.transpose(1, 2).flatten(2), self.weights[f"{name}attn_out"])
        normal = self.norm(x, f"{name}ff_norm")
        gate = F.silu(F.linear(normal, self.weights[f"{name}ff_proj"]))
        return x + F.linear(gate * F.linear(normal, self.weights[f"{name}up_proj"]), self.weights[f"{name}ff_out"])

    def norm(self, x: Tensor, name: str) -> Tensor:
        return F.rms_norm(x, x.shape[-1:], self.weights[name], self.config["rms_norm_eps"])

    def split(self, x: Tensor) -> Tensor:
        """(batch, length, width) -> (batch, heads, length, width / heads)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


def rotate(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return x * cosines + torch.cat([-second, first], dim=-1) * sines
