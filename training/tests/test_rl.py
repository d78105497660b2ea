import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from node_side import built_repository

from mmada_training.config import ConfigError
from mmada_training.models.storybook import ModelConfig, Storybook
from mmada_training.recipes.rl import learn
from mmada_training.rl import section
from mmada_training.rl.advantages import flat_share, group_advantages
from mmada_training.rl.arms import Experiment
from mmada_training.rl.branches import branch, uncertain_states
from mmada_training.rl.config import RlConfig, constants
from mmada_training.rl.encoder import DualEncoder, EncoderSizes, change_one_fact, info_nce, learned_reward, save_encoder
from mmada_training.rl.evaluate import MARKS, Measured, paired, sampler_for
from mmada_training.rl.exercises import Exercises
from mmada_training.rl.gather import by_search, sampled_steps, step_rewards
from mmada_training.rl.grpo import clipped_objective, k2
from mmada_training.rl.likelihood import Decided, advantages_of, log_probabilities, weights_of
from mmada_training.rl.report import table
from mmada_training.rl.rewards import Filled, Judge, Rewards, Scale, exact_reward
from mmada_training.rl.search import states_on_the_way
from mmada_training.rl.signal import Signal, alike, measure_signal
from mmada_training.rl.watch import Stopped, StopRules
from mmada_training.sampling.network import Factored
from mmada_training.sampling.prompts import IMAGE, TEXT, Request
from mmada_training.sampling.rollout import SamplerConfig, rollout
from mmada_training.train.optim import Average, with_base
from mmada_training.train.state import TrainState
from mmada_training.world import EOS, MASK

TINY = ModelConfig(d_model=32, n_layers=2, n_heads=2, mlp_hidden_size=48, text_rows=64)
REQUESTS = (Request((8, 9, 10)), Request((11,), tuple(range(36))), Request((12, 13)))
ROOT = Path(__file__).parent.parent


def tiny(seed=0) -> Factored:
    torch.manual_seed(seed)
    return Factored(Storybook(TINY), is_exact=True)


def settings(**changes) -> RlConfig:
    return replace(RlConfig(model=Path("m"), out=Path("o"), passes=4, image_steps=4, group=6, prompts=2, warmup=1, lr=5e-3, largest_norm=5.0), **changes)


def test_every_constant_says_whether_the_paper_or_we_chose_it(capsys):
    from mmada_training.cli import main

    assert {mark for _, _, mark, _ in constants()} == {"published", "ours"}
    assert {"group", "clip", "beta", "lr", "sampled_steps", "temperature", "text_temperature", "updates"} <= {name for name, *_ in constants()}
    assert main(["constants"]) == 0
    assert "| `beta` | 0.0001 | published |" in capsys.readouterr().out


