"""Train the storybook transformer: text alone first, then text and image together. `python -m mmada_training.train --help`"""

import argparse
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .binding import binding_loss
from .data import Batch, Items, Masks, draw_masks
from .model import ModelConfig, Storybook
from .muon import Muon
from .objective import joint_loss, losses
from .precision import autocast
from .unfold import load_folder
from .workers import Loss, Workers


MUON_DECAY = 0.05


@dataclass(frozen=True)
class Stage:
    """One stretch of training, as long as it is given: wall-clock time, as a CPU run mostly is, or samples."""

    name: str
    minutes: float | None
    samples: int | None
    text_only: bool
    # Shares of the learning rate at which it starts and ends; see `rate`.
    warmup: float = 0.02
    decay_from: float = 0.6
    floor: float = 0.03


def progress_of(stage: Stage, elapsed: float, samples: int) -> float:
    """Share of the stage that is done, from 0; `elapsed` in seconds."""
    return samples / stage.samples if stage.samples else elapsed / (stage.minutes * 60)


def rate(progress: float, stage: Stage) -> float:
    """Learning-rate factor: linear warm-up, constant, linear decay to the floor. `progress` is 0..1 of the stage."""
    if progress < stage.warmup:
        return max(progress / stage.warmup, 0.02)
    if progress < stage.decay_from:
        return 1.0
    return stage.floor + (1 - stage.floor) * max(0.0, (1 - progress) / (1 - stage.decay_from))


def optimizers(model: Storybook, lr: float, muon_lr: float) -> list[torch.optim.Optimizer]:
    matrices = [p for p in model.blocks.parameters() if p.ndim == 2]
    chosen = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    return [Muon(matrices, lr=muon_lr, weight_decay=MUON_DECAY), torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), weight_decay=0.0, fused=True)]


class Average:
    """Exponential moving average of the weights: what is exported."""

    def __init__(self, model: Storybook, decay: float = 0.995):
        self.decay = decay
        self.values = {name: p.detach().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self, model: Storybook, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.values.values()), [p.detach() for p in model.parameters()], 1 - decay)


def save(path: Path, state: dict) -> None:
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


@torch.no_grad()
def validate(model: Storybook, items: Items, text_only: bool, device: str) -> dict[str, float]:
    """Mean losses, and the accuracy at t = 1 of what one pass from nothing can know, over fixed masks."""
    rng = np.random.default_rng(0)
    masks_rng = torch.Generator().manual_seed(0)
    total = np.zeros(2)
    chunks = items.epochs(32, rng)
    count = 6
    for _ in range(count):
        index = next(chunks)
        batch = items.batch(index, text_only=text_only, device=device)
        masks = draw_masks(len(index), masks_rng, (1.0, 0.0, 0.0))
        with autocast(device):
            total += [float(x) for x in losses(model, batch, masks)]
    return {"val_text": total[0] / count, "val_image": total[1] / count}


