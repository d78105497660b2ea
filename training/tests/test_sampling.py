import json
import math

import numpy as np
import pytest
import torch
from node_side import built_repository

from mmada_training.export.unfold import load_folder
from mmada_training.layouts.storybook import LAYOUT
from mmada_training.models.storybook import ModelConfig, Storybook
from mmada_training.node import Program, lines_of
from mmada_training.sampling.choice import choose, inverse_cdf
from mmada_training.sampling.network import Factored, Folder, output_rows
from mmada_training.sampling.plan import plan_steps, reveal_counts
from mmada_training.sampling.prompts import IMAGE, TEXT, Request, lay_out
from mmada_training.sampling.rollout import SamplerConfig, rollout
from mmada_training.sampling.uniform import uniform
from mmada_training.world import MASK

TINY = ModelConfig(d_model=32, n_layers=2, n_heads=2, mlp_hidden_size=48, text_rows=64)
REQUESTS = [Request((8, 9, 10)), Request((11,), tuple(range(36))), Request((12, 13, 14, 15))]


def tiny() -> Factored:
    torch.manual_seed(0)
    return Factored(Storybook(TINY), is_exact=True)


def test_chance_is_that_of_the_command():
    """Values of src/decoder/random.ts: the first of Threefry-2x32's known answers, and draws of its `uniform`."""
    from mmada_training.sampling.uniform import threefry

    zero = np.zeros(1, np.uint32)
    assert threefry((zero, zero), (zero, zero))[0] == 0x6B200159
    ones = np.full(1, 0xFFFFFFFF, np.uint32)
    assert threefry((ones, ones), (ones, ones))[0] == 0x1CB996FC
    draws = uniform(np.array([7, 2**53 - 1]), 3, "image_token", np.arange(1000))
    assert draws.shape == (2, 1000) and 0 < draws.min() and draws.max() < 1 and abs(draws.mean() - 0.5) < 0.02
    assert (draws == draws.astype(np.float32)).all()


@pytest.mark.parametrize(("masked", "steps", "counts"), [(8, 4, [2, 2, 2, 2]), (7, 5, [2, 1, 2, 1, 1]), (5, 5, [1, 1, 1, 1, 1])])
def test_text_is_revealed_linearly(masked, steps, counts):
    assert reveal_counts(masked, steps) == counts


@pytest.mark.parametrize(("steps", "image_steps"), [(64, 36), (16, 9), (8, 4), (4, 4), (2, 1), (1, 1)])
def test_a_plan_reveals_everything_once(steps, image_steps):
    plan = plan_steps(steps, image_steps, text=64, image=36)
    stay = [step.image for step in plan if step.image is not None]
    assert sum(step.text for step in plan) == 64 and stay[-1] == 0 and stay == sorted(set(stay), reverse=True) and plan[-1].image == 0


def test_a_draw_by_running_sums_follows_the_weights():
    weights = torch.tensor([[0.0, 0.1, 0.0, 0.4, 0.5, 0.0]]).softmax(-1) * torch.tensor([[0, 1, 0, 1, 1, 0]])
    u = (torch.arange(3000) + 0.5) / 3000
    counts = torch.bincount(inverse_cdf(weights.expand(3000, -1), u), minlength=6) / 3000
    torch.testing.assert_close(counts, (weights / weights.sum())[0], atol=1e-3, rtol=0)
    many = torch.rand(1, 8192, generator=torch.Generator().manual_seed(0)).double()
    expected = [int((many[0].cumsum(0) > value * many.sum()).int().argmax()) for value in u[::100]]
    assert inverse_cdf(many.float().expand(30, -1), u[::100]).tolist() == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("temperature", [0.2, 1.0])
