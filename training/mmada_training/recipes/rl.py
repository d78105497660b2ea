"""Reinforcement learning on the storybook: ParaRL, and output-level RL, which learns from the same states by the reward of the finished output."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..config import ConfigError, plain
from ..export.unfold import load_folder
from ..models.storybook import Storybook
from ..node import lines_of
from ..rl.advantages import flat_share, group_advantages
from ..rl.config import RlConfig
from ..rl.grpo import clipped_objective
from ..rl.likelihood import Decided, advantages_of, log_probabilities, weights_of
from ..rl.rewards import Filled, Judge, Reward, Rewards, Scale, exact_reward
from ..rl.supervised import supervised_loss
from ..rl.watch import Stopped, StopRules, ratio_line, verdict_line
from ..sampling.network import Factored
from ..sampling.prompts import Request
from ..sampling.rollout import Trajectory, rollout
from ..train.log import to_json
from ..train.optim import Average, set_rate, with_base
from ..train.state import TrainState


@dataclass(frozen=True)
class Exercises:
    """Prompts with their truth, which only the judge reads."""

    file: Path
    requests: tuple[Request, ...]
    seeds: tuple[int, ...]
    lines: tuple[dict, ...]

    @classmethod
    def read(cls, file: Path) -> "Exercises":
        lines = tuple(json.loads(line) for line in file.read_text().splitlines() if line)
        requests = tuple(Request(tuple(one["words"]), tuple(one["source"]) if "source" in one else None) for one in lines)
        return cls(file, requests, tuple(one["seed"] for one in lines), lines)

    @classmethod
    def make(cls, file: Path, model: Path, split: str, count: int, seed: int, corpus: Path | None = None) -> "Exercises":
        """As the world makes them; made once."""
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            extra = [str(corpus.resolve())] if corpus else []
            lines = [json.dumps(line) for line in lines_of("exercises", str(model.resolve()), split, str(count), str(seed), *extra)]
            part = file.with_name(file.name + ".part")
            part.write_text("\n".join(lines) + "\n")
            os.replace(part, file)
        return cls.read(file)


def rewards_of(config: RlConfig) -> Reward:
    if config.reward == "learned":
        from ..rl.encoder import learned_reward

        return learned_reward(config.encoder)
    if config.reward == "clip":
        from ..rl.clip import ClipScores, clip_reward, storybook_readers

        words, pixels = storybook_readers(config.model)
        scores = ClipScores(config.clip_folder)
        held = Exercises.make(config.out / "scale.jsonl", config.model, "train", 64, config.seed + 1)
        network = Factored(load_model(config.model))
        paths = rollout(network, held.requests, held.seeds, config.sampler())
        return clip_reward(scores, Scale.of(scores(words(paths.text), pixels(paths.image))), words, pixels)
    return exact_reward(config.reward, config.factorised)


def load_model(folder: Path) -> Storybook:
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    return load_folder(folder, vocabulary)


def sampled_steps(config: RlConfig, rng: np.random.Generator) -> list[int]:
    """Which states are learnt from, ascending: one of each of `sampled_steps` equal stretches of the passes."""
    edges = np.linspace(0, config.passes, config.sampled_steps + 1)
    return [int(rng.integers(int(np.ceil(low)), max(int(np.ceil(high)), int(np.ceil(low)) + 1))) for low, high in zip(edges, edges[1:])]


def usable(config: RlConfig, network: Factored, exercises: Exercises, judge: Judge, tell: Callable[[str], None]) -> list[int]:
    """The prompts that are neither always nor never met by the model at the start: only there a group's rollouts differ. Worked out once for a folder."""
    file = config.prompts_folder / f"usable-{config.pool}.json"
    if config.filter_rollouts == 0:
        return list(range(len(exercises.requests)))
    if file.exists():
        return json.loads(file.read_text())
    shares = []
    for at in range(0, len(exercises.requests), 32):
        chosen = [i for i in range(at, min(at + 32, len(exercises.requests))) for _ in range(config.filter_rollouts)]
        seeds = np.random.default_rng((config.seed, at, 9)).integers(2**53, size=len(chosen))
        paths = rollout(network, [exercises.requests[i] for i in chosen], seeds, config.sampler())
        met = [one["text"] and one["image"] for one in judge.verdicts(Filled(chosen, paths.text, paths.image))]
        shares += np.reshape(met, (-1, config.filter_rollouts)).mean(1).tolist()
        tell(f"prompts tried: {len(shares)}/{len(exercises.requests)}")
    found = [i for i, share in enumerate(shares) if config.hardest <= share <= config.easiest]
    if not found:
        raise ConfigError("No prompt is met sometimes and missed sometimes: there is nothing to learn from. Try fewer passes or more prompts (pool).")
    part = file.with_name(file.name + ".part")
    part.write_text(json.dumps(found))
    os.replace(part, file)
    return found


