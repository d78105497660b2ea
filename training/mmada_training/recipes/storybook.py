"""The storybook transformer: text alone first, then text and image together."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from ..binding import binding_loss
from ..config import ConfigError, plain
from ..data.masks import Masks, draw_masks
from ..data.storybook import Batch, Cursor, Items
from ..export.unfold import load_folder
from ..models.grow import deepened, widened
from ..models.storybook import ModelConfig, Storybook
from ..objective import Hidden, joint_loss
from ..train.log import Log, Save
from ..train.loop import fit
from ..train.optim import Average, ScheduleConfig, muon_and_adamw
from ..train.precision import autocast
from ..train.state import TrainState
from ..train.workers import Loss, Workers
from ..world import check_world

MUON_DECAY = 0.05


@dataclass(frozen=True)
class Sizes:
    """Of a network that starts from nothing."""

    width: int = 192
    layers: int = 6
    heads: int = 3
    mlp: int = 512


@dataclass(frozen=True)
class StorybookConfig:
    world: Path  # folder that `mmada world` wrote
    out: Path  # folder for checkpoints and logs; a run of the same stage goes on from here
    stage: str  # its name: of its checkpoint and its log
    text_only: bool = False
    minutes: float | None = None  # wall-clock length of the stage
    samples: int | None = None  # its length in samples; one of the two
    resume: Path | None = None  # a checkpoint of an earlier stage to start from
    from_folder: Path | None = None  # an exported folder to start from; its sizes replace those given here
    grow_to: int | None = None  # layers that the network of `from_folder` grows to; none adds none
    grow_width: int | None = None  # its width likewise; heads keep their size
    grow_mlp: int | None = None  # the units of its MLPs likewise
    model: Sizes = field(default_factory=Sizes)
    schedule: ScheduleConfig = field(default_factory=ScheduleConfig)
    batch: int = 32
    accumulate: int = 1  # batches a step
    lr: float = 3e-3  # AdamW: tables and norms
    muon_lr: float = 0.02  # Muon: matrices of the blocks
    image_weight: float = 1.0
    binding: float = 0.0  # weight of the loss of binding.py; 0 is none
    score_limit: float = 25.0  # largest attention score before queries and keys are scaled down
    paper_share: float = 0.5  # share of samples masked as the paper does; see draw_masks
    tie_share: float = 0.2  # share masked at two independent times; what is left is masked as the sampler does
    near: float = 1.0  # weight of hidden text in the block that the sampler fills, against what comes after it
    threads: int = 2  # threads of one worker; several workers have one each
    workers: int = 1  # batches at once, each on a core of its own
    device: str = "cpu"
    compile: bool = False
    seed: int = 1
    log_seconds: float = 120.0  # between validations, which take seconds
    save_seconds: float = 120.0

    def __post_init__(self) -> None:
        if (self.minutes is None) == (self.samples is None):
            raise ConfigError("A stage has a length: give `minutes` or `samples`, and not both.")

    def progress(self, state: TrainState) -> float:
        """Share of the stage that is done, from 0."""
        return state.samples / self.samples if self.samples else state.seconds / (self.minutes * 60)


@dataclass(frozen=True)
class Sample:
    """A batch as it goes into a worker."""

    batch: Batch
    masks: Masks
    weight: float


def draw(items: Items, config: StorybookConfig, cursor: int) -> Sample:
    """The batch at a place of the endless order, with its masks; a tenth of all lose their instruction, a tenth their input image. A function of the
    seed and the place alone."""
    index = Cursor(items, config.batch, config.seed).at(cursor)
    rng = np.random.default_rng((config.seed, cursor, 1))
    masks_rng = torch.Generator().manual_seed(int(rng.integers(2**62)))
    drop = rng.random()
    batch = items.batch(index, drop_text=drop < 0.1 and not config.text_only, drop_image=0.1 <= drop < 0.2, text_only=config.text_only, device=config.device)
    mixture = (config.paper_share, 1 - config.paper_share - config.tie_share, config.tie_share)
    masks = draw_masks(len(index), masks_rng, mixture, None if config.text_only else items.shows_object(index), near=config.near)
    # A last, small chunk of a group weighs as little as it is small.
    return Sample(batch, masks, min(1.0, len(index) / config.batch))


def steps(items: Items, config: StorybookConfig, state: TrainState) -> Iterator[list[Sample]]:
    """What each step trains on, from where the state stands."""
    while True:
        first = state.cursor
        # Before the step that is made of it: a checkpoint that has the step has the place after it.
        state.cursor += config.accumulate
        yield [draw(items, config, first + i) for i in range(config.accumulate)]


def loss_of(model: Storybook, config: StorybookConfig, sample: Sample, step=joint_loss) -> Loss:
    """All losses of a sample, and the largest attention scores."""
    hidden = Hidden.of(sample.batch, sample.masks)
    with autocast(config.device):
        found = step(model, hidden, need_scores=True)
    bound = found.text.new_zeros(())
    if config.binding and not config.text_only:
        bound = binding_loss(model, sample.batch, hidden.text_mask, hidden.image_mask, found.scores)
    total = found.text + config.image_weight * found.image + config.binding * bound
    parts = {name: float(part.detach()) for name, part in (("text", found.text), ("image", found.image), ("binding", bound))}
    largest = torch.stack([scores.detach().abs().amax((0, 2, 3)) for scores in found.scores])
    return Loss(total, parts, sample.weight, largest)


@torch.no_grad()
def validate(model: Storybook, items: Items, config: StorybookConfig, batches: int = 6) -> dict[str, float]:
    """Mean losses over the same batches and masks of the paper's kind every time."""
    masks_rng = torch.Generator().manual_seed(0)
    total = np.zeros(2)
    for at in range(batches):
        index = Cursor(items, 32, 0).at(at)
        batch = items.batch(index, text_only=config.text_only, device=config.device)
        with autocast(config.device):
            found = joint_loss(model, Hidden.of(batch, draw_masks(len(index), masks_rng, (1.0, 0.0, 0.0))))
        total += [float(found.text), float(found.image)]
    return {"val_text": total[0] / batches, "val_image": total[1] / batches}


