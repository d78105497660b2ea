"""The storybook transformer: LLaDA's layout (RMSNorm, RoPE, bidirectional attention, SwiGLU, no biases, untied head) plus
learned positions. Its forward pass equals the graph that src/model/network/llada-graph.ts emits from the exported checkpoint."""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..layouts.storybook import LAYOUT
from ..world import CELLS
from .code_table import CodeTable
from .parts import RMSNorm, rope_tables, rotate


@dataclass(frozen=True)
class ModelConfig:
    d_model: int = 256
    n_layers: int = 6
    n_heads: int = 4
    mlp_hidden_size: int = 640
    rope_theta: float = 10000.0
    rms_norm_eps: float = 1e-5
    text_rows: int = 640

    def to_dict(self) -> dict:
        return asdict(self)


class Block(nn.Module):
    def __init__(self, c: ModelConfig):
        super().__init__()
        d, f = c.d_model, c.mlp_hidden_size
        self.heads = c.n_heads
        self.attn_norm = RMSNorm(d, c.rms_norm_eps)
        self.ff_norm = RMSNorm(d, c.rms_norm_eps)

        def weight(out: int, inp: int, scale: float = 1.0) -> nn.Parameter:
            return nn.Parameter(torch.randn(out, inp) * scale * inp**-0.5)

        self.q_proj, self.k_proj, self.v_proj = weight(d, d), weight(d, d), weight(d, d)
        self.attn_out = weight(d, d, (2 * c.n_layers) ** -0.5)
        self.ff_proj, self.up_proj = weight(f, d), weight(f, d)
        self.ff_out = weight(d, f, (2 * c.n_layers) ** -0.5)

    def attend(self, q: Tensor, k: Tensor, v: Tensor, keys: Tensor | None, need_scores: bool) -> tuple[Tensor, Tensor | None]:
        """`keys`, (B, L): tokens that are there; what only fills a batch up is looked at by nobody."""
        if not need_scores and q.is_cuda:
            return F.scaled_dot_product_attention(q, k, v, None if keys is None else keys[:, None, None]), None
        # PyTorch's fused attention is slow on a CPU at these lengths: backwards 46 ms a layer, batch 32, for 12 ms forwards; and of a whole pass
        # without gradients in bfloat16 this took four fifths of the time.
        scores = (q * q.shape[-1] ** -0.5) @ k.mT
        if keys is not None:
            scores = scores + torch.zeros(keys.shape, dtype=scores.dtype, device=q.device).masked_fill(~keys, -torch.inf)[:, None, None]
        return torch.softmax(scores, -1, dtype=torch.float32).to(v.dtype) @ v, scores.float() if need_scores else None

    @torch.no_grad()
    def clip_scores(self, limit: float, largest: Tensor) -> None:
        """Scale down the queries and keys of every head whose largest score, (heads,), was above the limit (QK-clip; Kimi K2, 2025).

        Muon lets these weights grow until attention is all or nothing and learns no more.
        """
        factor = (limit / largest).clamp(max=1).sqrt().repeat_interleave(self.q_proj.shape[0] // self.heads)[:, None]
        self.q_proj.mul_(factor)
        self.k_proj.mul_(factor)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, keys: Tensor | None = None, need_scores: bool = False) -> tuple[Tensor, Tensor | None]:
        """(B, L, d) -> the same, and on request the attention scores, (B, heads, L, L)."""
        b, length, d = x.shape
        h = self.attn_norm(x)
        qkv = F.linear(h, torch.cat([self.q_proj, self.k_proj, self.v_proj]))
        q, k, v = (t.view(b, length, self.heads, d // self.heads).transpose(1, 2) for t in qkv.chunk(3, -1))
        q, k = rotate(q, cos.to(q.dtype), sin.to(q.dtype)), rotate(k, cos.to(k.dtype), sin.to(k.dtype))
        a, scores = self.attend(q, k, v, keys, need_scores)
        a = a.transpose(1, 2).reshape(b, length, d)
        x = x + F.linear(a, self.attn_out)
        h = self.ff_norm(x)
        gate, up = F.linear(h, torch.cat([self.ff_proj, self.up_proj])).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.ff_out), scores


class Storybook(nn.Module):
    """`forward` takes embeddings, so that text and image tokens keep their own (factorised) tables while training."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        d = config.d_model
        # Standard deviation 1.0 for tokens: with LLaDA's 0.02 a model this small stays on a plateau.
        self.text_table = nn.Parameter(torch.randn(config.text_rows, d))
        self.code_table = CodeTable(d, 0.6)
        self.code_head = CodeTable(d, 0.6 * d**-0.5)
        self.position = nn.Parameter(torch.randn(LAYOUT.length, d) * 0.3)
        self.grid_cell = nn.Parameter(torch.randn(9, d) * 0.5)
        self.grid_part = nn.Parameter(torch.randn(4, d) * 0.3)
        self.grid_row = nn.Parameter(torch.randn(6, d) * 0.3)
        self.grid_side = nn.Parameter(torch.randn(2, d) * 0.3)
        with torch.no_grad():
            for side in LAYOUT.grids:
                self.position[side] *= 0.1
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.ln_f = RMSNorm(d, config.rms_norm_eps)
        index = torch.arange(36)
        row, column = index // 6, index % 6
        self.register_buffer("cell_of", row // 2 * 3 + column // 2, persistent=False)
        self.register_buffer("part_of", row % 2 * 2 + column % 2, persistent=False)
        self.register_buffer("row_of", row, persistent=False)

    @torch.no_grad()
    def align(self, vocabulary: dict[str, int]) -> None:
        """Give tiles and grid cells the vectors of their words; see `CodeTable.speak`. For the step from text to both."""
        self.code_table.speak(self.text_table, vocabulary)
        self.code_head.speak(self.text_head(), vocabulary)
        self.grid_cell.copy_(self.text_table[[vocabulary[cell] for cell in CELLS]] * 0.6)

    def positions(self) -> Tensor:
        """The `wpe` table, (184, d): free rows, with the two image grids as cell + part + row + side on top."""
        grid = self.grid_cell[self.cell_of] + self.grid_part[self.part_of] + self.grid_row[self.row_of]
        table = self.position
        pieces, at = [], 0
        for side, (start, stop) in enumerate((s.start, s.stop) for s in LAYOUT.grids):
            pieces += [table[at:start], table[start:stop] + grid + self.grid_side[side]]
            at = stop
        return torch.cat([*pieces, table[at:]])

    def forward(self, x: Tensor, positions: Tensor, *, keys: Tensor | None = None, need_scores: bool = False) -> tuple[Tensor, list[Tensor]]:
        """Token embeddings (B, L, d) without positions, and position ids (L,) or (B, L) -> normalised hidden states (B, L, d), and on
        request every block's attention scores, each (B, heads, L, L)."""
        x = x + self.positions()[positions].to(x.dtype)
        cos, sin = rope_tables(positions, self.config.d_model // self.config.n_heads, self.config.rope_theta)
        every = []
        for block in self.blocks:
            x, scores = block(x, cos, sin, keys, need_scores)
            if scores is not None:
                every.append(scores)
        return self.ln_f(x), every

    @torch.no_grad()
    def clip_scores(self, limit: float, largest: Tensor) -> None:
        """`Block.clip_scores` of every block by the largest scores seen, (layers, heads)."""
        for block, seen in zip(self.blocks, largest):
            block.clip_scores(limit, seen)

    def text_head(self) -> Tensor:
        """(text_rows, d): tied to the embedding, scaled so that logits start near 1."""
        return self.text_table * self.config.d_model**-0.5

    def tables(self) -> tuple[Tensor, Tensor, Tensor]:
        """`wte`, `ff_out` (text_rows + 8192, d) and `wpe` (184, d): the ordinary tables of the checkpoint."""
        wte = torch.cat([self.text_table, self.code_table.table()])
        head = torch.cat([self.text_head(), self.code_head.table()])
        return wte, head, self.positions()