def test_advantages_are_standardised_within_the_group_at_each_step():
    rewards = torch.tensor([[0.0, 1.0, 0.5, 0.5], [2.0, 4.0, 0.0, 8.0]])
    found = group_advantages(rewards, 2)
    torch.testing.assert_close(found, torch.tensor([[-1.0, 1.0, 0.0, 0.0], [-1.0, 1.0, -1.0, 1.0]]), rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(group_advantages(rewards, 2, divide=False)[1], torch.tensor([-1.0, 1.0, -4.0, 4.0]))
    assert flat_share(rewards, 2) == 0.25
    many = torch.tensor([[0.0] * 99 + [1.0]])
    assert group_advantages(many, 100).max() == 5.0


def test_the_objective_is_the_papers_formula():
    generator = torch.Generator().manual_seed(0)
    draw = lambda: torch.randn(50, generator=generator).double()
    logp, old, reference, worth = draw() * 0.3, draw() * 0.3, draw() * 0.3, draw()
    weights = torch.full((50,), 1 / 50, dtype=torch.float64)
    found = clipped_objective(logp, old, worth, weights, clip=0.2, clip_always=False, beta=0.5, reference=reference)
    ratio = np.exp((logp - old).numpy())
    gain = np.minimum(ratio * worth.numpy(), np.clip(ratio, 0.8, 1.2) * worth.numpy())
    distance = (reference - logp).numpy()
    assert found.loss.item() == pytest.approx(float(-(gain - 0.5 * distance**2 / 2).mean()), rel=1e-12)
    assert (k2(logp, reference) >= 0).all() and k2(logp, logp).abs().max() == 0
    always = clipped_objective(logp, old, worth, weights, clip=0.2, clip_always=True, beta=0.0, reference=None)
    clipped = np.clip(ratio, 0.8, 1.2)
    assert always.loss.item() == pytest.approx(float(-(clipped * worth.numpy()).sum() / clipped.sum()), rel=1e-12)


def test_before_the_first_update_the_ratio_is_one():
    """At every kept state, of every token that was decided, by what the rollout itself has stored."""
    network, config = tiny(), SamplerConfig(steps=8, image_steps=8, temperature=1.0, text_temperature=0.7)
    paths = rollout(network, REQUESTS * 4, list(range(12)), config, keep=range(8))
    worth = torch.zeros(12)
    for kept in paths.kept:
        at = Decided.of(paths.prompts, kept, paths.text, paths.image, (worth, worth))
        with torch.no_grad():
            now = log_probabilities(network, at, config.temperature, config.text_temperature)
            again = log_probabilities(network, at, config.temperature, config.text_temperature)
        stored = torch.cat([kept.text_logp[kept.text], kept.image_logp[kept.image]])
        assert ((now - again).exp() - 1).abs().max() <= 1e-6
        assert ((now - stored).double().exp() - 1).abs().max() < 1e-4 and len(now) == int(kept.text.sum() + kept.image.sum())


def test_a_state_is_drawn_from_each_stretch_of_a_trajectory():
    rng = lambda: np.random.default_rng(0)
    assert sampled_steps(settings(passes=8, output_level=True), rng()) == sampled_steps(settings(passes=8), rng())
    seen = {tuple(sampled_steps(settings(passes=8), np.random.default_rng(seed))) for seed in range(200)}
    assert all(len(set(steps)) == 3 and list(steps) == sorted(steps) and steps[-1] < 8 for steps in seen) and len(seen) > 10
    assert sampled_steps(settings(passes=8, sampled_steps=8), rng()) == list(range(8))


def test_an_advantage_goes_to_what_is_masked_in_a_state_or_to_what_its_step_decided():
    paths = rollout(tiny(), REQUESTS, [1, 2, 3], SamplerConfig(steps=4, image_steps=4, temperature=1.0, text_temperature=1.0), keep=[0, 2])
    worth = (torch.ones(3), torch.ones(3))
    for kept in paths.kept:
        masked, decided = (Decided.of(paths.prompts, kept, paths.text, paths.image, worth, credit=credit) for credit in ("masked", "decided"))
        assert not (decided.text & ~masked.text).any() and not (decided.image & ~masked.image).any()
        assert masked.text.sum() > decided.text.sum() == kept.text.sum() and masked.image.sum() >= decided.image.sum()
        assert len(log_probabilities(tiny(), masked, 1.0, 1.0)) == masked.text.sum() + masked.image.sum()
    assert bool(Decided.of(paths.prompts, paths.kept[0], paths.text, paths.image, worth, credit="masked").text.all())


def test_members_of_a_states_group_differ_by_what_that_one_step_decided():
    network, config = tiny(), SamplerConfig(steps=4, image_steps=4, temperature=1.0, text_temperature=1.0)
    paths = rollout(network, REQUESTS, [1, 2, 3], config, keep=range(4))
    rows, kept = torch.tensor([0, 2]), paths.kept[1]
    for to_end in (False, True):
        found = branch(network, paths.prompts, kept.ids[rows], rows, kept.step, np.arange(10), config, 5, to_end=to_end)
        text, image = (kept.ids[rows][:, part].repeat_interleave(5, 0) for part in (TEXT, IMAGE))
        assert torch.equal(found.words[text != MASK], text[text != MASK]) and torch.equal(found.codes[image != MASK], image[image != MASK] - 64)
        assert (found.decision.text.sum(1) == 16).all() and (text[found.decision.text] == MASK).all() and (found.words != MASK).all()
        assert len({tuple(one) for one in found.words[:5].tolist()}) == 5
    again = branch(network, paths.prompts, kept.ids[rows], rows, kept.step, np.zeros(10, int), config, 5, to_end=False)
    assert (again.words[:5] == again.words[0]).all() and (again.codes[5:] == again.codes[5]).all()


def test_the_states_to_learn_from_are_those_whose_step_is_the_least_sure():
    paths = rollout(tiny(), REQUESTS, [1, 2, 3], SamplerConfig(steps=4, image_steps=4, temperature=1.0, text_temperature=1.0), keep=range(4))
    entropy = torch.stack([one.text_entropy.sum(1) + one.image_entropy.sum(1) for one in paths.kept])
    chosen = uncertain_states(paths, 5)
    assert sum(len(rows) for _, rows in chosen) == 5
    taken = torch.cat([entropy[at, rows] for at, rows in chosen])
    assert torch.equal(taken.sort().values, entropy.flatten().sort().values[-5:])


@pytest.mark.parametrize("shares_state", [False, True])
def test_parts_of_a_batch_have_the_loss_of_the_whole_without_what_has_no_advantage(shares_state):
    network, config = tiny(), SamplerConfig(steps=4, image_steps=4, temperature=1.0, text_temperature=1.0)
    paths = rollout(network, REQUESTS, [1, 2, 3], config, keep=[1])
    kept, rows = paths.kept[0], torch.arange(3)
    of = rows.repeat_interleave(2)
    found = branch(network, paths.prompts, kept.ids, rows, 1, np.arange(6), config, 2, to_end=False)
    worth = torch.tensor([1.0, -1.0, 0.0, 0.0, 0.5, -0.5])
    places = (kept.ids, paths.prompts.positions, paths.prompts.keys)
    places = places if shares_state else tuple(one[of] for one in places)
    whole = Decided(*places, found.decision.text, found.decision.image, found.words, found.codes, worth, worth, state=of if shares_state else None)
    loss = lambda at, weights: (log_probabilities(network, at, 1.0, 1.0) * advantages_of(at) * weights).sum()
    weights = weights_of(whole, 0.7)
    assert weights.sum() == pytest.approx(1.7, rel=1e-5)
    parts = whole.parts(1, weights)
    assert len(parts) == (2 if shares_state else 4) and all(len(at.ids) == 1 and bool(at.keys.all()) for at, _ in parts)
    assert float(sum(loss(*part) for part in parts)) == pytest.approx(float(loss(whole, weights)), rel=1e-4)
    flat = replace(whole, text_advantage=torch.zeros(6), image_advantage=torch.zeros(6))
    assert flat.parts(2, weights) == []


def test_what_many_passes_decide_is_learnt_at_the_states_of_few_passes_on_the_same_way():
    network, few = tiny(), SamplerConfig(steps=4, image_steps=2, temperature=1.0, text_temperature=1.0)
    many = SamplerConfig(steps=16, image_steps=9, temperature=1.0, text_temperature=1.0)
    paths = rollout(network, REQUESTS, [1, 2, 3], many, keep=range(16))
    worth = torch.tensor([1.0, 0.0, 1.0])
    states = states_on_the_way(paths, few.plan(), (worth, worth), 64)
    assert len(states) == 4 and torch.equal(states[0].ids, paths.prompts.ids)
    for number, (at, step) in enumerate(zip(states, few.plan())):
        text, image = at.ids[:, TEXT], at.ids[:, IMAGE]
        assert (at.text.sum(1) == step.text).all() and (text[at.text] == MASK).all() and ((text != MASK).sum(1) == 16 * number).all()
        assert torch.equal(text[text != MASK], paths.text[text != MASK]) and torch.equal(image[image != MASK], paths.image[image != MASK] + 64)
        assert torch.equal(at.image, image == MASK) if step.image is not None else not at.image.any()
        # What is there was decided no later than what is not.
        known = paths.kept[4 * number].ids[:, TEXT] != MASK
        assert torch.equal(known, text != MASK)
    assert sum(at.text.int() for at in states).eq(1).all()
    later = rollout(network, REQUESTS, [1, 2, 3], few, keep=range(4)).kept
    assert [int((one.ids[0, IMAGE] == MASK).sum()) for one in later] == [int((at.ids[0, IMAGE] == MASK).sum()) for at in states]


def test_output_level_rewards_the_finished_output_at_every_state_and_pararl_each_state_as_it_would_be_filled():
    paths = rollout(tiny(), REQUESTS, [1, 2, 3], SamplerConfig(steps=4, image_steps=4, temperature=1.0, text_temperature=1.0), keep=[0, 3])
    of = lambda level: step_rewards(paths, [0, 1, 2], Halves(), exact_reward("all", False), is_output_level=level)
    (output, _, told), (steps, _, _) = of(True), of(False)
    assert torch.equal(output[0], output[1]) and torch.equal(output[1], steps[1]) and not torch.equal(steps[0], steps[1])
    assert len(told) == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"group": 1}, "at least 2"),
        ({"sampled_steps": 9}, "between 1 and"),
        ({"reward": "learned"}, "`encoder`"),
        ({"reward": "clip"}, "`clip_folder`"),
        ({"group_of": "state"}, "credit = "),
    ],
)
def test_settings_that_cannot_be_are_refused(changes, said):
    with pytest.raises(ConfigError, match=said):
        settings(**changes)