def test_codes_are_drawn_by_fields_as_they_are_over_all_8192(temperature):
    model, generator = tiny().model, torch.Generator().manual_seed(1)
    hidden = 3 * torch.randn(40, 50, TINY.d_model, generator=generator)
    uniforms = torch.rand(40, 50, generator=generator, dtype=torch.double)
    logits = hidden @ model.code_head.table().t()
    flat, mine = choose(logits, temperature, uniforms), model.code_head.draw(hidden, temperature, uniforms)
    same = flat.ids == mine.ids
    assert same.float().mean() > 0.99
    torch.testing.assert_close(mine.logp[same], flat.logp[same], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(mine.confidence[same], flat.confidence[same], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(mine.entropy, flat.entropy, atol=1e-3, rtol=1e-3)
    assert torch.equal(model.code_head.best(hidden), logits.argmax(-1))


def test_rollouts_of_a_batch_are_those_of_each_request_alone():
    network, config = tiny(), SamplerConfig(steps=8, image_steps=4, temperature=0.7, text_temperature=0.7, guidance_image=0.5)
    together = rollout(network, REQUESTS, [1, 2, 3], config)
    for row, request in enumerate(REQUESTS):
        alone = rollout(network, [request], [row + 1], config)
        assert torch.equal(alone.text[0], together.text[row]) and torch.equal(alone.image[0], together.image[row])
    assert (together.text != MASK).all() and ((together.image >= 0) & (together.image < 8192)).all()


def test_sequences_are_looked_at_in_parts_of_one_length_as_they_are_together():
    network = tiny()
    prompts = lay_out([REQUESTS[row % 3] for row in range(70)], 64)
    found = output_rows(network, prompts.ids, prompts.positions, prompts.keys, TEXT.stop)
    with torch.no_grad():
        torch.testing.assert_close(found, network.hidden(prompts.ids, prompts.positions, prompts.keys)[:, : TEXT.stop], rtol=1e-4, atol=1e-5)


def test_kept_states_say_what_their_step_decided_and_what_it_comes_to():
    network, config = tiny(), SamplerConfig(steps=8, image_steps=8, temperature=1.0, text_temperature=0.7)
    paths = rollout(network, REQUESTS, [1, 2, 3], config, keep=range(8))
    assert [one.step for one in paths.kept] == list(range(8))
    for one, after in zip(paths.kept, [*paths.kept[1:], None]):
        assert (one.text.sum(1) == 8).all() and (one.ids[:, TEXT][one.text] == MASK).all() and (one.ids[:, IMAGE][one.image] == MASK).all()
        assert ((one.text_logp < 0) <= one.text).all() and ((one.image_logp < 0) <= one.image).all()
        assert torch.equal(one.text_filled[one.text], paths.text[one.text]) and torch.equal(one.image_filled[one.image], paths.image[one.image])
        if after:
            known = after.ids[:, TEXT] != MASK
            assert torch.equal(one.text_filled[known], after.ids[:, TEXT][known])
    decided = torch.stack([one.image for one in paths.kept]).sum(0)
    assert (decided == 1).all()
    assert torch.equal(paths.kept[-1].text_filled, paths.text) and torch.equal(paths.kept[-1].image_filled, paths.image)
    hot = rollout(network, REQUESTS[:1] * 64, list(range(64)), config)
    assert len({tuple(row) for row in hot.image.tolist()}) == 64 and math.isfinite(hot.image_entropy)


def test_a_request_is_laid_out_as_in_training():
    """The output part stands first here: positions tell, so the hidden rows are those of the ordinary order."""
    network = tiny()
    prompts = lay_out(REQUESTS, 64)
    row = 1
    ids, positions = prompts.ids[row][prompts.keys[row]], prompts.positions[row][prompts.keys[row]]
    order = positions.argsort()
    assert positions[order].tolist() == sorted(set(range(LAYOUT.length)) - set(range(LAYOUT.instruction + 3, LAYOUT.output)))
    with torch.no_grad():
        there = network.hidden(prompts.ids, prompts.positions, prompts.keys)[row][prompts.keys[row]][order]
        torch.testing.assert_close(there, network.hidden(ids[order][None], positions[order][None], None)[0], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("way", ["greedy", "random"])
def test_tokens_are_those_of_the_commands_decoder(way):
    """100 exercises in each way on the bundled model: half greedy text as the command has it, half with chance in both, and image guidance."""
    folder = built_repository() / "models" / "storybook"
    chance = {"temperature": 0.2, "text_temperature": 0.0} if way == "greedy" else {"temperature": 1.0, "text_temperature": 0.7}
    config = SamplerConfig(steps=8, image_steps=4, guidance_image=0.5, **chance)
    exercises = list(lines_of("exercises", str(folder), "test", "100", "11"))
    requests = [Request(tuple(one["words"]), tuple(one["source"]) if "source" in one else None) for one in exercises]
    seeds = [one["seed"] for one in exercises]
    found = rollout(Folder(folder), requests, seeds, config)
    settings = {
        **{"steps": 8, "imageSteps": 4, "blockLength": 8, "guidanceText": 0, "guidanceImage": 0.5},
        **{"temperature": config.temperature, "textTemperature": config.text_temperature},
    }
    differ = []
    with Program("tokens", str(folder)) as program:
        for row, one in enumerate(exercises):
            source = {"input": {"codes": one["source"], "columns": 6}} if "source" in one else {}
            answer = program.ask(json.dumps({"instruction": one["item"]["instruction"], **source, "seed": one["seed"], "settings": settings}))
            if answer["text"] != found.text[row].tolist() or answer["codes"] != found.image[row].tolist():
                differ.append(row)
    assert differ == []


def test_an_unfolded_folder_decodes_as_the_folder():
    folder = built_repository() / "models" / "storybook"
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    requests = [Request((20, 21, 22)), Request((23, 24), tuple([6400] * 36))]
    config = SamplerConfig(steps=8, image_steps=4)
    exact, unfolded = Folder(folder), Factored(load_folder(folder, vocabulary), is_exact=True)
    prompts = lay_out(requests, exact.text_rows)
    with torch.no_grad():
        mine, theirs = (network.hidden(prompts.ids, prompts.positions, prompts.keys)[prompts.keys] for network in (unfolded, exact))
    assert (mine - theirs).abs().mean() < 0.02 * theirs.abs().mean()
    assert rollout(exact, requests, [1, 2], config).text.shape == (2, 64)
