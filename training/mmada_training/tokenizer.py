"""Train the image tokenizer: `python -m mmada_training.tokenizer --artwork sprites.safetensors --out vqvae`.

The world knows what every tile shows, so the 13 code bits are labels ("supervised" lookup-free quantisation): the encoder
learns them by binary cross-entropy, the decoder learns pixels from true codes. No straight-through estimator.
"""

import argparse
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor

from .artwork import EMPTY, Artwork, random_scenes, to_codes, to_pixels
from .vq_model import VqConfig, VqModel


@dataclass
class Options:
    artwork: Path
    out: Path
    minutes: float = 60.0  # of training, over all restarts; the learning rate follows the clock
    batch: int = 32
    lr: float = 2e-3
    device: str = "cpu"
    threads: int = 1
    seed: int = 1
    compile: bool = True
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


@torch.no_grad()
def evaluate(model: VqModel, artwork: Artwork, pictures: int = 128) -> dict:
    """On scenes as the world has them: PSNR (dB, 8-bit pixels, mean over pictures) from true codes, share of codes the encoder gets right."""
    background, sprites = random_scenes(pictures, torch.Generator().manual_seed(0), is_dense=False)
    device = artwork.sprites.device
    psnr, right = [], []
    for start in range(0, pictures, 32):
        part = background[start : start + 32].to(device), sprites[start : start + 32].to(device)
        truth, codes = artwork.compose(*part), to_codes(*part)
        drawn = ((model.decode(codes) + 1) * 127.5).clamp(0, 255).round().permute(0, 2, 3, 1)
        psnr.append(10 * torch.log10(255**2 / (drawn - truth).square().mean((1, 2, 3))))
        right.append((model.encode(to_pixels(truth)) == codes).float().mean((1, 2)))
    return {"psnr": torch.cat(psnr).mean().item(), "worst_psnr": torch.cat(psnr).min().item(), "codes_right": torch.cat(right).mean().item()}


def write_folder(model: VqModel, out: Path) -> None:
    """config.json and model.safetensors (F16)."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "config.json").write_text(json.dumps(model.config.to_json(), indent="\t") + "\n")
    tensors = {name: tensor.to("cpu", torch.float16).contiguous() for name, tensor in model.state_dict().items()}
    save_file(tensors, out / "model.safetensors.part", {"format": "pt"})
    os.replace(out / "model.safetensors.part", out / "model.safetensors")


def train(o: Options, config: VqConfig = VqConfig()) -> VqModel:
    """Train until `minutes` are used up, going on from `checkpoint.pt` if there is one, then write the folder."""
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    o.out.mkdir(parents=True, exist_ok=True)
    checkpoint = o.out / "checkpoint.pt"
    generator = torch.Generator().manual_seed(o.seed)
    artwork = Artwork(o.artwork, o.device)
    model = VqModel(config).to(o.device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=o.lr, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    step, used = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=o.device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        generator.set_state(state["generator"].cpu())
        step, used = state["step"], state["used"]
    encoder, decoder = (torch.compile(model.encoder), torch.compile(model.decoder)) if o.compile else (model.encoder, model.decoder)

    def save() -> None:
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "generator": generator.get_state(), "step": step, "used": used}
        torch.save(state, checkpoint.with_suffix(".part"))
        os.replace(checkpoint.with_suffix(".part"), checkpoint)

    sums, budget, saved = torch.zeros(2), o.minutes * 60, used
    with open(o.out / "log.jsonl", "a") as log:

        def note(entry: dict) -> None:
            log.write(json.dumps({"step": step, "pictures": step * o.batch, "seconds": round(used, 1)} | entry) + "\n")
            log.flush()

        while used < budget:
            begun = time.monotonic()
            for group in optimizer.param_groups:
                group["lr"] = o.lr * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * used / budget))
            scene = tuple(part.to(o.device) for part in random_scenes(o.batch, generator, is_dense=True))
            pixels, codes = to_pixels(artwork.compose(*scene)), to_codes(*scene)
            bits = model.quantize.embedding[codes].permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
            with torch.autocast(o.device, torch.bfloat16):
                drawn = decoder(bits)
            loss = decoder_loss(drawn, pixels, scene[1])
            # A quarter of the encoder's pictures are the decoder's own, as they come back when a result is edited again.
            seen = torch.where((torch.arange(o.batch, device=o.device) % 4 == 0).view(-1, 1, 1, 1), drawn.detach().float().clamp(-1, 1), pixels)
            with torch.autocast(o.device, torch.bfloat16):
                z = encoder(disturb(seen, generator))
            bit_loss = F.binary_cross_entropy_with_logits(z.float(), (bits > 0).float())
            (loss + bit_loss).backward()
            for part in (model.encoder, model.decoder):
                torch.nn.utils.clip_grad_norm_(part.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            # The first two steps compile: that time is not training.
            used += 0.0 if step <= 2 and o.compile else time.monotonic() - begun
            sums += torch.stack([loss.detach(), bit_loss.detach()]).cpu()
            if step % 50 == 0:
                note({"lr": optimizer.param_groups[0]["lr"], "decoder": sums[0].item() / 50, "encoder": sums[1].item() / 50})
                sums.zero_()
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--artwork", type=Path, required=True, help="sprites.safetensors")
    parser.add_argument("--out", type=Path, required=True, help="folder for config.json, model.safetensors, log.jsonl, checkpoint.pt")
    for name in ("minutes", "batch", "lr", "device", "threads", "seed"):
        default = getattr(Options, name)
        parser.add_argument(f"--{name}", type=type(default), default=default)
    parser.add_argument("--no-compile", dest="compile", action="store_false")
    train(Options(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