class Halves:
    """A judge of a task that a tiny network can learn: codes in the lower half, words of an even number."""

    def verdicts(self, filled: Filled) -> list[dict]:
        image = (filled.image < 4096).float().mean(1).tolist()
        text = (filled.text % 2 == 0).float().mean(1).tolist()
        return [
            {
                "outputAlignment": (t + i) / 2,
                "textAlignment": t,
                "imageAlignment": i,
                "kept": i,
                "parses": True,
                "text": t > 0.9,
                "image": i > 0.9,
                "things": 1,
                "scene": "",
            }
            for t, i in zip(text, image)
        ]


def train(config: RlConfig, steps: int) -> list[dict]:
    network, reference = tiny(), tiny()
    state = TrainState(network.model, [with_base(torch.optim.AdamW(network.model.parameters(), lr=config.lr))], Average(network.model), {})
    lines = tuple({"words": list(one.words), "reasoning": [8, 9], "target": [1] * 36, **({"source": one.source} if one.source else {})} for one in REQUESTS)
    exercises = Exercises(Path("none"), REQUESTS, (1, 2, 3), lines)
    reward = exact_reward(config.reward, config.factorised)
    return [learn(config, state, network, reference, exercises, [0, 1, 2], Halves(), reward, np.random.default_rng((1, step))) for step in range(steps)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"output_level": True},
        {"factorised": True},
        {"updates": 2, "clip_always": True, "credit": "decided"},
        {"advantage": "trajectory"},
        {"sft": 0.1},
        {"group_of": "state", "credit": "decided", "prompts": 6, "states": 6, "walk_temperature": 1.0, "walk_text_temperature": 0.7},
        {"group_of": "state", "credit": "decided", "prompts": 6, "states": 6, "output_level": True},
    ],
    ids=["pararl", "output", "factorised", "stable", "trajectory", "sft", "state", "state-output"],
)
def test_a_reward_rises(changes):
    lines = train(settings(**changes), 12)
    first, last = (sum(line["output_alignment"] for line in part) / 4 for part in (lines[:4], lines[-4:]))
    assert last > first + 0.08
    assert all(math.isfinite(value) for line in lines for value in line.values())
    told = {
        "flat",
        "log_ratio",
        "log_ratio_max",
        "clipped_up",
        "clipped_down",
        "kl",
        "text_entropy",
        "image_entropy",
        "norm",
        "parses",
        "things",
        "scenes",
    }
    assert told <= lines[0].keys() and (settings(**changes).updates > 1 or lines[0]["log_ratio_max"] < 1e-6)


