"""What PyTorch computes from a checkpoint folder, for the CLI's tests to compare with: `test/model/storybook-fixture.test.ts`
says what each tensor is. Weights are the stored float16 ones, widened; everything is computed in float32."""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from .layouts.storybook import BOS, EOS, INTERLEAVE, LAYOUT, MASK, SOI, T2I
from .models.parts import RMSNorm, rope_tables
from .models.storybook import Block, ModelConfig
from .models.vq import VqConfig, VqModel
from .recipes.image_tokenizer import read_folder


class Checkpoint:
    """The transformer as its folder has it: ordinary tables, no factors."""

    def __init__(self, folder: Path):
        config = json.loads((folder / "config.json").read_text())
        self.config = ModelConfig(**{key: config[key] for key in ("d_model", "n_layers", "n_heads", "mlp_hidden_size", "rope_theta", "rms_norm_eps")})
        self.code_offset = config["mmada"]["image"]["code_offset"]
        weights = {name.removeprefix("model.transformer."): tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
        self.wte, self.wpe, self.head = weights["wte.weight"], weights["wpe.weight"], weights["ff_out.weight"]
        self.blocks = nn.ModuleList(Block(self.config) for _ in range(self.config.n_layers))
        for i, block in enumerate(self.blocks):
            for name, parameter in block.named_parameters():
                stem = name.removesuffix(".weight")
                parameter.data = weights[f"blocks.{i}.{stem}.weight"]
        self.ln_f = RMSNorm(self.config.d_model, self.config.rms_norm_eps)
        self.ln_f.weight.data = weights["ln_f.weight"]

    @torch.no_grad()
    def logits(self, ids: Tensor, positions: Tensor) -> Tensor:
        """Token and position ids, each (L,) -> logits over the whole vocabulary, (L, V)."""
        x = (self.wte[ids] + self.wpe[positions])[None]
        cos, sin = rope_tables(positions, self.config.d_model // self.config.n_heads, self.config.rope_theta)
        for block in self.blocks:
            x, _ = block(x, cos, sin)
        return (self.ln_f(x) @ self.head.t())[0]


def load_image_tokenizer(folder: Path) -> VqModel:
    """The image tokenizer of a `vqvae` folder."""
    config = json.loads((folder / "config.json").read_text())
    model = VqModel(
        VqConfig(
            encoder_ch=config["encoder"]["ch"],
            encoder_mult=tuple(config["encoder"]["ch_mult"]),
            encoder_blocks=tuple(config["encoder"]["num_res_blocks"]),
            decoder_ch=config["decoder"]["ch"],
            decoder_mult=tuple(config["decoder"]["ch_mult"]),
            decoder_blocks=tuple(config["decoder"]["num_res_blocks"]),
            bits=config["codebook_dim"],
            side=config["encoder"]["resolution"],
            stem_patch=config["stem_patch"],
            groups=config["norm_groups"],
            eps=config["norm_eps"],
        )
    )
    read_folder(model, folder)
    return model.eval()


def sequence(checkpoint: Checkpoint, is_edit: bool, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Ids and positions, (L,), of a short sequence that has every role: some of the output is decided, some masked."""
    offset = checkpoint.code_offset

    def codes(n: int) -> list[int]:
        return (torch.randint(0, 8192, (n,), generator=generator) + offset).tolist()

    def words(n: int) -> list[int]:
        return torch.randint(8, 400, (n,), generator=generator).tolist()

    parts = [(LAYOUT.task, [INTERLEAVE if is_edit else T2I])]
    if is_edit:
        parts.append((LAYOUT.source, [SOI, *codes(5)]))
    parts.append((LAYOUT.instruction, [BOS, *words(5), EOS]))
    parts.append((LAYOUT.output, [SOI, *codes(3), MASK, MASK, MASK]))
    parts.append((LAYOUT.text, [BOS, *words(4), MASK, MASK, MASK]))
    ids = [token for _, tokens in parts for token in tokens]
    positions = [at + i for at, tokens in parts for i in range(len(tokens))]
    return torch.tensor(ids), torch.tensor(positions)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("folder", type=Path, help="the checkpoint folder")
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    generator = torch.Generator().manual_seed(0)
    checkpoint = Checkpoint(args.folder)
    tensors: dict[str, Tensor] = {}
    for name, is_edit in (("gen", False), ("edit", True)):
        ids, positions = sequence(checkpoint, is_edit, generator)
        tensors |= {f"{name}.ids": ids, f"{name}.positions": positions, f"{name}.logits": checkpoint.logits(ids, positions)}
    vq = load_image_tokenizer(args.folder / "vqvae")
    codes = torch.randint(0, 8192, (36,), generator=generator)
    with torch.no_grad():
        pixels = vq.decode(codes.view(1, 6, 6)).clamp(-1, 1)
        codes = vq.encode(pixels).flatten()
        tensors |= {"pixels": pixels, "codes": codes, "decoded": vq.decode(codes.view(1, 6, 6))}
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, args.out)


if __name__ == "__main__":
    main()
