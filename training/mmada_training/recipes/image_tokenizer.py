"""Train the storybook's image tokenizer.

The world knows what every tile shows, so the 13 code bits are labels ("supervised" lookup-free quantisation): the encoder
learns them by binary cross-entropy, the decoder learns pixels from true codes. No straight-through estimator.
"""

import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor

from ..data.artwork import EMPTY, Artwork, random_scenes, to_codes, to_pixels
from ..models.vq import VqConfig, VqModel
from ..train.muon import Muon
from ..train.precision import autocast


@dataclass(frozen=True)
class ImageTokenizerConfig:
    artwork: Path  # sprites.safetensors of the world's export
    out: Path  # folder for config.json, model.safetensors, log.jsonl, checkpoint.pt
    pictures: int = 120_000
    batch: int = 32
    crowded: float = 0.5  # share of crowded scenes, which teach more a picture; the others are such as the world has
    lr: float = 2e-3  # AdamW: biases, norms, the convolutions at the ends
    muon_lr: float = 0.02  # Muon: all other convolutions
    device: str = "cpu"
    threads: int = 1
    seed: int = 1
    compile: bool = True
    from_folder: Path | None = None  # an exported tokenizer to go on from
    decoder_only: bool = False  # leave the encoder as it is, and spend the time on pixels
    checkpoint_minutes: float = 2.0


