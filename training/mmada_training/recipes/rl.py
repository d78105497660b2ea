"""Reinforcement learning on the storybook: ParaRL, and output-level RL, which learns from the same states by the reward of the finished output."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from ..config import ConfigError, plain
from ..export.unfold import load_folder
from ..models.storybook import Storybook
from ..rl.config import RlConfig
from ..rl.exercises import Exercises
from ..rl.gather import gather
from ..rl.grpo import clipped_objective
from ..rl.likelihood import advantages_of, log_probabilities
from ..rl.rewards import Filled, Judge, Reward, Scale, exact_reward
from ..rl.signal import Signal, measure_signal
from ..rl.supervised import supervised_loss
from ..rl.watch import Stopped, StopRules, ratio_line
from ..sampling.network import AT_ONCE, Factored
from ..sampling.rollout import rollout
from ..train.log import to_json
from ..train.optim import Average, set_rate, with_base
from ..train.state import TrainState


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
    times = max(1, round(config.passes_of_a_step() / 3 / AT_ONCE))
    total = 0.0
    for _ in range(times):
        loss = supervised_loss(state.model, exercises.lines, rng, count=AT_ONCE, image_weight=config.image_weight) / times
        loss.backward()
        total += loss.item()
    norm = torch.nn.utils.clip_grad_norm_(state.model.parameters(), config.largest_norm)
    state.advance(AT_ONCE * times)
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
    """One step: rollouts of some prompts, their rewards at some states, and the updates. Returns what is logged."""
    gathered = gather(config, network, exercises, chosen_from, judge, reward, rng)
    likely = lambda of, at: log_probabilities(of, at, config.temperature, config.text_temperature)
    with torch.no_grad():
        before = [likely(reference, at) if reference else None for at, _ in gathered.parts]
        old = [likely(network, at) if config.updates > 1 else None for at, _ in gathered.parts]
    lines: list[dict[str, float]] = []
    for _ in range(config.updates):
        loss_sum, likelihood, ratios, kls, every = 0.0, 0.0, [torch.ones(1)], [torch.zeros(1)], [torch.zeros(1)]
        for (at, weights), reference_logp, old_logp in zip(gathered.parts, before, old):
            logp = likely(network, at)
            found = clipped_objective(
                logp,
                logp.detach() if old_logp is None else old_logp,
                advantages_of(at),
                weights,
                clip=config.clip,
                clip_always=config.clip_always,
                beta=config.beta,
                reference=reference_logp,
            )
            found.loss.backward()
            loss_sum += found.loss.item()
            likelihood += float((weights * logp.detach() * (advantages_of(at) > 0)).sum())
            ratios.append(found.ratio)
            kls.append(found.kl)
            every.append(advantages_of(at))
        if config.sft:
            extra = config.sft * supervised_loss(state.model, exercises.lines, rng, count=64, image_weight=config.image_weight)
            extra.backward()
            loss_sum += extra.item()
        norm = torch.nn.utils.clip_grad_norm_(state.model.parameters(), config.largest_norm)
        state.advance(gathered.rollouts)
        lines.append(
            {
                "loss": loss_sum,
                "likelihood": likelihood,
                "norm": norm.item(),
                "kl": torch.cat(kls).mean().item(),
                **ratio_line(torch.cat(ratios), torch.cat(every), config.clip),
            }
        )
    return {**gathered.line, **lines[-1]}


def signal(config: RlConfig, batches: int, tell: Callable[[str], None]) -> Signal:
    """How alike the gradients of batches without a common prompt are, before anything is learnt."""
    torch.set_num_threads(config.threads)
    exercises = Exercises.make(config.prompts_folder / f"exercises-{config.pool}.jsonl", config.model, "train", config.pool, config.seed, config.corpus)
    judge, network = Judge(config.model.resolve(), exercises.file), Factored(load_model(config.model).to(config.device))
    try:
        return measure_signal(config, network, exercises, usable(config, network, exercises, judge, tell), judge, rewards_of(config), batches, tell)
    finally:
        judge.close()