def test_right_outputs_of_many_passes_are_imitated_and_wrong_ones_are_not():
    class Half(Halves):
        def verdicts(self, filled):
            return [
                {**one, "outputAlignment": 1.0, "textAlignment": 1.0, "imageAlignment": float(i % 2), "kept": 1.0}
                for i, one in enumerate(super().verdicts(filled))
            ]

    network = tiny()
    state = TrainState(network.model, [with_base(torch.optim.AdamW(network.model.parameters(), lr=3e-3))], Average(network.model), {})
    lines = tuple({"words": list(one.words), "reasoning": [8, 9], "target": [1] * 36} for one in REQUESTS)
    exercises = Exercises(Path("none"), REQUESTS, (1, 2, 3), lines)
    config = settings(group_of="search", search_passes=8, reward="all", factorised=True, prompts=4)
    gathered = by_search(config, network, exercises, [0, 1, 2], Half(), exact_reward("all", True), np.random.default_rng(0))
    for at, weights in gathered.parts:
        assert at.text_advantage.eq(1).all() and set(at.image_advantage.tolist()) <= {0.0, 1.0} and len(weights) == at.text.sum() + at.image.sum()
    told = [learn(config, state, network, None, exercises, [0, 1, 2], Half(), exact_reward("all", True), np.random.default_rng(0)) for _ in range(8)]
    assert told[-1]["likelihood"] > told[0]["likelihood"]


