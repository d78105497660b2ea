"""Fine-tuning of a released family on examples of one's own, with the paper's objective; ends in a folder that `mmada` runs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import torch
import torch.distributed as dist
from torch import nn

from ..config import ConfigError, plain
from ..data.pairs import Hidden, hide, read_codes, read_examples, read_lines
from ..export.released import empty, fill, write
from ..layouts.released import Example, Layout
from ..models.llada import Llada
from ..models.lora import LoraConfig, add_lora, merge_lora
from ..objective_released import Columns, released_loss
from ..train.log import Log
from ..train.loop import fit
from ..train.optim import ScheduleConfig, with_base
from ..train.parallel import barrier, place_in, setup, shard
from ..train.sharded import ShardedState


@dataclass(frozen=True)
class SftConfig:
    model: Path  # checkpoint folder of family A or M
    data: Path  # JSON lines of instruction, input, output, reasoning
    codes: Path  # what `mmada-train codes` made of the pictures
    out: Path  # folder for the checkpoint, the log and, at the end, the folder `model`
    steps: int = 1000
    batch: int = 64  # examples a step, over all processes
    micro: int = 2  # examples of a process at once
    lr: float = 2e-5
    weight_decay: float = 0.0
    betas: tuple[float, ...] = (0.9, 0.999)
    clip: float = 1.0  # largest norm of the gradient
    schedule: ScheduleConfig = field(default_factory=lambda: ScheduleConfig(warmup=0.02, decay_from=1.0))
    text_length: int = 256  # text tokens of a run; of family M its start token is not counted
    drop: float = 0.1  # share without instruction, and as many without input picture
    image_weight: float = 1.0
    image_columns: Literal["all", "codes"] = "all"  # predict codes over the whole vocabulary, as the released training, or among codes
    optimiser: Literal["adamw", "adamw8bit"] = "adamw"
    lora: LoraConfig | None = None  # train small matrices beside the weights instead
    precision: Literal["float32", "bfloat16"] = "float32"  # of computing; weights that are trained are float32
    recompute: bool = False  # activations again in the backward pass instead of kept
    device: str = "cpu"
    threads: int = 2
    seed: int = 1
    save_steps: int = 200

    def __post_init__(self) -> None:
        if self.drop > 0.5:
            raise ConfigError(f"`drop` is a share of at most 0.5, not {self.drop}.")


@dataclass(frozen=True)
class Source:
    """Which examples a step sees: an endless order that the seed fixes, each example once a round."""

    examples: list[Example]
    seed: int

    def at(self, place: int) -> Example:
        round_, order = divmod(place, len(self.examples))
        return self.examples[np.random.default_rng((self.seed, round_)).permutation(len(self.examples))[order]]


def steps(source: Source, layout: Layout, config: SftConfig, state: ShardedState) -> Iterator[list[Hidden]]:
    """This process's micro-batches of each step. Every example's masks are a function of the seed and its place in the order, so that they do not
    depend on how many processes there are."""
    rank, count = place_in(state.mesh)
    while True:
        first = state.cursor
        state.cursor += config.batch
        places = range(first + rank, first + config.batch, count)
        yield [
            hide(layout, [source.at(place) for place in part], [(config.seed, place, 2) for place in part], drop=config.drop, device=config.device)
            for part in (places[at : at + config.micro] for at in range(0, len(places), config.micro))
        ]


def optimiser_of(model: nn.Module, config: SftConfig) -> torch.optim.Optimizer:
    trained = [p for p in model.parameters() if p.requires_grad]
    kinds = {"lr": config.lr, "betas": tuple(config.betas), "weight_decay": config.weight_decay}
    if config.optimiser == "adamw":
        return with_base(torch.optim.AdamW(trained, fused=True, **kinds))
    try:
        from bitsandbytes.optim import AdamW8bit
    except ImportError:
        raise ConfigError("optimiser = adamw8bit needs the package `bitsandbytes`: pip install bitsandbytes.") from None
    return with_base(AdamW8bit(trained, **kinds))


def build(config: SftConfig) -> tuple[ShardedState, Llada]:
    """The network, spread over the processes that there are, where its last checkpoint left it."""
    mesh = setup(config.device)
    torch.manual_seed(config.seed)
    model = empty(config.model, recompute=config.recompute)
    if config.lora and mesh:
        raise ConfigError("LoRA is for one card: start it without torchrun.")
    shard(model, model.blocks, mesh, config.precision)
    # Weights that are not trained need no masters in float32.
    kept = torch.bfloat16 if config.lora and config.precision == "bfloat16" else torch.float32
    fill(model, config.model, config.device, kept)
    if config.lora:
        add_lora(model, config.lora)
    identity = {name: plain(config)[name] for name in ("model", "batch", "seed", "lora", "optimiser", "text_length")}
    state = ShardedState(model, [optimiser_of(model, config)], None, {"stage": "sft", "identity": identity}, mesh=mesh)
    state.go_on(config.out / "checkpoint")
    return state, model


def run(config: SftConfig) -> ShardedState:
    torch.set_num_threads(config.threads)
    layout = Layout(config.model, config.text_length)
    examples = read_examples(read_lines(config.data), read_codes(config.codes))
    for example in examples:
        layout.build(example)  # what does not fit is told before time is spent
    state, model = build(config)
    rank, count = place_in(state.mesh)
    if config.batch % count:
        raise ConfigError(f"`batch` is shared by {count} processes: {config.batch} is no multiple of that.")
    model.train()
    codes = slice(layout.code_offset, layout.code_offset + 8192)
    columns = Columns(slice(None), slice(None)) if config.image_columns == "all" else Columns(slice(0, layout.code_offset), codes)

    def gradients(parts: list[Hidden]) -> tuple[dict[str, float], int]:
        sums = torch.zeros(2, device=config.device)
        for number, part in enumerate(parts):
            share = len(part.ids) * count / config.batch
            if state.mesh is not None:
                model.set_requires_gradient_sync(number == len(parts) - 1)
            with torch.autocast(config.device, torch.bfloat16, enabled=config.precision == "bfloat16" and state.mesh is None):
                text, image = released_loss(model, part, columns)
            ((text + config.image_weight * image) * share).backward()
            sums += torch.stack([text.detach(), image.detach()]) * share
        if state.mesh is not None:
            dist.all_reduce(sums)
            sums /= count
        return {"text": sums[0].item(), "image": sums[1].item()}, config.batch

    def save(state: ShardedState, parts: dict[str, float], factor: float) -> None:
        if state.step % config.save_steps == 0 or state.step == config.steps:
            state.save(config.out / "checkpoint")

    fit(
        state,
        steps(Source(examples, config.seed), layout, config, state),
        gradients,
        progress=lambda state: state.step / config.steps,
        schedule=config.schedule.rate,
        clip=lambda: torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], config.clip),
        hooks=[*([Log(config.out / "sft.jsonl")] if rank == 0 else []), save],
    )
    merged = merge_lora(model) if config.lora else model
    write(merged, config.model, config.out / "model", is_writer=rank == 0)
    barrier(state.mesh)
    if rank == 0:
        print(json.dumps({"model": str(config.out / "model"), "steps": state.step}))
    return state