def run(args: argparse.Namespace) -> None:
    torch.set_num_threads(1 if args.workers > 1 else args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    config = ModelConfig(d_model=args.width, n_layers=args.layers, n_heads=args.heads, mlp_hidden_size=args.mlp)
    vocabulary = json.loads(Path(args.tokenizer).read_text())["model"]["vocab"]
    model = (load_folder(Path(args.from_folder), vocabulary) if args.from_folder else Storybook(config)).to(args.device)
    optims = optimizers(model, args.lr, args.muon_lr)
    average = Average(model)
    start = {"step": 0, "samples": 0, "elapsed": 0.0}
    own = out / f"{args.stage}.pt"
    resume = own if own.exists() else args.resume and Path(args.resume)
    if resume:
        state = torch.load(resume, map_location=args.device, weights_only=True)
        model.load_state_dict(state["model"])
        average.values = {name: value.clone() for name, value in state["average"].items()}
        if state["stage"] == args.stage:
            for optim, saved in zip(optims, state["optims"]):
                optim.load_state_dict(saved)
            optims[0].param_groups[0]["weight_decay"] = MUON_DECAY
            start = state["start"]
        elif state["text_only"] and not args.from_folder:
            model.align(vocabulary)
            average = Average(model)
    items = Items(Path(args.data), model.config.text_rows, vocabulary)
    validation = Items(Path(args.validation), model.config.text_rows, vocabulary)
    stage = Stage(args.stage, args.minutes, args.samples, args.text_only, decay_from=args.decay_from)
    train(model, optims, average, items, validation, stage, start, args, out)


@dataclass(frozen=True)
class Sample:
    """A batch as it goes into a worker."""

    batch: Batch
    masks: Masks
    weight: float


def draw(items: Items, index: np.ndarray, stage: Stage, args: argparse.Namespace, rng: np.random.Generator, masks_rng: torch.Generator) -> Sample:
    """One batch with its masks; a tenth of all lose their instruction, a tenth their input image."""
    drop = rng.random()
    batch = items.batch(index, drop_text=drop < 0.1 and not stage.text_only, drop_image=0.1 <= drop < 0.2, text_only=stage.text_only, device=args.device)
    mixture = (args.paper_share, 1 - args.paper_share - args.tie_share, args.tie_share)
    masks = draw_masks(len(index), masks_rng, mixture, None if stage.text_only else items.shows_object(index))
    # A last, small chunk of a group weighs as little as it is small.
    return Sample(batch, masks, min(1.0, len(index) / args.batch))


def loss_of(stage: Stage, args: argparse.Namespace):
    """The function that the workers run: all losses of a sample."""
    step = torch.compile(joint_loss, dynamic=True) if args.compile else joint_loss

    def loss(model: Storybook, sample: Sample) -> Loss:
        batch, masks = sample.batch, sample.masks
        with autocast(args.device):
            text, image = losses(model, batch, masks, step)
        bound = text.new_zeros(())
        if args.binding and not stage.text_only:
            bound = binding_loss(model, batch, masks.text.to(args.device) & ~batch.given, masks.image.to(args.device))
        total = text + args.image_weight * image + args.binding * bound
        return Loss(total, (float(text.detach()), float(image.detach()), float(bound.detach())), sample.weight)

    return loss


def train(model, optims, average, items, validation, stage, start, args, out) -> None:
    step, samples, elapsed = start["step"], start["samples"], start["elapsed"]
    rng = np.random.default_rng(args.seed * 1000 + step)
    masks_rng = torch.Generator().manual_seed(args.seed * 1000 + step)
    workers, loss = Workers(model, args.workers), loss_of(stage, args)
    base = [[args.muon_lr], [args.lr]]
    clock, last_save, last_log = time.time(), time.time(), time.time()
    begin = elapsed
    sums, counted = np.zeros(3), 0
    log = (out / f"{stage.name}.jsonl").open("a")
    chunks = items.epochs(args.batch, rng)
    while True:
        elapsed = begin + time.time() - clock
        progress = progress_of(stage, elapsed, samples)
        if progress >= 1:
            break
        factor = rate(progress, stage)
        for optim, rates in zip(optims, base):
            for group, lr in zip(optim.param_groups, rates):
                group["lr"] = lr * factor
        indices = [next(chunks) for _ in range(args.accumulate)]
        found = workers.gradients(loss, [draw(items, index, stage, args, rng, masks_rng) for index in indices])
        torch.nn.utils.clip_grad_norm_(optims[1].param_groups[0]["params"], 1.0)
        for optim in optims:
            optim.step()
            optim.zero_grad(set_to_none=True)
        workers.clip_scores(args.score_limit)
        step += 1
        samples += sum(map(len, indices))
        average.update(model, step)
        sums += np.mean([one.parts for one in found], 0)
        counted += 1
        now = time.time()
        if now - last_log > args.log_seconds:
            line = {"stage": stage.name, "step": step, "samples": samples, "minutes": round(elapsed / 60, 2), "rate": round(factor, 4), "text": sums[0] / counted, "image": sums[1] / counted, "binding": sums[2] / counted, **validate(model, validation, stage.text_only, args.device)}
            print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in line.items()}), file=log, flush=True)
            sums, counted, last_log = np.zeros(3), 0, time.time()
        if now - last_save > args.save_seconds:
            save(out / f"{stage.name}.pt", checkpoint(model, optims, average, stage, step, samples, elapsed))
            last_save = time.time()
        if not math.isfinite(sums.sum()):
            raise FloatingPointError(f"The loss is no number at step {step}; resume from {stage.name}.pt with a lower learning rate.")
    save(out / f"{stage.name}.pt", checkpoint(model, optims, average, stage, step, samples, elapsed))


def checkpoint(model, optims, average, stage, step, samples, elapsed) -> dict:
    return {
        "model": model.state_dict(),
        "average": average.values,
        "optims": [optim.state_dict() for optim in optims],
        "config": model.config.to_dict(),
        "stage": stage.name,
        "text_only": stage.text_only,
        "start": {"step": step, "samples": samples, "elapsed": elapsed},
    }


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True, help="exported training items (safetensors)")
    p.add_argument("--validation", required=True)
    p.add_argument("--tokenizer", required=True, help="the exported tokenizer.json")
    p.add_argument("--out", required=True, help="folder for checkpoints and logs; a run of the same stage resumes from here")
    p.add_argument("--resume", help="a checkpoint of an earlier stage to start from")
    p.add_argument("--from-folder", help="an exported checkpoint folder to start from; its sizes replace those given here")
    p.add_argument("--stage", required=True, help="name of this stage")
    p.add_argument("--text-only", action="store_true")
    length = p.add_mutually_exclusive_group(required=True)
    length.add_argument("--minutes", type=float, help="wall-clock length of the stage")
    length.add_argument("--samples", type=int, help="length of the stage in samples")
    p.add_argument("--width", type=int, default=256)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--heads", type=int, default=4)
    p.add_argument("--mlp", type=int, default=640)
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--lr", type=float, default=3e-3, help="AdamW: tables and norms")
    p.add_argument("--muon-lr", type=float, default=0.02, help="Muon: matrices of the blocks")
    p.add_argument("--image-weight", type=float, default=1.0)
    p.add_argument("--binding", type=float, default=0.0, help="weight of the auxiliary loss of binding.py; 0 is none")
    p.add_argument("--score-limit", type=float, default=25.0, help="largest attention score before queries and keys are scaled down")
    p.add_argument("--paper-share", type=float, default=0.5, help="share of samples masked as the paper does; see data.draw_masks")
    p.add_argument("--tie-share", type=float, default=0.2, help="share masked at two independent times; what is left is masked as the sampler does")
    p.add_argument("--decay-from", type=float, default=0.6)
    p.add_argument("--threads", type=int, default=2, help="threads of one worker; several workers have one each")
    p.add_argument("--workers", type=int, default=1, help="batches at once, each on a core of its own")
    p.add_argument("--accumulate", type=int, default=1, help="batches a step")
    p.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    p.add_argument("--compile", action="store_true")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--log-seconds", type=float, default=120, help="between validations, which take seconds")
    p.add_argument("--save-seconds", type=float, default=120)
    return p


if __name__ == "__main__":
    run(parser().parse_args())
