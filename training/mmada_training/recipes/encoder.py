"""The learned reward: a dual encoder of texts and codes, trained on exercises and on half-finished states of the model that is to be rewarded."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..config import ConfigError
from ..rl.encoder import DualEncoder, EncoderSizes, change_one_fact, info_nce, save_encoder
from ..rl.exercises import Exercises
from ..rl.rewards import Filled, Judge, Scale, column
from ..sampling.network import Factored
from ..sampling.rollout import SamplerConfig, rollout
from ..train.log import to_json
from ..world import EOS, TEXT_LENGTH
from .rl import load_model


@dataclass(frozen=True)
class EncoderConfig:
    model: Path  # the folder whose states it is to judge
    out: Path  # folder for exercises and encoder.pt
    corpus: Path | None = None
    pool: int = 20000  # exercises
    states: int = 2000  # of them that the model also answers, with states at three steps each
    steps: int = 1500
    batch: int = 256
    lr: float = 1e-3
    passes: int = 8
    image_steps: int = 4
    threads: int = 2
    seed: int = 1


def half_finished(config: EncoderConfig, exercises: Exercises) -> tuple[list[int], Tensor, Tensor]:
    """Which exercises, and the texts and codes of the model's states at three steps of each, filled by what it thinks most likely."""
    network = Factored(load_model(config.model))
    sampler = SamplerConfig(config.passes, config.image_steps, temperature=1.0, text_temperature=0.7)
    keep = sorted({0, config.passes // 2, config.passes - 1})
    which, text, image = [], [], []
    for at in range(0, min(config.states, len(exercises.requests)), 64):
        part = list(range(at, min(at + 64, config.states, len(exercises.requests))))
        paths = rollout(network, [exercises.requests[i] for i in part], [exercises.seeds[i] for i in part], sampler, keep=keep)
        for kept in paths.kept:
            which += part
            text.append(kept.text_filled)
            image.append(kept.image_filled)
    return which, torch.cat(text), torch.cat(image)


def rank_correlation(a: Tensor, b: Tensor) -> float:
    """Spearman's, over pairs."""
    ranks = [one.argsort().argsort().double() for one in (a, b)]
    centred = [one - one.mean() for one in ranks]
    return float((centred[0] * centred[1]).sum() / (centred[0].norm() * centred[1].norm()).clamp(min=1e-12))


def run(config: EncoderConfig) -> DualEncoder:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    exercises = Exercises.make(config.out / "exercises.jsonl", config.model, "train", config.pool, config.seed, config.corpus)
    if len(exercises.lines) < config.batch:
        raise ConfigError(f"`pool` is smaller than a batch of {config.batch}.")
    words = torch.tensor([[*one["reasoning"], *[EOS] * (TEXT_LENGTH - len(one["reasoning"]))] for one in exercises.lines])
    codes = torch.tensor([one["target"] for one in exercises.lines])
    which, state_words, state_codes = half_finished(config, exercises)
    encoder = DualEncoder(EncoderSizes(load_model(config.model).config.text_rows))
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=config.lr, weight_decay=0.01)
    generator = torch.Generator().manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    third = config.batch // 3
    for step in range(config.steps):
        optimiser.param_groups[0]["lr"] = config.lr * min(1, (step + 1) / 50) * (1 - step / config.steps)
        whole = torch.from_numpy(rng.choice(len(words), config.batch - third, replace=False))
        partial = torch.from_numpy(rng.integers(len(state_words), size=third))
        text, image = torch.cat([words[whole], state_words[partial]]), torch.cat([codes[whole], state_codes[partial]])
        loss = info_nce(encoder, text, image, change_one_fact(image[:third], generator))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if (step + 1) % 100 == 0 or step + 1 == config.steps:
            print(to_json({"step": step + 1, "loss": loss.item()}), flush=True)
    encoder.eval()
    with torch.no_grad():
        share = torch.from_numpy(rng.choice(len(words), max(len(words) // 100, 2), replace=False))
        scale = Scale.of(encoder.scores(words[share], codes[share]))
        scores = encoder.scores(state_words, state_codes)
    judge = Judge(config.model.resolve(), exercises.file)
    exact = column(judge.verdicts(Filled(which, state_words, state_codes)), "outputAlignment")
    judge.close()
    save_encoder(config.out / "encoder.pt", encoder, scale)
    print(to_json({"encoder": str(config.out / "encoder.pt"), **vars(scale), "rank_correlation_with_the_judge": rank_correlation(scores, exact)}))
    return encoder
