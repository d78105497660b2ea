"""The image tokenizer: MAGVIT-v2's encoder and decoder, scaled down, with its tensor names.

Two additions. `stem_patch` p: the encoder reads pixels folded p x p into channels (pixel_unshuffle), the decoder's last
convolution is unfolded the same way (pixel_shuffle), so that nothing is convolved at full resolution; p = 1 is MAGVIT-v2.
`decoder.positions`: a vector for every place of the grid, added after the first convolution, so that what depends on where a
tile lies (a mountain, the sun) need not be worked out from the padding at the edges.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class VqConfig:
    """Sizes. Level 0 is the finest; each level but the last halves the grid on the way down."""

    encoder_ch: int = 48
    encoder_mult: tuple[int, ...] = (1, 2, 3)
    encoder_blocks: tuple[int, ...] = (1, 1, 1)
    decoder_ch: int = 64
    decoder_mult: tuple[int, ...] = (1, 2, 3)
    decoder_blocks: tuple[int, ...] = (2, 2, 2)
    bits: int = 13
    side: int = 144
    stem_patch: int = 6
    groups: int = 16
    eps: float = 1e-6

    @property
    def grid(self) -> int:
        """Codes along a side of the picture."""
        return self.side // (self.stem_patch * 2 ** (len(self.decoder_mult) - 1))

    def to_json(self) -> dict:
        """The `config.json` of the image tokenizer's folder."""
        shared = {"resolution": self.side, "z_channels": self.bits, "attn_resolutions": []}
        return {
            "_class_name": "MAGVITv2",
            "encoder": {
                "ch": self.encoder_ch,
                "ch_mult": list(self.encoder_mult),
                "num_res_blocks": list(self.encoder_blocks),
                "in_ch": 3,
                "double_z": False,
                **shared,
            },
            "decoder": {"ch": self.decoder_ch, "ch_mult": list(self.decoder_mult), "num_res_blocks": list(self.decoder_blocks), "out_ch": 3, **shared},
            "codebook_dim": self.bits,
            "stem_patch": self.stem_patch,
            "norm_groups": self.groups,
            "norm_eps": self.eps,
        }

    def to_dict(self) -> dict:
        return asdict(self)


class ResBlock(nn.Module):
    """x + conv2(swish(norm2(conv1(swish(norm1(x))))))."""

    def __init__(self, c: VqConfig, inputs: int, outputs: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(c.groups, inputs, c.eps)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm2 = nn.GroupNorm(c.groups, outputs, c.eps)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        if inputs != outputs:
            self.nin_shortcut = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(self.norm2(h)))
        return h + (self.nin_shortcut(x) if hasattr(self, "nin_shortcut") else x)