def test_gradients_of_batches_without_a_common_prompt_tell_signal_from_chance():
    generator = torch.Generator().manual_seed(0)
    noise, common = torch.randn(6, 20_000, generator=generator), torch.randn(20_000, generator=generator)
    assert abs(alike(noise).cosine) < 0.01 and "Signal equals chance after 1 steps" in str(alike(noise + common))
    assert "No signal" in str(Signal(-0.001, 4))
    network, config = tiny(), settings(prompts=1)
    exercises = Exercises(Path("none"), REQUESTS, (1, 2, 3), ())
    found = measure_signal(config, network, exercises, [0, 1, 2], Halves(), exact_reward("all", False), 3, lambda _: None)
    assert found.batches == 3 and -1 < found.cosine < 1 and all(one.grad is None for one in network.model.parameters())
    with pytest.raises(ValueError, match="of 3 that there are"):
        measure_signal(config, network, exercises, [0, 1, 2], Halves(), exact_reward("all", False), 4, lambda _: None)


def test_rewards_are_shared_or_of_each_modality():
    verdicts = [{"outputAlignment": 0.5, "textAlignment": 1.0, "imageAlignment": 0.0, "kept": 0.25}]
    filled = Filled([0], torch.zeros(1, 64), torch.zeros(1, 36))
    as_numbers = lambda rewards: (rewards.text.item(), rewards.image.item())
    assert as_numbers(exact_reward("alignment", False)(filled, verdicts)) == (0.5, 0.5)
    assert as_numbers(exact_reward("all", False)(filled, verdicts)) == (0.4375, 0.4375)
    assert as_numbers(exact_reward("alignment", True)(filled, verdicts)) == (0.75, 0.25)


def test_an_encoders_score_becomes_a_reward_as_in_the_paper():
    scale = Scale(0.2, 0.1)
    torch.testing.assert_close(scale.reward(torch.tensor([0.2, 0.3, 9.0, 0.15, -9.0])), torch.tensor([0.5, 1.0, 1.0, 0.25, 0.0]))


def test_stop_rules_tell_why():
    line = {"parses": 0.92, "entropy": 1.0}
    rules = StopRules(settings(), over=2)
    for parses in (0.92, 0.92, 0.84, 0.84):
        rules.check({**line, "parses": parses})
    with pytest.raises(Stopped, match="follow the grammar"):
        for _ in range(2):
            rules.check({**line, "parses": 0.5})
    rules = StopRules(settings(), over=2)
    with pytest.raises(Stopped, match="entropy fell"):
        for entropy in (1.0, 1.0, 0.1, 0.1):
            rules.check({**line, "entropy": entropy})


