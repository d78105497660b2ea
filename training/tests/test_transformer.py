import json
from dataclasses import replace
from shutil import copyfile

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

from mmada_training import checkpoint, plot
from mmada_training.binding import CELL_HEAD, TILES_HEAD, WORDS_HEAD, binding_loss
from mmada_training.data.masks import Masks, draw_masks
from mmada_training.data.storybook import Cursor, Items, object_clauses
from mmada_training.export.unfold import load_folder
from mmada_training.layouts.storybook import LAYOUT
from mmada_training.models.code_table import CodeTable
from mmada_training.models.grow import deepened, widened
from mmada_training.models.storybook import ModelConfig, Storybook
from mmada_training.objective import Hidden, joint_loss
from mmada_training.recipes.storybook import Sizes, StorybookConfig, draw, run
from mmada_training.train.workers import Loss, Workers
from mmada_training.world import BOS, CELLS, COLOURS, EOI, EOS, INTERLEAVE, MASK, NOUNS, PLACES, SIZES, SOI, T2I, TIMES, WEATHERS, check_world

# As in the tokenizer's vocabulary, as far as the tests need it.
VOCABULARY = {"##.": 9, "scene": 100, "small": 101, "large": 102, "red": 103, "blue": 104, "ball": 105, "cat": 106, "top": 107, "left": 108}
TINY = ModelConfig(d_model=32, n_layers=2, n_heads=2, mlp_hidden_size=48)


@pytest.fixture
def exported(tmp_path):
    """An export like the CLI's: 64 items, half of them edits, with instructions of 3 and 5 words."""
    rng = np.random.default_rng(0)
    count = 64
    length = np.where(np.arange(count) % 4 < 2, 3, 5).astype(np.uint8)
    instruction = np.zeros((count, 40), np.uint16)
    reasoning = np.full((count, 64), EOS, np.uint16)
    for i in range(count):
        instruction[i, : length[i]] = rng.integers(8, 100, length[i])
        reasoning[i, :20] = rng.integers(8, 100, 20)
        reasoning[i, 6] = 9  # the full stop
    save_file(
        {
            "instruction": instruction,
            "instruction_length": length,
            "reasoning": reasoning,
            "source": rng.integers(0, 8192, (count, 36)).astype(np.uint16),
            "target": rng.integers(0, 8192, (count, 36)).astype(np.uint16),
            "is_edit": (np.arange(count) % 2).astype(np.uint8),
            "category": np.zeros(count, np.uint8),
            "object_count": np.ones(count, np.uint8),
        },
        tmp_path / "train.safetensors",
    )
    copyfile(tmp_path / "train.safetensors", tmp_path / "validation.safetensors")
    spare = iter(range(200, 600))
    words = [*CELLS, *COLOURS, *NOUNS, *PLACES, *SIZES, *TIMES, *WEATHERS]
    vocabulary = VOCABULARY | {word: next(spare) for word in words if word not in VOCABULARY}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocabulary}}))
    return tmp_path


def test_the_factorised_loss_is_the_cross_entropy_over_all_codes():
    torch.manual_seed(0)
    table = CodeTable(16, 1.0)
    hidden = torch.randn(50, 16)
    codes = torch.randint(0, 8192, (50,))
    whole = F.cross_entropy(hidden @ table.table().t(), codes, reduction="none")
    torch.testing.assert_close(table.loss(hidden, codes), whole, rtol=1e-4, atol=1e-4)


def test_the_factorised_embedding_is_a_row_of_the_table():
    table = CodeTable(8, 1.0)
    codes = torch.arange(8192)
    torch.testing.assert_close(table.embed(codes), table.table())


def test_an_edit_has_every_role_at_its_position(exported):
    items = Items(exported / "train.safetensors", 640, VOCABULARY)
    batch = items.batch(np.array([1, 5]))
    ids, at = batch.ids[0].tolist(), batch.positions.tolist()
    assert ids[:2] == [INTERLEAVE, SOI] and at[:39] == list(range(39))
    assert ids[38:40] == [EOI, BOS] and ids[43] == EOS and at[39] == 39 and at[43] == 43
    assert ids[44] == SOI and at[44] == LAYOUT.output and batch.image == slice(45, 81)
    assert ids[81:83] == [EOI, BOS] and at[82] == LAYOUT.text and batch.text == slice(83, 147)
    assert at[-1] == LAYOUT.length - 1