def step_rewards(paths: Trajectory, chosen: Sequence[int], judge: Judge, reward: Reward, *, is_output_level: bool) -> tuple[Tensor, Tensor, list[dict]]:
    """Rewards of text and of codes at each kept step, (S, B) each: by the state after it with every masked place filled, or at output level by the
    finished output, the same at all; and the verdicts on the finished outputs."""
    finished = Filled(chosen, paths.text, paths.image)
    verdicts = judge.verdicts(finished)
    if is_output_level:
        found: list[Rewards] = [reward(finished, verdicts)] * len(paths.kept)
    else:
        filled = [Filled(chosen, kept.text_filled, kept.image_filled) for kept in paths.kept]
        found = [reward(one, judge.verdicts(one)) for one in filled]
    return torch.stack([one.text for one in found]), torch.stack([one.image for one in found]), verdicts


def advantages(rewards: Tensor, config: RlConfig, order: Tensor) -> Tensor:
    """(S, B): of each step, or of the mean of all; `order` is another one of the steps where the rewards change places."""
    if config.shuffle_steps:
        rewards = rewards[order]
    if config.advantage == "trajectory":
        rewards = rewards.mean(0, keepdim=True).expand_as(rewards)
    return group_advantages(rewards, config.group, divide=config.divide_by_deviation, largest=config.largest_advantage)


def start(config: RlConfig) -> TrainState:
    torch.manual_seed(config.seed)
    model = load_model(config.model).to(config.device)
    optimiser = with_base(torch.optim.AdamW(model.parameters(), lr=config.lr, betas=tuple(config.betas), weight_decay=0.0))
    facts = {"config": model.config.to_dict(), "stage": "rl", "text_only": False, "settings": plain(config)}
    state = TrainState(model, [optimiser], Average(model, config.average), facts)
    checkpoint = config.out / "rl.pt"
    if checkpoint.exists():
        saved = state.load(checkpoint, device=config.device, go_on=True)
        free = {"steps", "threads", "save_steps", "out", "prompts_in"}
        changed = [name for name, value in plain(config).items() if name not in free and saved["settings"].get(name) != value]
        if changed:
            raise ConfigError(f"{checkpoint} is a run with another `{changed[0]}`: give the same, or another `out`.")
    return state


def run(config: RlConfig, tell: Callable[[str], None] = print) -> TrainState:
    torch.set_num_threads(config.threads)
    state = start(config)
    exercises = Exercises.make(config.prompts_folder / f"exercises-{config.pool}.jsonl", config.model, "train", config.pool, config.seed, config.corpus)
    judge = Judge(config.model.resolve(), exercises.file)
    network, reference = Factored(state.model), Factored(load_model(config.model).to(config.device)) if config.beta else None
    reward, rules = rewards_of(config), StopRules(config)
    chosen_from = usable(config, reference or network, exercises, judge, tell) if config.method == "rl" else []
    config.out.mkdir(parents=True, exist_ok=True)
    log = (config.out / "rl.jsonl").open("a")
    try:
        while state.step < config.steps:
            set_rate(state.optimisers, min(1.0, (state.step + 1) / config.warmup))
            rng = np.random.default_rng((config.seed, state.step, 5))
            line = (
                learn(config, state, network, reference, exercises, chosen_from, judge, reward, rng)
                if config.method == "rl"
                else go_on(config, state, exercises, rng)
            )
            print(to_json({"step": state.step, **line}), file=log, flush=True)
            if state.step % 10 == 0:
                tell(
                    to_json({"step": state.step, **{name: line[name] for name in ("reward", "both", "output_alignment", "parses", "entropy") if name in line}})
                )
            if state.step % config.save_steps == 0:
                state.save(config.out / "rl.pt")
            if config.method == "rl":
                rules.check(line)
    except Stopped as why:
        tell(f"Stopped by a rule at step {state.step}: {why}")
    finally:
        judge.close()
        log.close()
    state.save(config.out / "rl.pt")
    return state


