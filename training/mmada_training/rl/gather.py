"""What a step of reinforcement learning learns from: rollouts, rewards at some of their states, and advantages; groups of a prompt or of a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..sampling.network import AT_ONCE, Network
from ..sampling.rollout import Trajectory, rollout
from .advantages import flat_share, group_advantages
from .branches import branch, uncertain_states
from .config import RlConfig
from .exercises import Exercises
from .likelihood import Decided, weights_of
from .rewards import Filled, Judge, Reward, Rewards
from .search import states_on_the_way
from .watch import verdict_line


@dataclass(frozen=True)
class Gathered:
    """States with the tokens that learn at them, some sequences at a time, and each token's share of the loss."""

    parts: list[tuple[Decided, Tensor]]
    rollouts: int
    line: dict[str, Any]  # what is logged


def sampled_steps(config: RlConfig, rng: np.random.Generator) -> list[int]:
    """Which states are learnt from, ascending: one of each of `sampled_steps` equal stretches of the passes."""
    edges = np.linspace(0, config.passes, config.sampled_steps + 1)
    return [int(rng.integers(int(np.ceil(low)), max(int(np.ceil(high)), int(np.ceil(low)) + 1))) for low, high in zip(edges, edges[1:])]


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


def _parts(states: Sequence[Decided], config: RlConfig) -> list[tuple[Decided, Tensor]]:
    """The states as parts of `AT_ONCE` sequences, a token's share being that of the whole: each of `states` weighs as many sequences as it has."""
    total = sum(len(at.ids) for at in states)
    found = []
    for at in states:
        weights = weights_of(at, config.image_weight * len(at.ids) / total, len(at.ids) / total)
        found += at.parts(AT_ONCE, weights)
    return found


def _rewards_line(text: Tensor, image: Tensor, by_step: Sequence[float], group: int, paths: Trajectory) -> dict[str, float]:
    return {
        "reward": float((text + image).mean() / 2),
        **{f"reward_{number}": value for number, value in enumerate(by_step)},
        "flat": flat_share((text + image) / 2, group),
        "text_entropy": paths.text_entropy,
        "image_entropy": paths.image_entropy,
        "entropy": (paths.text_entropy + paths.image_entropy) / 2,
    }


def by_prompt(
    config: RlConfig, network: Network, exercises: Exercises, chosen_from: Sequence[int], judge: Judge, reward: Reward, rng: np.random.Generator
) -> Gathered:
    """Whole rollouts of some prompts, compared with those of the same prompt, at the same sampled steps."""
    prompts = rng.choice(chosen_from, config.prompts, replace=len(chosen_from) < config.prompts)
    chosen = [int(i) for i in prompts for _ in range(config.group)]
    seeds = rng.integers(2**53, size=len(chosen))
    paths = rollout(network, [exercises.requests[i] for i in chosen], seeds, config.sampler(), keep=sampled_steps(config, rng), device=config.device)
    text, image, verdicts = step_rewards(paths, chosen, judge, reward, is_output_level=config.output_level)
    order = torch.from_numpy(rng.permutation(len(text)))
    worth = [advantages(one, config, order) for one in (text, image)]
    states = [
        Decided.of(paths.prompts, kept, paths.text, paths.image, (worth[0][at].to(config.device), worth[1][at].to(config.device)), credit=config.credit)
        for at, kept in enumerate(paths.kept)
    ]
    by_step = ((text + image) / 2).mean(1).tolist()
    return Gathered(_parts(states, config), len(chosen), {**_rewards_line(text, image, by_step, config.group, paths), **verdict_line(verdicts, config.group)})


def by_state(
    config: RlConfig, network: Network, exercises: Exercises, chosen_from: Sequence[int], judge: Judge, reward: Reward, rng: np.random.Generator
) -> Gathered:
    """One rollout of each of many prompts, as the model itself decodes; at the states whose step is the least sure, that step drawn `group` times and
    compared among themselves."""
    chosen = [int(i) for i in rng.choice(chosen_from, config.prompts, replace=len(chosen_from) < config.prompts)]
    requests, seeds = [exercises.requests[i] for i in chosen], rng.integers(2**53, size=len(chosen))
    paths = rollout(network, requests, seeds, config.walk(), keep=range(config.passes), device=config.device)
    verdicts = judge.verdicts(Filled(chosen, paths.text, paths.image))
    states, texts, images, by_step = [], [], [], [0.0] * config.passes
    for at, rows in uncertain_states(paths, config.states):
        kept = paths.kept[at]
        seeds = rng.integers(2**53, size=len(rows) * config.group)
        found = branch(network, paths.prompts, kept.ids[rows], rows, kept.step, seeds, config.sampler(), config.group, to_end=config.output_level)
        filled = Filled([chosen[int(row)] for row in rows for _ in range(config.group)], found.words, found.codes)
        worth = reward(filled, judge.verdicts(filled))
        advantage = [
            group_advantages(one[None], config.group, divide=config.divide_by_deviation, largest=config.largest_advantage)[0].to(config.device)
            for one in (worth.text, worth.image)
        ]
        of = torch.arange(len(rows), device=config.device).repeat_interleave(config.group)
        places = (kept.ids[rows], paths.prompts.positions[rows], paths.prompts.keys[rows])
        states.append(Decided(*places, found.decision.text, found.decision.image, found.words, found.codes, *advantage, state=of))
        texts.append(worth.text)
        images.append(worth.image)
        by_step[kept.step] = float((worth.text + worth.image).mean() / 2)
    text, image = torch.cat(texts)[None], torch.cat(images)[None]
    line = {**_rewards_line(text, image, by_step, config.group, paths), **verdict_line(verdicts, 1)}
    return Gathered(_parts(states, config), text.shape[1], line)


def by_search(
    config: RlConfig, network: Network, exercises: Exercises, chosen_from: Sequence[int], judge: Judge, reward: Reward, rng: np.random.Generator
) -> Gathered:
    """One rollout of each of some prompts, by more passes than are trained for. What the judge finds right is imitated at the states that few passes
    would meet on the way; the rest is left out."""
    chosen = [int(i) for i in rng.choice(chosen_from, config.prompts, replace=len(chosen_from) < config.prompts)]
    requests, seeds, sampler = [exercises.requests[i] for i in chosen], rng.integers(2**53, size=len(chosen)), config.search()
    paths = rollout(network, requests, seeds, sampler, keep=range(sampler.steps), device=config.device)
    filled = Filled(chosen, paths.text, paths.image)
    verdicts = judge.verdicts(filled)
    worth = reward(filled, verdicts)
    is_right = [(one > 1 - 1e-6).float().to(config.device) for one in (worth.text, worth.image)]
    states = states_on_the_way(paths, config.sampler().plan(), (is_right[0], is_right[1]), network.text_rows)
    line = {**_rewards_line(worth.text[None], worth.image[None], [], 1, paths), **verdict_line(verdicts, 1)}
    return Gathered(_parts(states, config), len(chosen), line)


def gather(
    config: RlConfig, network: Network, exercises: Exercises, chosen_from: Sequence[int], judge: Judge, reward: Reward, rng: np.random.Generator
) -> Gathered:
    """What a step of this config learns from."""
    return {"prompt": by_prompt, "state": by_state, "search": by_search}[config.group_of](config, network, exercises, chosen_from, judge, reward, rng)
