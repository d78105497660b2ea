import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from golden import GOLDEN

from mmada_training.config import ConfigError
from mmada_training.data.pairs import hide, pictures_of, read_codes, read_examples, read_lines, save_codes
from mmada_training.export.released import empty, fill, stored, write
from mmada_training.layouts.released import Example, Layout, Picture
from mmada_training.models.llada import Ask
from mmada_training.models.lora import LoraConfig, add_lora, merge_lora
from mmada_training.objective_released import Columns, released_loss
from mmada_training.recipes.sft import SftConfig, run

FAMILIES = ("a", "m")
EVERYTHING = Columns(slice(None), slice(None))


def network(folder):
    model = empty(folder)
    fill(model, folder, "cpu")
    return model


def examples(count=8, seed=0) -> list[Example]:
    """Small pictures of random codes, all of them different, with words."""
    rng = np.random.default_rng(seed)
    picture = lambda: Picture(tuple(rng.integers(0, 8192, 4).tolist()), 2)
    return [Example(f"make it number {i}", picture(), f"so it is {i}.", picture() if i % 4 else None) for i in range(count)]


def write_data(folder: Path, items: list[Example]) -> dict[str, Path]:
    lines, pictures = [], {}
    for i, item in enumerate(items):
        pictures[f"{i}.png"] = item.output
        if item.input:
            pictures[f"{i}-before.png"] = item.input
        lines.append(
            {"instruction": item.instruction, "output": f"{i}.png", "reasoning": item.reasoning, **({"input": f"{i}-before.png"} if item.input else {})}
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    save_codes(folder / "codes.safetensors", list(pictures), list(pictures.values()))
    return {"data": folder / "data.jsonl", "codes": folder / "codes.safetensors"}


def settings(released, family, folder, **changes) -> SftConfig:
    tiny = SftConfig(
        model=released[family], out=folder / "run", **write_data(folder / "data", examples()), steps=6, batch=4, micro=1, lr=1e-3, text_length=12, threads=1
    )
    return replace(tiny, **changes)


def losses(folder: Path) -> list[tuple[float, float]]:
    return [(line["text"], line["image"]) for line in map(json.loads, (folder / "sft.jsonl").read_text().splitlines())]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_network_gives_the_released_codes_logits(released, family):
    golden = json.loads((GOLDEN / family / "forward.json").read_text())
    model = network(released[family])
    cases = [case for case in golden["sequences" if "sequences" in golden else "cases"] if isinstance(case.get("ids"), list) and np.ndim(case["ids"]) == 1]
    assert cases
    for case in cases:
        ids = torch.tensor([case["ids"]])
        with torch.no_grad():
            (logits,) = model(ids, None, [Ask(torch.arange(ids.shape[1]), slice(None))])
        found = logits.gather(1, torch.tensor(case["top5_ids"]))
        torch.testing.assert_close(found, torch.tensor(case["top5_vals"]), rtol=0, atol=2e-4)
        torch.testing.assert_close(logits.logsumexp(-1), torch.tensor(case["logsumexp"]), rtol=0, atol=2e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_objective_is_the_papers_formula(released, family):
    """-E[1/t sum over masked text of log p / T + sum over masked codes of log p / N], in float64, one example after the other."""
    layout = Layout(released[family], 12)
    model = network(released[family])
    draws = [(5, place) for place in range(4)]
    items = examples(4)
    text, image = released_loss(model, hide(layout, items, draws, drop=0.2, device="cpu"), EVERYTHING)
    expected = np.zeros(2)
    for item, draw in zip(items, draws):
        rng = np.random.default_rng(draw)
        lot, t = rng.random(), 1e-3 + (1 - 1e-3) * rng.random()
        laid = layout.build(item, drop_text=lot < 0.2, drop_image=0.2 <= lot < 0.4)
        hidden = {
            name: [place for place, chance in zip(places, rng.random(len(places))) if chance < t]
            for name, places in (("text", laid.text), ("image", laid.image))
        }
        ids = torch.tensor([laid.ids])
        seen = ids.clone()
        seen[0, hidden["text"] + hidden["image"]] = layout.mask
        with torch.no_grad():
            (logits,) = model.double()(seen, None, [Ask(torch.arange(len(laid.ids)), slice(None))])
        log_p = logits.double().numpy() - np.log(np.exp(logits.double().numpy()).sum(1, keepdims=True))
        expected[0] -= sum(log_p[place, laid.ids[place]] for place in hidden["text"]) / t / 12 / 4
        expected[1] -= sum(log_p[place, laid.ids[place]] for place in hidden["image"]) / len(laid.image) / 4
    assert [text.item(), image.item()] == pytest.approx(expected.tolist(), rel=2e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_dropped_for_guidance_is_not_there(released, family):
    layout = Layout(released[family], 12)
    item = examples(2)[1]
    whole, no_text, no_image = layout.build(item), layout.build(item, drop_text=True), layout.build(item, drop_image=True)
    tokens = [code + layout.code_offset for code in item.input.codes]
    assert set(tokens) <= set(whole.ids) and not set(tokens) & set(no_image.ids) and len(no_text.ids) < len(whole.ids)
    for laid in (whole, no_text, no_image):
        assert [laid.ids[place] - layout.code_offset for place in laid.image] == list(item.output.codes)
        assert layout.tokenizer.decode([laid.ids[place] for place in laid.text]) == item.reasoning


def test_masks_fall_on_the_output_alone_with_one_chance_for_both(released):
    layout = Layout(released["m"], 12)
    items = examples(8) * 50
    hidden = hide(layout, items, [(1, place) for place in range(len(items))], drop=0.1, device="cpu")
    rows = hidden.ids.shape[1]
    share = lambda places, count: torch.bincount(places // rows, minlength=len(items)).float() / count
    text, image = share(hidden.text, 12), share(hidden.image, 4)
    assert abs(float(text.mean()) - 0.5) < 0.04 and np.corrcoef(text, image)[0, 1] > 0.6
    assert hidden.ids.flatten()[torch.cat([hidden.text, hidden.image])].unique().tolist() == [layout.mask]
    assert (hidden.ids == layout.mask).sum() == len(hidden.text) + len(hidden.image)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_folder_comes_back_as_it_was(released, family, tmp_path):
    write(network(released[family]), released[family], tmp_path / "again", is_writer=True)
    before, after = dict(stored(released[family])), dict(stored(tmp_path / "again"))
    assert before.keys() == after.keys() and all(torch.equal(before[name], after[name]) and before[name].dtype == after[name].dtype for name in before)
    assert sorted(path.name for path in released[family].rglob("*")) == sorted(path.name for path in (tmp_path / "again").rglob("*"))


def test_a_folder_that_lacks_a_tensor_is_refused(released, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "damaged"
    write(network(released["a"]), released["a"], folder, is_writer=True)
    tensors = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in tensors.items() if "blocks.1.q_proj" not in name}
    save_file(kept, folder / "model.safetensors")
    with pytest.raises(ValueError, match="lacks transformer.blocks.1.q_proj.weight"):
        network(folder)


def torchrun(processes: int, config: SftConfig) -> subprocess.CompletedProcess:
    told = ("model", "data", "codes", "out", "steps", "batch", "micro", "lr", "text_length", "threads", "save_steps")
    words = [f"{name}={getattr(config, name)}" for name in told]
    file = config.out.parent / "sft.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('recipe = "sft"\n')
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        str(processes),
        "-m",
        "mmada_training",
        "run",
        str(file),
        *words,
    ]
    return subprocess.run(command, cwd=Path(__file__).parent.parent, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("family", FAMILIES)
def test_two_processes_train_as_one_and_whoever_goes_on_does_so(released, family, tmp_path):
    """FSDP2 over gloo: the same losses and weights; a run of two that stopped is finished by one."""
    one = settings(released, family, tmp_path / "one")
    run(one)
    two = settings(released, family, tmp_path / "two", steps=3, save_steps=3)
    done = torchrun(2, two)
    assert done.returncode == 0, done.stderr[-2000:]
    run(replace(two, steps=6))
    expected, found = losses(one.out), losses(two.out)
    assert len(expected) == len(found) == 6
    for mine, theirs in zip(found, expected):
        assert mine == pytest.approx(theirs, abs=1e-5, rel=1e-5)
    weights, theirs = dict(stored(two.out / "model")), dict(stored(one.out / "model"))
    for name in theirs:
        torch.testing.assert_close(weights[name].float(), theirs[name].float(), rtol=1e-2, atol=1e-4)


def test_a_run_that_was_killed_goes_on_to_the_same_losses(released, tmp_path):
    whole = settings(released, "m", tmp_path / "whole")
    run(whole)
    halves = settings(released, "m", tmp_path / "halves", save_steps=2)

    class Killed(BaseException):
        pass

    with pytest.MonkeyPatch.context() as patch:
        calls = []

        def dying(*args):
            calls.append(1)
            if len(calls) > 4 * 4:
                raise Killed
            return released_loss(*args)

        patch.setattr("mmada_training.recipes.sft.released_loss", dying)
        with pytest.raises(Killed):
            run(halves)
    assert len(losses(halves.out)) == 4 and not (halves.out / "model").exists()
    run(halves)
    assert losses(halves.out) == losses(whole.out)
    with pytest.raises(ValueError, match="another `seed`"):
        run(replace(halves, seed=2))


def test_lora_merges_into_the_weights_it_stands_beside(released, tmp_path):
    config = settings(released, "m", tmp_path, steps=4, lora=LoraConfig(rank=4, alpha=8))
    run(config)
    before, after = dict(stored(released["m"])), dict(stored(config.out / "model"))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed and all(".blocks." in name and "norm" not in name for name in changed) and before.keys() == after.keys()

    torch.manual_seed(0)
    model = network(released["m"])
    add_lora(model, LoraConfig(rank=4, alpha=8))
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.1)
    ids, asks = torch.randint(0, 1000, (1, 20)), [Ask(torch.arange(20), slice(0, 2000))]
    with torch.no_grad():
        (beside,) = model(ids, None, asks)
        (merged,) = merge_lora(model)(ids, None, asks)
        (plain,) = network(released["m"])(ids, None, asks)
    torch.testing.assert_close(merged, beside, rtol=0, atol=1e-4)
    assert (merged - plain).abs().max() > 0.1
    with pytest.raises(ConfigError, match="one card"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mmada_training.recipes.sft.setup", lambda device: object())
            run(replace(config, out=tmp_path / "other"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no examples"),
        ("{", "line 1, is no example"),
        ('\n{"instruction": "x"}', "line 2"),
        ('{"instruction": "x", "output": "a.png", "size": 3}', "size"),
    ],
)
def test_a_file_of_examples_that_cannot_be_is_told_by_its_line(tmp_path, text, said):
    (tmp_path / "data.jsonl").write_text(text)
    with pytest.raises(ValueError, match=said):
        read_lines(tmp_path / "data.jsonl")


def test_codes_that_are_not_there_and_words_that_are_too_many_are_told(released, tmp_path):
    paths = write_data(tmp_path, examples())
    lines = read_lines(paths["data"])
    assert read_examples(lines, read_codes(paths["codes"])) == examples()
    codes = read_codes(paths["codes"])
    del codes[pictures_of(lines)[3]]
    with pytest.raises(ValueError, match="run `mmada-train codes` again"):
        read_examples(lines, codes)
    with pytest.raises(ValueError, match="text_length is 3"):
        Layout(released["m"], 3).build(examples()[0])