class AttnBlock(nn.Module):
    """x + proj_out(attention over all places of the grid), one head."""

    def __init__(self, c: VqConfig, width: int):
        super().__init__()
        self.norm = nn.GroupNorm(c.groups, width, c.eps)
        self.q, self.k, self.v, self.proj_out = (nn.Conv2d(width, width, 1) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        n = self.norm(x)
        q, k, v = (f(n).flatten(2) for f in (self.q, self.k, self.v))  # (batch, width, places)
        scores = (q.transpose(1, 2) @ k) * x.shape[1] ** -0.5
        h = v @ scores.softmax(-1).transpose(1, 2).to(v.dtype)
        return x + self.proj_out(h.view(x.shape))


class Middle(nn.Module):
    def __init__(self, c: VqConfig, width: int):
        super().__init__()
        self.block_1, self.attn_1, self.block_2 = ResBlock(c, width, width), AttnBlock(c, width), ResBlock(c, width, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.block_2(self.attn_1(self.block_1(x)))


class Resample(nn.Module):
    """Half the grid (padded right and below only, as in MAGVIT-v2) or twice the grid (nearest)."""

    def __init__(self, width: int, is_down: bool):
        super().__init__()
        self.is_down = is_down
        self.conv = nn.Conv2d(width, width, 3, stride=2) if is_down else nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.pad(x, (0, 1, 0, 1)) if self.is_down else F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Level(nn.Module):
    def __init__(self, c: VqConfig, inputs: int, outputs: int, blocks: int):
        super().__init__()
        self.block = nn.ModuleList(ResBlock(c, inputs if i == 0 else outputs, outputs) for i in range(blocks))

    def forward(self, x: Tensor) -> Tensor:
        for block in self.block:
            x = block(x)
        return self.upsample(x) if hasattr(self, "upsample") else self.downsample(x) if hasattr(self, "downsample") else x


class Encoder(nn.Module):
    """Pixels (batch, 3, side, side) in [-1, 1] to z (batch, bits, grid, grid); a bit is z > 0."""

    def __init__(self, c: VqConfig):
        super().__init__()
        self.patch = c.stem_patch
        widths = [c.encoder_ch * m for m in c.encoder_mult]
        self.conv_in = nn.Conv2d(3 * c.stem_patch**2, c.encoder_ch, 3, padding=1)
        self.down = nn.ModuleList(Level(c, widths[max(i - 1, 0)] if i else c.encoder_ch, w, c.encoder_blocks[i]) for i, w in enumerate(widths))
        for level, width in zip(self.down[:-1], widths):
            level.downsample = Resample(width, is_down=True)
        self.mid = Middle(c, widths[-1])
        self.norm_out = nn.GroupNorm(c.groups, widths[-1], c.eps)
        self.conv_out = nn.Conv2d(widths[-1], c.bits, 3, padding=1)
        self.quant_conv = nn.Conv2d(c.bits, c.bits, 1)

    def forward(self, pixels: Tensor) -> Tensor:
        h = self.conv_in(F.pixel_unshuffle(pixels, self.patch))
        for level in self.down:
            h = level(h)
        return self.quant_conv(self.conv_out(F.silu(self.norm_out(self.mid(h)))))


class Decoder(nn.Module):
    """Code bits as -1 / +1, (batch, bits, grid, grid), to pixels (batch, 3, side, side), about [-1, 1]."""

    def __init__(self, c: VqConfig):
        super().__init__()
        self.patch = c.stem_patch
        widths = [c.decoder_ch * m for m in c.decoder_mult]
        self.post_quant_conv = nn.Conv2d(c.bits, c.bits, 1)
        self.conv_in = nn.Conv2d(c.bits, widths[-1], 3, padding=1)
        self.positions = nn.Parameter(torch.zeros(1, widths[-1], c.grid, c.grid))
        self.mid = Middle(c, widths[-1])
        self.up = nn.ModuleList(Level(c, widths[min(i + 1, len(widths) - 1)], w, c.decoder_blocks[i]) for i, w in enumerate(widths))
        for level, width in zip(self.up[1:], widths[1:]):
            level.upsample = Resample(width, is_down=False)
        self.norm_out = nn.GroupNorm(c.groups, widths[0], c.eps)
        self.conv_out = nn.Conv2d(widths[0], 3 * c.stem_patch**2, 3, padding=1)

    def forward(self, bits: Tensor) -> Tensor:
        h = self.mid(self.conv_in(self.post_quant_conv(bits)) + self.positions)
        for level in reversed(self.up):
            h = level(h)
        return F.pixel_shuffle(self.conv_out(F.silu(self.norm_out(h))), self.patch)


class Codebook(nn.Module):
    """Lookup-free: row r of the embedding is the bits of r as -1 / +1, most significant first."""

    def __init__(self, bits: int):
        super().__init__()
        powers = 2 ** torch.arange(bits - 1, -1, -1)
        rows = torch.arange(2**bits)[:, None]
        self.register_buffer("embedding", ((rows // powers) % 2 * 2 - 1).float())
        self.register_buffer("power_vals", powers.float())


class VqModel(nn.Module):
    def __init__(self, config: VqConfig = VqConfig()):
        super().__init__()
        self.config = config
        self.encoder, self.decoder, self.quantize = Encoder(config), Decoder(config), Codebook(config.bits)

    def encode(self, pixels: Tensor) -> Tensor:
        """Codes (batch, grid, grid) of pixels."""
        return ((self.encoder(pixels) > 0) * self.quantize.power_vals[:, None, None]).sum(1).long()

    def decode(self, codes: Tensor) -> Tensor:
        """Pixels of codes (batch, grid, grid)."""
        return self.decoder(self.quantize.embedding[codes].permute(0, 3, 1, 2))