def go_on(config: RlConfig, state: TrainState, exercises: Exercises, rng: np.random.Generator) -> dict[str, float]:
    """The control: the supervised objective, on as many sequences as take the same computing: a pass forwards is a third of one there and back."""
    sequences = config.prompts * config.group
    times = max(1, round(config.sampled_steps * config.updates + config.passes / 3))
    total = 0.0
    for _ in range(times):
        loss = supervised_loss(state.model, exercises.lines, rng, count=sequences, image_weight=config.image_weight) / times
        loss.backward()
        total += loss.item()
    norm = torch.nn.utils.clip_grad_norm_(state.model.parameters(), config.largest_norm)
    state.advance(sequences * times)
    return {"sft": total, "norm": norm.item()}


def learn(
    config: RlConfig,
    state: TrainState,
    network: Factored,
    reference: Factored | None,
    exercises: Exercises,
    chosen_from: Sequence[int],
    judge: Judge,
    reward: Reward,
    rng: np.random.Generator,
) -> dict[str, float]:
    """One step: rollouts of some prompts, their rewards at the sampled steps, and the updates. Returns what is logged."""
    prompts = rng.choice(chosen_from, config.prompts, replace=len(chosen_from) < config.prompts)
    chosen = [int(i) for i in prompts for _ in range(config.group)]
    paths = rollout(
        network,
        [exercises.requests[i] for i in chosen],
        rng.integers(2**53, size=len(chosen)),
        config.sampler(),
        keep=sampled_steps(config, rng),
        device=config.device,
    )
    text, image, verdicts = step_rewards(paths, chosen, judge, reward, is_output_level=config.output_level)
    order = torch.from_numpy(rng.permutation(len(text)))
    worth = [advantages(one, config, order) for one in (text, image)]
    states = [
        Decided.of(paths.prompts, kept, paths.text, paths.image, (worth[0][at].to(config.device), worth[1][at].to(config.device)), credit=config.credit)
        for at, kept in enumerate(paths.kept)
    ]
    likely = lambda of, at: log_probabilities(of, at, config.temperature, config.text_temperature)
    with torch.no_grad():
        before = [likely(reference, at) for at in states] if reference else [None] * len(states)
        old = [likely(network, at) for at in states] if config.updates > 1 else None
    lines: list[dict[str, float]] = []
    for _ in range(config.updates):
        loss_sum, ratios, kls, every = 0.0, [], [], []
        for number, at in enumerate(states):
            logp = likely(network, at)
            found = clipped_objective(
                logp,
                logp.detach() if old is None else old[number],
                advantages_of(at),
                weights_of(at, config.image_weight) / len(states),
                clip=config.clip,
                clip_always=config.clip_always,
                beta=config.beta,
                reference=before[number],
            )
            found.loss.backward()
            loss_sum += found.loss.item()
            ratios.append(found.ratio)
            kls.append(found.kl)
            every.append(advantages_of(at))
        if config.sft:
            extra = config.sft * supervised_loss(state.model, exercises.lines, rng, count=64, image_weight=config.image_weight)
            extra.backward()
            loss_sum += extra.item()
        norm = torch.nn.utils.clip_grad_norm_(state.model.parameters(), config.largest_norm)
        state.advance(len(chosen))
        lines.append(
            {"loss": loss_sum, "norm": norm.item(), "kl": torch.cat(kls).mean().item(), **ratio_line(torch.cat(ratios), torch.cat(every), config.clip)}
        )
    sampled = torch.cat([torch.cat([kept.text_logp[kept.text], kept.image_logp[kept.image]]) for kept in paths.kept])
    with torch.no_grad():
        drift = (torch.cat(old) - sampled).abs().mean().item() if old and config.credit == "decided" else 0.0
    by_step = {f"reward_{number}": value for number, value in enumerate(((text + image) / 2).mean(1).tolist())}
    return {
        "reward": float((text + image).mean() / 2),
        **by_step,
        "flat": flat_share((text + image) / 2, config.group),
        "text_entropy": paths.text_entropy,
        "image_entropy": paths.image_entropy,
        "entropy": (paths.text_entropy + paths.image_entropy) / 2,
        "drift": drift,
        **verdict_line(verdicts, config.group),
        **lines[-1],
    }