def disturb(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Pictures as other programs hand them back: blurred, noisy, brighter or darker, each for a part of the batch."""
    chance = lambda share: (torch.rand(len(pixels), 1, 1, 1, generator=generator) < share).to(pixels.device)
    amount = lambda: torch.rand(len(pixels), 1, 1, 1, generator=generator).to(pixels.device)
    blurred = F.avg_pool2d(F.pad(pixels, (1, 1, 1, 1), mode="replicate"), 3, 1)
    pixels = torch.where(chance(0.25), torch.lerp(pixels, blurred, amount()), pixels)
    pixels = torch.where(chance(0.25), pixels * (1 + (amount() - 0.5) * 0.2) + (amount() - 0.5) * 0.1, pixels)
    noise = torch.randn(pixels.shape, generator=generator).to(pixels.device)
    return torch.where(chance(0.25), pixels + noise * amount() * 0.15, pixels).clamp(-1, 1)


def decoder_loss(predicted: Tensor, pixels: Tensor, sprites: Tensor) -> Tensor:
    """|e| + 2 e^2; cells with an object, which are harder, count twice."""
    error = (predicted.float() - pixels).abs()
    weight = (1.0 + (sprites != EMPTY).float()).view(-1, 1, 3, 3)
    loss = F.avg_pool2d((error + 2 * error * error).mean(1, keepdim=True), 48)
    return (loss * weight).sum() / weight.sum()


def split_parameters(model: VqModel) -> tuple[list, list]:
    """The convolutions in the body of the networks, and everything else."""
    is_end = lambda name: any(f".{end}" in name for end in ("conv_in.", "conv_out.", "quant_conv.", "post_quant_conv.", "positions"))
    body = {name for name, p in model.named_parameters() if p.ndim == 4 and not is_end(name)}
    return [p for name, p in model.named_parameters() if name in body], [p for name, p in model.named_parameters() if name not in body]


@torch.no_grad()
def evaluate(model: VqModel, artwork: Artwork, pictures: int = 128) -> dict:
    """On scenes as the world has them, from true codes: PSNR (dB, 8-bit pixels, mean over pictures) and mean absolute difference
    (0 to 255); and the share of codes that the encoder gets right."""
    background, sprites = random_scenes(pictures, torch.Generator().manual_seed(0), is_dense=False)
    device = artwork.sprites.device
    psnr, difference, right = [], [], []
    for start in range(0, pictures, 32):
        part = background[start : start + 32].to(device), sprites[start : start + 32].to(device)
        truth, codes = artwork.compose(*part), to_codes(*part)
        drawn = ((model.decode(codes) + 1) * 127.5).clamp(0, 255).round().permute(0, 2, 3, 1)
        psnr.append(10 * torch.log10(255**2 / (drawn - truth).square().mean((1, 2, 3))))
        difference.append((drawn - truth).abs().mean((1, 2, 3)))
        right.append((model.encode(to_pixels(truth)) == codes).float().mean((1, 2)))
    return {
        "psnr": torch.cat(psnr).mean().item(),
        "worst_psnr": torch.cat(psnr).min().item(),
        "difference": torch.cat(difference).mean().item(),
        "codes_right": torch.cat(right).mean().item(),
    }


def read_folder(model: VqModel, folder: Path) -> None:
    """Take the weights of an exported folder; what it lacks (`decoder.positions` in older ones) stays as it is."""
    missing, unexpected = model.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}, strict=False)
    if unexpected or set(missing) - {"decoder.positions"}:
        raise ValueError(f"{folder} is no tokenizer of these sizes: missing {missing}, unexpected {unexpected}")


def write_folder(model: VqModel, out: Path) -> None:
    """config.json and model.safetensors (F16)."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "config.json").write_text(json.dumps(model.config.to_json(), indent="\t") + "\n")
    tensors = {name: tensor.to("cpu", torch.float16).contiguous() for name, tensor in model.state_dict().items()}
    save_file(tensors, out / "model.safetensors.part", {"format": "pt"})
    os.chmod(out / "model.safetensors.part", 0o644)  # save_file leaves it readable by the owner only
    os.replace(out / "model.safetensors.part", out / "model.safetensors")


def train(o: ImageTokenizerConfig, config: VqConfig | None = None) -> VqModel:
    """Train on so many pictures, going on from `checkpoint.pt` if there is one, then write the folder."""
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    o.out.mkdir(parents=True, exist_ok=True)
    checkpoint = o.out / "checkpoint.pt"
    generator = torch.Generator().manual_seed(o.seed)
    artwork = Artwork(o.artwork, o.device)
    model = VqModel(config or VqConfig()).to(o.device, memory_format=torch.channels_last)
    if o.from_folder:
        read_folder(model, o.from_folder)
    matrices, others = split_parameters(model.decoder if o.decoder_only else model)
    optimizers = [Muon(matrices, o.muon_lr), torch.optim.AdamW(others, o.lr, betas=(0.9, 0.98), weight_decay=0.0, fused=True)]
    rates = [o.muon_lr, o.lr]
    step, steps, used = 0, o.pictures // o.batch, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=o.device)
        model.load_state_dict(state["model"])
        for optimizer, saved_state in zip(optimizers, state["optimizers"]):
            optimizer.load_state_dict(saved_state)
        generator.set_state(state["generator"].cpu())
        step, used = state["step"], state["used"]
    encoder, decoder = (torch.compile(model.encoder), torch.compile(model.decoder)) if o.compile else (model.encoder, model.decoder)

    def save() -> None:
        state = {
            "model": model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in optimizers],
            "generator": generator.get_state(),
            "step": step,
            "used": used,
        }
        torch.save(state, checkpoint.with_suffix(".part"))
        os.replace(checkpoint.with_suffix(".part"), checkpoint)

    sums, counted, saved, kind = torch.zeros(2), 0, used, torch.device(o.device).type
    with open(o.out / "log.jsonl", "a") as log:

        def note(entry: dict) -> None:
            log.write(json.dumps({"step": step, "pictures": step * o.batch, "seconds": round(used, 1)} | entry) + "\n")
            log.flush()

        while step < steps:
            begun = time.monotonic()
            share = min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * step / steps))
            for optimizer, rate in zip(optimizers, rates):
                optimizer.param_groups[0]["lr"] = rate * share
            crowded = round(o.batch * o.crowded)
            parts = random_scenes(crowded, generator, is_dense=True), random_scenes(o.batch - crowded, generator, is_dense=False)
            scene = tuple(torch.cat(both).to(o.device) for both in zip(*parts))
            pixels, codes = to_pixels(artwork.compose(*scene)), to_codes(*scene)
            bits = model.quantize.embedding[codes].permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
            with autocast(kind):
                drawn = decoder(bits)
            loss = decoder_loss(drawn, pixels, scene[1])
            bit_loss = loss.new_zeros(())
            if not o.decoder_only:
                # A quarter of the encoder's pictures are the decoder's own, as they come back when a result is edited again.
                seen = torch.where((torch.arange(o.batch, device=o.device) % 4 == 0).view(-1, 1, 1, 1), drawn.detach().float().clamp(-1, 1), pixels)
                with autocast(kind):
                    z = encoder(disturb(seen, generator))
                bit_loss = F.binary_cross_entropy_with_logits(z.float(), (bits > 0).float())
            (loss + bit_loss).backward()
            for part in (model.encoder, model.decoder):
                torch.nn.utils.clip_grad_norm_(part.parameters(), 1.0)
            for optimizer in optimizers:
                optimizer.step()
            model.zero_grad(set_to_none=True)
            step += 1
            used += time.monotonic() - begun
            sums, counted = sums + torch.stack([loss.detach(), bit_loss.detach()]).cpu(), counted + 1
            if step % 50 == 0:
                note({"lr": rates[1] * share, "decoder": sums[0].item() / counted, "encoder": sums[1].item() / counted})
                sums, counted = torch.zeros(2), 0
            if step % 500 == 0:
                note(evaluate(model, artwork))
            if used - saved > o.checkpoint_minutes * 60:
                saved = used
                save()
        save()
        model.half().float()  # as written
        note(evaluate(model, artwork, 512) | {"is_final": True})
    write_folder(model, o.out)
    return model


def run(config: ImageTokenizerConfig) -> None:
    train(config)