def test_a_changed_fact_is_one_fact():
    generator = torch.Generator().manual_seed(0)
    thing = (3 << 8) | (5 << 5) | (1 << 4)
    codes = torch.tensor([[(24 << 8) | (1 << 6) | (2 << 4) | row // 6 for row in range(36)]]).repeat(200, 1)
    codes[:, [14, 15, 20, 21]] = torch.tensor([thing | part << 2 for part in range(4)])
    changed = change_one_fact(codes, generator)
    assert (changed != codes).any(1).all() and ((changed >> 8) == (codes >> 8)).all() and ((changed & 3) == (codes & 3)).all()
    fields = {"colour": (5, 7), "size": (4, 1), "time": (6, 3), "weather": (4, 3)}
    for before, after in zip(codes, changed):
        tiles = before != after
        where = "thing" if tiles[14] else "ground"
        assert int(tiles.sum()) == (4 if where == "thing" else 32)
        names = ("colour", "size") if where == "thing" else ("time", "weather")
        moved = [name for name in names if ((before ^ after)[tiles] >> fields[name][0] & fields[name][1]).any()]
        assert len(moved) == 1 and len(set((after - before)[tiles].tolist())) == 1


def test_an_encoder_learns_which_text_and_picture_belong_together(tmp_path):
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(1)
    encoder = DualEncoder(EncoderSizes(64, width=32, layers=1))
    kinds = torch.arange(8)
    text = (kinds[:, None] + 8).repeat(1, 64)
    codes = torch.full((8, 36), 24 << 8)
    codes[:, [14, 15, 20, 21]] = (kinds << 5)[:, None] | torch.arange(4) << 2
    optimiser = torch.optim.Adam(encoder.parameters(), lr=3e-3)
    losses = []
    for _ in range(60):
        loss = info_nce(encoder, text, codes, change_one_fact(codes[:3], generator))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert sum(losses[-5:]) < 0.5 * sum(losses[:5])
    encoder.eval()
    save_encoder(tmp_path / "encoder.pt", encoder, Scale.of(encoder.scores(text, codes.roll(4, 0)).detach()))
    reward = learned_reward(tmp_path / "encoder.pt")
    right, wrong = (reward(Filled(range(8), text, picture), []).text for picture in (codes, codes.roll(1, 0)))
    assert (right >= wrong).all() and right.mean() > wrong.mean() + 0.2


def test_intervals_are_of_the_same_exercises():
    rng = np.random.default_rng(0)
    hard = rng.random(300) * 100
    arm = lambda gain: [(hard + gain + rng.normal(0, 2, 300)).tolist() for _ in range(3)]
    better, alike = paired(arm(3.0), arm(0.0), draws=500), paired(arm(0.0), arm(0.0), draws=500)
    assert 2 < better.low < 3 < better.high < 4 and better.is_clear and not alike.is_clear
    assert [sampler_for(passes).image_steps for passes in (4, 8, 16, 64)] == [2, 4, 9, 36]
    with pytest.raises(ValueError, match="exercises"):
        paired([[1.0]], [[1.0, 2.0]])


def test_the_arms_are_settings_of_one_recipe(tmp_path):
    file = ROOT / "configs" / "rl" / "arms.toml"
    experiment = Experiment.read(file, ["seeds=[7]", "common.steps=3"])
    assert experiment.config("output", 7, tmp_path).output_level and experiment.config("pararl-4", 7, tmp_path).steps == 3
    with pytest.raises(ConfigError, match="no arm"):
        Experiment.read(file, ['compare=[{of="x", minus="start"}]'])
    with pytest.raises(ConfigError, match="Did you mean"):
        Experiment.read(file, ["arms.output.output_levl=true"])
    assert "not a result" not in (ROOT / "ARMS.md").read_text() and "before any of them was run" in (ROOT / "ARMS.md").read_text()


def test_a_log_is_told_by_its_means(tmp_path):
    (tmp_path / "rl.jsonl").write_text("".join(json.dumps({"step": step, "reward": step / 10, "both": 0.5}) + "\n" for step in range(1, 21)))
    assert "1-10" in table(tmp_path / "rl.jsonl", 10) and "1.5500" in table(tmp_path / "rl.jsonl", 10)
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(ValueError, match="no steps"):
        table(tmp_path / "empty.jsonl", 10)


def test_an_experiment_writes_its_tables_into_a_page_between_its_marks(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "arms.toml").write_text(
        f'seeds = [1]\npasses = [8]\nexercises = 2\nexercise_seed = 5\n[common]\nmodel = "{tmp_path / "model"}"\n[arms.a]\nsteps = 30\n'
        '[[compare]]\nof = "a"\nminus = "start"\n'
    )
    experiment = Experiment.read(tmp_path / "arms.toml", [])
    marks = lambda value: [{8: Measured({name: [value, 100.0] for name in MARKS})}]
    (tmp_path / "a-1").mkdir()
    log = [{"step": step, "reward": step / 100, "output_alignment": 0.5, "both": 0.5, "parses": 1, "entropy": 0.1} for step in range(1, 31)]
    (tmp_path / "a-1" / "rl.jsonl").write_text("".join(json.dumps(line) + "\n" for line in log))
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- rl -->\nold\n<!-- /rl -->\nafter\n")
    for _ in range(2):
        section.write(page, "rl", section.lines(experiment, {"start": marks(0.0), "a": marks(50.0)}, tmp_path, "the command"))
    text = page.read_text()
    assert text.startswith("before\n<!-- rl -->\n`the command`: 2 held-out exercises, seed 5; one run of each arm")
    assert "| a | 8 | 75.0 |" in text and "| a - start | 8 | +25.0 [" in text and "| a | 30 | 0.105 -> 0.205 |" in text and "no claim rests on this" in text
    assert text.endswith("<!-- /rl -->\nafter\n") and text.count("the command") == 1 and "old" not in text
    with pytest.raises(ConfigError, match="has no place"):
        section.write(page, "other", ["x"])


def test_the_judge_finds_what_the_world_itself_says_right(tmp_path):
    from mmada_training.node import lines_of

    folder = built_repository() / "models" / "storybook"
    exercises = Exercises.make(tmp_path / "exercises.jsonl", folder, "train", 40, 3)
    assert exercises.lines == tuple(lines_of("exercises", str(folder), "train", "40", "3"))
    words = torch.tensor([[*one["reasoning"], *[EOS] * (64 - len(one["reasoning"]))] for one in exercises.lines])
    codes = torch.tensor([one["target"] for one in exercises.lines])
    judge = Judge(folder, exercises.file)
    right = judge.verdicts(Filled(range(40), words, codes))
    wrong = judge.verdicts(Filled(range(40), words.roll(1, 0), codes.roll(2, 0)))
    judge.close()
    assert all(one["outputAlignment"] == one["textAlignment"] == one["imageAlignment"] == 1 and one["parses"] for one in right)
    assert sum(one["text"] and one["image"] for one in wrong) < 4 and sum(one["outputAlignment"] for one in wrong) < 30


def test_clip_scores_come_from_a_folder_on_this_machine(tmp_path):
    transformers = pytest.importorskip("transformers")
    pytest.importorskip("PIL")
    from mmada_training.rl.clip import ClipScores, clip_reward

    text = {
        "vocab_size": 100,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "max_position_embeddings": 16,
        "eos_token_id": 1,
    }
    vision = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 32, "patch_size": 16}
    transformers.CLIPModel(transformers.CLIPConfig(text_config=text, vision_config=vision, projection_dim=8)).save_pretrained(tmp_path)
    letters = ["<|startoftext|>", "<|endoftext|>", *"abcdefghijklmnopqrstuvwxyz", *(f"{letter}</w>" for letter in "abcdefghijklmnopqrstuvwxyz")]
    (tmp_path / "vocab.json").write_text(json.dumps({letter: i for i, letter in enumerate(letters)}))
    (tmp_path / "merges.txt").write_text("#version: 0.2\n")
    tokenizer = transformers.CLIPTokenizer(str(tmp_path / "vocab.json"), str(tmp_path / "merges.txt"))
    images = transformers.CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    transformers.CLIPProcessor(images, tokenizer).save_pretrained(tmp_path)
    scores = ClipScores(tmp_path)
    pixels = torch.randint(256, (3, 40, 40, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    found = scores(["a red ball", "a", "a long text " * 20], pixels)
    assert found.shape == (3,) and (found.abs() <= 1).all()
    reward = clip_reward(scores, Scale.of(found), lambda text: ["a red ball"] * len(text), lambda codes: pixels)
    rewards = reward(Filled(range(3), torch.zeros(3, 64), torch.zeros(3, 36)), [])
    assert isinstance(rewards, Rewards) and 0 <= rewards.text.min() and rewards.text.max() <= 1
    with pytest.raises(OSError):
        ClipScores(tmp_path / "nowhere")