def grown(model: Storybook, config: StorybookConfig) -> Storybook:
    """The network as large as the config wants it; it computes the same."""
    width, mlp = config.grow_width or model.config.d_model, config.grow_mlp or model.config.mlp_hidden_size
    if (width, mlp) != (model.config.d_model, model.config.mlp_hidden_size):
        model = widened(model, width, mlp)
    return deepened(model, config.grow_to) if config.grow_to else model


def start(config: StorybookConfig, vocabulary: dict[str, int]) -> TrainState:
    """A fresh network, one from a folder or an earlier stage, or this stage where it stopped."""
    torch.manual_seed(config.seed)
    sizes = config.model
    fresh = ModelConfig(d_model=sizes.width, n_layers=sizes.layers, n_heads=sizes.heads, mlp_hidden_size=sizes.mlp)
    model = load_folder(config.from_folder, vocabulary) if config.from_folder else Storybook(fresh)
    model = grown(model, config).to(config.device)
    optimisers = muon_and_adamw(model, model.blocks, lr=config.lr, muon_lr=config.muon_lr, muon_decay=MUON_DECAY)
    facts = {"config": model.config.to_dict(), "stage": config.stage, "text_only": config.text_only, "settings": plain(config)}
    state = TrainState(model, optimisers, Average(model), facts)
    own = config.out / f"{config.stage}.pt"
    if own.exists():
        state.load(own, device=config.device, go_on=True)
    elif config.resume:
        before = state.load(config.resume, device=config.device, go_on=False)
        # From a folder the pictures have their codes already: only tables made from nothing begin as words.
        if before["text_only"] and not config.text_only and config.from_folder is None:
            model.align(vocabulary)
            state.average = Average(model)
    return state


def run(config: StorybookConfig) -> TrainState:
    torch.set_num_threads(1 if config.workers > 1 else config.threads)
    check_world(config.world)
    vocabulary = json.loads((config.world / "tokenizer.json").read_text())["model"]["vocab"]
    state = start(config, vocabulary)
    items, held_out = (Items(config.world / f"{name}.safetensors", state.model.config.text_rows, vocabulary) for name in ("train", "validation"))
    workers = Workers(state.model, config.workers)
    step = torch.compile(joint_loss, dynamic=True) if config.compile else joint_loss
    seen: list[torch.Tensor] = []

    def gradients(samples: list[Sample]) -> tuple[dict[str, float], int]:
        found = workers.gradients(lambda sample: loss_of(state.model, config, sample, step), samples)
        seen[:] = [torch.stack([one.largest for one in found]).amax(0)]
        parts = {name: float(np.mean([one.parts[name] for one in found])) for name in found[0].parts}
        return parts, sum(len(sample.batch.ids) for sample in samples)

    checkpoint = config.out / f"{config.stage}.pt"
    fit(
        state,
        steps(items, config, state),
        gradients,
        progress=config.progress,
        schedule=config.schedule.rate,
        clip=lambda: torch.nn.utils.clip_grad_norm_(state.optimisers[1].param_groups[0]["params"], 1.0),
        hooks=[
            lambda state, parts, factor: state.model.clip_scores(config.score_limit, seen[0]),
            Log(config.out / f"{config.stage}.jsonl", every_seconds=config.log_seconds, more=lambda: validate(state.model, held_out, config)),
            Save(checkpoint, config.save_seconds),
        ],
    )
    state.save(checkpoint)
    return state
