"""The released networks: LLaDA's blocks under their names in the checkpoints, so that a folder's tensors are this module's."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from .parts import RMSNorm, rope_tables, rotate


@dataclass(frozen=True)
class LladaConfig:
    """The part of config.json that says what is computed."""

    d_model: int
    n_heads: int
    n_layers: int
    mlp_hidden_size: int
    rows: int  # of wte and ff_out: text, special tokens and image codes
    rope_theta: float
    rms_norm_eps: float

    @classmethod
    def read(cls, config: dict, rows: int) -> "LladaConfig":
        """Raises ValueError for a network of another kind."""
        strange = [name for name in ("include_bias", "include_qkv_bias", "weight_tying", "alibi", "scale_logits", "attention_layer_norm") if config.get(name)]
        if config.get("n_kv_heads", config["n_heads"]) != config["n_heads"]:
            strange.append("n_kv_heads")
        if strange:
            raise ValueError(f"config.json asks for {', '.join(strange)}, which the released networks have not.")
        own = {name: config[name] for name in ("d_model", "n_heads", "n_layers", "mlp_hidden_size", "rope_theta", "rms_norm_eps")}
        return cls(rows=rows, **own)


class Block(nn.Module):
    """One layer: bidirectional attention with rotary positions, then a gated MLP; no biases."""

    def __init__(self, c: LladaConfig):
        super().__init__()
        d, f = c.d_model, c.mlp_hidden_size
        self.heads = c.n_heads
        self.attn_norm, self.ff_norm = RMSNorm(d, c.rms_norm_eps), RMSNorm(d, c.rms_norm_eps)
        self.q_proj, self.k_proj, self.v_proj, self.attn_out = (nn.Linear(d, d, bias=False) for _ in range(4))
        self.ff_proj, self.up_proj, self.ff_out = nn.Linear(d, f, bias=False), nn.Linear(d, f, bias=False), nn.Linear(f, d, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, keys: Tensor | None) -> Tensor:
        b, length, d = x.shape
        h = self.attn_norm(x)
        q, k, v = (part(h).view(b, length, self.heads, d // self.heads).transpose(1, 2) for part in (self.q_proj, self.k_proj, self.v_proj))
        # Angles in float32, as `rope_full_precision` says.
        q, k = (rotate(part.float(), cos, sin).to(v.dtype) for part in (q, k))
        a = F.scaled_dot_product_attention(q, k, v, None if keys is None else keys[:, None, None])
        x = x + self.attn_out(a.transpose(1, 2).reshape(b, length, d))
        h = self.ff_norm(x)
        return x + self.ff_out(F.silu(self.ff_proj(h)) * self.up_proj(h))


@dataclass(frozen=True)
class Ask:
    """Logits that are wanted: of these rows of the flattened batch, (R,), over these columns of the vocabulary."""

    rows: Tensor
    columns: slice


class Llada(nn.Module):
    def __init__(self, config: LladaConfig, *, recompute: bool = False):
        """`recompute`: activations of a block are computed again in the backward pass instead of kept."""
        super().__init__()
        self.config, self.recompute = config, recompute
        self.transformer = nn.ModuleDict(
            {
                "wte": nn.Embedding(config.rows, config.d_model),
                "blocks": nn.ModuleList(Block(config) for _ in range(config.n_layers)),
                "ln_f": RMSNorm(config.d_model, config.rms_norm_eps),
                "ff_out": nn.Linear(config.d_model, config.rows, bias=False),
            }
        )

    @property
    def blocks(self) -> nn.ModuleList:
        return self.transformer["blocks"]

    def forward(self, ids: Tensor, keys: Tensor | None, asks: Sequence[Ask]) -> list[Tensor]:
        """Tokens (B, L), positions 0 to L - 1; `keys` (B, L) bool: the tokens that are there. Logits of each ask, (R, columns), float32."""
        x = self.transformer["wte"](ids)
        cos, sin = rope_tables(torch.arange(ids.shape[1], device=ids.device), self.config.d_model // self.config.n_heads, self.config.rope_theta)
        for block in self.blocks:
            x = checkpoint(block, x, cos, sin, keys, use_reentrant=False) if self.recompute and self.training else block(x, cos, sin, keys)
        hidden = self.transformer["ln_f"](x).flatten(0, 1)
        head = self.transformer["ff_out"].weight
        return [F.linear(hidden[ask.rows], head[ask.columns].to(hidden.dtype)).float() for ask in asks]