def test_what_is_dropped_is_not_there_and_the_rest_keeps_its_position(exported):
    items = Items(exported / "train.safetensors", 640, VOCABULARY)
    whole, no_text, no_image = (items.batch(np.array([1]), **drop) for drop in ({}, {"drop_text": True}, {"drop_image": True}))
    assert whole.ids.shape[1] - no_text.ids.shape[1] == 3 and no_text.ids[0, 39:41].tolist() == [BOS, EOS]
    assert whole.ids.shape[1] - no_image.ids.shape[1] == 38 and no_image.ids[0, 0] == T2I
    for batch in (no_text, no_image):
        torch.testing.assert_close(batch.positions[-100:], whole.positions[-100:])


def test_masks_follow_their_time_and_spare_what_is_given(exported):
    rng = torch.Generator().manual_seed(0)
    masks = draw_masks(4000, rng, (1.0, 0.0, 0.0))
    share = 1 / masks.text_weight[:, 0]
    torch.testing.assert_close(masks.text_weight, masks.text_weight[:, :1].expand(-1, 64))
    assert abs(float((masks.text.float().mean(1) - share).mean())) < 0.01
    assert abs(float((masks.image.float().mean(1) - share).mean())) < 0.01
    assert 0.5 < float(share.mean()) < 0.54
    met = draw_masks(500, rng, (0.0, 1.0, 0.0))
    for row in met.text:
        hidden = row.nonzero().flatten()
        assert len(hidden) == 0 or row[(int(hidden[0]) // 8 + 1) * 8 :].all(), "blocks after the current one are masked"
    items = Items(exported / "train.safetensors", 640, VOCABULARY)
    items.full_stop = 9
    given = items.batch(np.array([1]), text_only=True).given
    assert given[0, :7].all() and not given[0, 7:].any()


def test_the_block_that_the_sampler_fills_weighs_more_and_the_sample_as_much():
    evenly, near = (draw_masks(400, torch.Generator().manual_seed(0), (0.0, 1.0, 0.0), near=weight) for weight in (1.0, 8.0))
    assert torch.equal(evenly.text, near.text)
    for hidden, weight, even in zip(near.text, near.text_weight, evenly.text_weight):
        places = hidden.nonzero().flatten()
        if len(places) == 0:
            continue
        now = places < (int(places[0]) // 8 + 1) * 8
        torch.testing.assert_close(weight[places].mean(), even[0])
        if not now.all():
            torch.testing.assert_close(weight[places][now].mean(), 8 * weight[places][~now].mean())


def test_what_shows_a_thing_is_mostly_revealed_last_as_the_sampler_does():
    is_object = torch.zeros(2000, 36, dtype=torch.bool)
    is_object[:, 14:18] = True
    met = draw_masks(2000, torch.Generator().manual_seed(0), (0.0, 1.0, 0.0), is_object).image
    halfway = met[(met.sum(1) > 9) & (met.sum(1) < 27)]
    assert halfway[:, 14:18].float().mean() > 0.75 > 0.5 > halfway[:, :14].float().mean()
    assert (~halfway[:, 14:18]).any(), "in some masks a thing comes as early as the rest"
    paper = draw_masks(2000, torch.Generator().manual_seed(0), (1.0, 0.0, 0.0), is_object).image.float()
    assert abs(float(paper[:, 14:18].mean() - paper[:, :14].mean())) < 0.02


def test_padding_weighs_less_and_revealed_tokens_nothing(exported):
    items = Items(exported / "train.safetensors", 640, VOCABULARY)
    model = Storybook(TINY)
    batch = items.batch(np.array([0, 4]))
    masks = draw_masks(2, torch.Generator().manual_seed(0), (1.0, 0.0, 0.0))
    nothing = Masks(torch.zeros_like(masks.text), torch.zeros_like(masks.image), masks.text_weight)
    found = joint_loss(model, Hidden.of(batch, nothing))
    assert (found.text.item(), found.image.item()) == (0.0, 0.0)


def test_the_clauses_that_name_objects_are_found():
    sentence = [9, 101, 103, 105, 107, 9, 108, 100, 102, 104, 106, 108, 101, 103, 105, 107]  # "left" alone names nothing
    seen, scene = object_clauses(np.array([sentence]), VOCABULARY)
    top, left = CELLS.index("top"), CELLS.index("left")
    assert seen[0, top] == 4 and seen[0, left] == -1
    assert scene[0, left] == 11 and scene[0, top] == 15
    assert (np.delete(scene[0], [top, left]) == -1).all()


def test_binding_is_free_where_attention_falls_right_and_dear_where_it_does_not(exported):
    items = Items(exported / "train.safetensors", 640, VOCABULARY)
    items.reasoning[:, 20:25] = [100, 102, 104, 106, 108]
    items.seen_at, items.scene_at = object_clauses(items.reasoning, VOCABULARY)
    model = Storybook(ModelConfig(d_model=32, n_layers=3, n_heads=2, mlp_hidden_size=48))
    batch = items.batch(np.array([0, 4]))
    length = batch.ids.shape[1]
    left = (model.cell_of == CELLS.index("left")).nonzero().flatten()

    def loss(word: int) -> float:
        """The loss when tiles of the cell look at `word` and the words before it, and those words at the tiles."""
        scores = [torch.zeros(2, 2, length, length) for _ in model.blocks]
        tiles, text = batch.image.start + left, batch.text.start
        scores[CELL_HEAD[0]][:, CELL_HEAD[1], tiles, text + word] = 50
        for back in (1, 2, 3):
            scores[WORDS_HEAD[0]][:, WORDS_HEAD[1], tiles, text + word - back] = 50
            for tile in tiles:
                scores[TILES_HEAD[0]][:, TILES_HEAD[1], text + word - back, tile] = 50
        return float(binding_loss(model, batch, torch.zeros(2, 64, dtype=torch.bool), torch.zeros(2, 36, dtype=torch.bool), scores))

    # Three words share the head's attention, so its part cannot fall below log 3.
    assert loss(24) == pytest.approx(np.log(3), abs=1e-3)
    assert loss(12) > 50


def test_scores_are_clipped_by_scaling_queries_and_keys():
    torch.manual_seed(0)
    model = Storybook(TINY)
    block = model.blocks[0]
    x, positions = torch.randn(2, 10, 32) * 3, torch.arange(10)
    with torch.no_grad():
        block.q_proj.mul_(20)
        first = lambda: model(x, positions, need_scores=True)[1][0].abs().amax((0, 2, 3))
        assert first().max() > 10
        block.clip_scores(10.0, first())
    torch.testing.assert_close(first(), torch.full((2,), 10.0), rtol=1e-3, atol=1e-2)


def test_what_fills_a_batch_up_changes_nothing():
    torch.manual_seed(0)
    model = Storybook(TINY)
    x, positions = torch.randn(1, 10, 32), torch.arange(10)
    padded = torch.cat([x, torch.randn(1, 4, 32)], 1), torch.cat([positions, torch.tensor([0, 0, 0, 0])])[None]
    keys = (torch.arange(14) < 10)[None]
    torch.testing.assert_close(model(*padded, keys=keys)[0][:, :10], model(x, positions)[0], rtol=1e-5, atol=1e-5)


def test_workers_give_the_gradient_of_one():
    """Threads share the weights, and each batch counts by its weight."""
    torch.manual_seed(0)
    model = Storybook(TINY)
    inputs = [torch.randn(2, 5, 32) for _ in range(4)]

    def loss(x: torch.Tensor) -> Loss:
        total = model(x, torch.arange(5))[0].square().sum() + x[0, 0, 0] * model.text_table.sum()
        return Loss(total, {"all": float(total.detach())}, 0.5 if x is inputs[0] else 1.0)

    one, three = Workers(model, 1), Workers(model, 3)
    expected = one.gradients(loss, inputs), [p.grad for p in model.parameters()]
    found = three.gradients(loss, inputs), [p.grad for p in model.parameters()]
    assert [item.parts["all"] for item in found[0]] == pytest.approx([item.parts["all"] for item in expected[0]])
    for mine, theirs in zip(found[1], expected[1]):
        torch.testing.assert_close(mine, theirs)


def settings(folder, **changes) -> StorybookConfig:
    tiny = StorybookConfig(
        world=folder, out=folder / "run", stage="joint", samples=400, model=Sizes(32, 2, 2, 48), batch=16, threads=1, log_seconds=0, save_seconds=0
    )
    return replace(tiny, **changes)


def test_an_exported_folder_is_unfolded_without_loss(exported):
    torch.manual_seed(0)
    model = Storybook(TINY)
    out = exported / "unfolded"
    checkpoint.write(model, exported / "tokenizer.json", None, out)
    vocabulary = json.loads((exported / "tokenizer.json").read_text())["model"]["vocab"]
    words = list(vocabulary.values())
    again = load_folder(out, vocabulary)
    for mine, theirs in zip(again.tables(), model.tables()):
        rows = torch.cat([torch.tensor(words), torch.arange(640, len(theirs))]) if len(theirs) > 640 else torch.arange(len(theirs))
        torch.testing.assert_close(mine[rows], theirs[rows], rtol=2e-3, atol=2e-3)

    # Words are found by name, wherever a later vocabulary has them; one that is new starts near `<unk>`, and near no other new one.
    moved = load_folder(out, {"scene": 300, "a new word": 301, "another": 302}).text_table
    torch.testing.assert_close(moved[300], model.text_table[VOCABULARY["scene"]], rtol=2e-3, atol=2e-3)
    for new in (301, 302):
        assert torch.cosine_similarity(moved[new], model.text_table[0], dim=0) > 0.8
    assert not torch.allclose(moved[301], moved[302], atol=0.05)


def test_a_network_that_grew_computes_the_same_until_it_is_trained():
    torch.manual_seed(0)
    model = Storybook(TINY)
    deeper = deepened(model, TINY.n_layers + 3)
    x, places = torch.randn(2, 184, TINY.d_model), torch.arange(184)
    torch.testing.assert_close(deeper(x, places)[0], model(x, places)[0])
    assert len(deeper.blocks) == deeper.config.n_layers == TINY.n_layers + 3
    # The new blocks learn at once: what they put out is nothing, what they would be moved by is not.
    deeper(x, places)[0].square().sum().backward()
    assert all(block.attn_out.grad.abs().max() > 0 and block.ff_out.grad.abs().max() > 0 for block in deeper.blocks)
    with pytest.raises(ValueError, match="cannot grow to 1"):
        deepened(model, 1)


def test_a_network_that_was_widened_says_the_same_words_and_codes_until_it_is_trained():
    torch.manual_seed(0)
    model = Storybook(TINY)
    head = TINY.d_model // TINY.n_heads
    wider = widened(model, TINY.d_model + head, TINY.mlp_hidden_size * 2)
    assert wider.config.n_heads == TINY.n_heads + 1
    words, codes, places = torch.randint(TINY.text_rows, (2, 148)), torch.randint(8192, (2, 36)), torch.arange(184)
    said = []
    for network in (model, wider):
        hidden, _ = network(torch.cat([network.text_table[words], network.code_table.embed(codes)], 1), places)
        said.append((hidden @ network.text_head().T, network.code_head.loss(hidden, torch.full((2, 184), 77))))
    for mine, theirs in zip(said[1], said[0]):
        torch.testing.assert_close(mine, theirs, rtol=1e-3, atol=1e-3)
    said[1][0].square().sum().backward()
    for block in wider.blocks:
        for name in ("attn_out", "ff_out"):
            assert (getattr(block, name).grad[: TINY.d_model, -1].abs().max()) > 0, name
    for width, mlp in ((TINY.d_model - head, TINY.mlp_hidden_size), (TINY.d_model + 1, TINY.mlp_hidden_size), (TINY.d_model, 1)):
        with pytest.raises(ValueError, match="cannot grow to"):
            widened(model, width, mlp)


def logged(folder, stage) -> list[dict]:
    return [json.loads(line) for line in (folder / f"{stage}.jsonl").read_text().splitlines()]


def test_a_run_that_was_killed_goes_on_to_the_same_losses(exported):
    whole = run(settings(exported, out=exported / "whole", samples=240))

    class Killed(BaseException):
        pass

    count = 0

    def die(*_):
        nonlocal count
        count += 1
        if count == 11:
            raise Killed

    halves = settings(exported, out=exported / "halves", samples=240)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mmada_training.recipes.storybook.Save.__call__", both(die))
        with pytest.raises(Killed):
            run(halves)
    again = run(halves)
    losses = lambda out: {line["step"]: (line["text"], line["image"]) for line in logged(exported / out, "joint")}
    assert len(losses("whole")) == 15 and losses("halves") == losses("whole")
    for name, value in whole.average.values.items():
        torch.testing.assert_close(again.average.values[name], value, rtol=0, atol=0, msg=name)


def both(before):
    """The saving hook with something that happens before it."""
    from mmada_training.train.log import Save

    save = Save.__call__

    def hook(self, *args):
        before()
        save(self, *args)

    return hook


def test_an_export_has_the_lists_of_the_world_or_of_the_folder_it_started_from(exported):
    lists = {"things": [["ball"]], "cannot_draw": ["war"]}
    (exported / "things.json").write_text(json.dumps(lists["things"]))
    (exported / "cannot-draw.json").write_text(json.dumps(lists["cannot_draw"]))
    model = Storybook(TINY)
    for tokenizer, out in ((exported, exported / "first"), (exported / "first", exported / "second")):
        checkpoint.write(model, tokenizer / "tokenizer.json", None, out)
        assert lists.items() <= json.loads((out / "config.json").read_text())["mmada"].items()


def test_every_item_comes_once_an_epoch_in_an_order_that_the_seed_fixes(exported):
    items = Items(exported / "train.safetensors", 640, VOCABULARY)
    cursor = Cursor(items, 16, 5)
    first, second = (np.concatenate([cursor.at(epoch * 4 + place) for place in range(4)]) for epoch in (0, 1))
    assert sorted(first) == sorted(second) == list(range(64)) and first.tolist() != second.tolist()
    assert Cursor(items, 16, 5).at(6).tolist() == cursor.at(6).tolist()
    one = draw(items, settings(exported), 3)
    two = draw(items, settings(exported), 3)
    assert torch.equal(one.batch.ids, two.batch.ids) and torch.equal(one.masks.text, two.masks.text)
    with pytest.raises(ValueError, match="too small"):
        items.length[:] = np.arange(64)
        Cursor(items, 17, 5).at(0)


def test_an_export_of_another_world_is_refused(exported):
    check_world(exported)
    (exported / "world.json").write_text('{"version": 0}')
    with pytest.raises(ValueError, match="another world"):
        check_world(exported)


def test_training_learns_resumes_and_exports_what_it_learnt(exported):
    run(settings(exported, stage="text", text_only=True))
    run(settings(exported, resume=exported / "run" / "text.pt"))
    first = torch.load(exported / "run" / "joint.pt", weights_only=True)
    lines = logged(exported / "run", "joint")
    assert lines[-1]["image"] < lines[0]["image"] and {"val_text", "val_image", "binding"} <= lines[0].keys()
    run(settings(exported, samples=800))
    second = torch.load(exported / "run" / "joint.pt", weights_only=True)
    assert second["start"]["step"] > first["start"]["step"] and second["start"]["elapsed"] > first["start"]["elapsed"]
    assert second["settings"]["samples"] == 800

    model = checkpoint.load_average(exported / "run" / "joint.pt")
    out = exported / "model"
    checkpoint.write(model, exported / "tokenizer.json", None, out)
    from mmada_training.fixtures import Checkpoint

    folder = Checkpoint(out)
    ids = torch.tensor([T2I, BOS, 20, EOS, SOI, 700, MASK])
    positions = torch.tensor([0, 39, 40, 41, 81, 82, 83])
    with torch.no_grad():
        wte, head, _ = model.tables()
        expected = model(wte[ids][None], positions)[0][0] @ head.t()
    torch.testing.assert_close(folder.logits(ids, positions), expected, rtol=0.02, atol=0.02)


def test_learning_curves_put_stages_one_after_the_other(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"stage": "text", "samples": 100, "val_text": 1.0, "val_image": 0.0}\n{"stage": "text", "samples": 200, "val_text": 0.5, "val_image": 0.0}\n'
    )
    (tmp_path / "b.jsonl").write_text('{"stage": "joint", "samples": 50, "val_text": 0.25, "val_image": 2.0}\n')
    points, starts = plot.read([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    assert [point["samples"] for point in points] == [100, 200, 250]
    assert starts == [("text", 0), ("joint", 200)]
    drawn = plot.svg(points, starts)
    assert "text, held out 0.250" in drawn and "image, held out 2.000" in drawn and drawn.count("<path") >= 4
    with pytest.raises(ValueError):
        plot.svg([{"samples": 1}], [])
