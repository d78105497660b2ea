"""Eight examples learnt by heart and exported: what `mmada` then makes of their requests is exactly their words and codes."""

import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
from node_side import built_repository

from mmada_training.cli import main
from mmada_training.data.pairs import read_codes, save_codes
from mmada_training.layouts.released import Picture
from mmada_training.node import Program

ROOT = built_repository(for_module=True)

COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255), (255, 255, 255), (0, 0, 0))
GREEDY = {"steps": 6, "imageSteps": 6, "guidanceText": 0, "guidanceImage": 0, "temperature": 0, "textTemperature": 0}


def save_png(path: Path, pixels: np.ndarray) -> None:
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.astype(np.uint8).tobytes() for row in pixels)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def draw(folder: Path, side: int) -> None:
    """Squares on grounds of one colour before, the ground alone after."""
    folder.mkdir()
    for i, colour in enumerate(COLOURS):
        pixels = np.zeros((side, side, 3)) + colour
        save_png(folder / f"{i}.after.png", pixels)
        pixels[side // 4 : side // 2, side // 4 : side // 2] = 255 - np.array(colour)
        save_png(folder / f"{i}.before.png", pixels)
        (folder / f"{i}.txt").write_text(f"make {i} plain\n\nso it is {i}.\n")


def learn(folder: Path, model: Path, steps: int) -> None:
    (folder / "sft.toml").write_text(
        'recipe = "sft"\nbatch = 8\nmicro = 8\nlr = 5e-3\ntext_length = 12\nimage_columns = "codes"\ndrop = 0\n'
        "threads = 1\n[schedule]\nwarmup = 0.05\ndecay_from = 0.5\nfloor = 0.02\n"
    )
    paths = {"model": model, "data": folder / "data.jsonl", "codes": folder / "codes.safetensors", "out": folder / "run", "steps": steps}
    assert main(["run", str(folder / "sft.toml"), *(f"{name}={value}" for name, value in paths.items())]) == 0


def test_family_m_from_drawn_pictures_to_edits_by_the_command(released, tmp_path):
    """The way of the README: a folder of pictures, their codes, a run, `mmada edit`."""
    model = tmp_path / "model"
    shutil.copytree(released["m"], model)
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "num_vq_tokens": 16}))
    draw(tmp_path / "pictures", 64)
    assert main(["pairs", str(tmp_path / "pictures"), "--out", str(tmp_path / "data.jsonl")]) == 0
    assert main(["codes", str(tmp_path / "data.jsonl"), "--model", str(model), "--out", str(tmp_path / "codes.safetensors")]) == 0
    learn(tmp_path, model, 160)
    codes = read_codes(tmp_path / "codes.safetensors")
    for i in range(len(COLOURS)):
        words = ["edit", tmp_path / "pictures" / f"{i}.before.png", f"make {i} plain", "--model", tmp_path / "run" / "model", "--text-length", "12", "-y"]
        plan = ["--steps", "6", "--image-steps", "6", "--guidance", "0", "--guidance-image", "0", "--temperature", "0", "--events"]
        command = ["node", ROOT / "bin" / "mmada.js", *words, *plan, "-o", tmp_path / f"{i}.png"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        last = [event for event in map(json.loads, done.stdout.splitlines()) if event["type"] == "step"][-1]
        wanted = next(picture for name, picture in codes.items() if name.endswith(f"{i}.after.png"))
        assert (last["codes"], last["text"]) == (list(wanted.codes), f"so it is {i}.")


def test_family_a_gives_its_codes_and_words_by_the_commands_decoder(released, tmp_path):
    """Its pictures are small here: at its own size, 1,024 codes, eight are learnt in minutes of a free core."""
    rng = np.random.default_rng(0)
    picture = lambda: Picture(tuple(rng.integers(0, 8192, 4).tolist()), 2)
    before, after = [picture() for _ in COLOURS], [picture() for _ in COLOURS]
    names = [f"{i}.{part}" for part in ("before", "after") for i in range(len(COLOURS))]
    save_codes(tmp_path / "codes.safetensors", names, [*before, *after])
    lines = [{"instruction": f"make {i} plain", "input": f"{i}.before", "output": f"{i}.after", "reasoning": f"so it is {i}."} for i in range(len(COLOURS))]
    (tmp_path / "data.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    learn(tmp_path, released["a"], 120)
    with Program("tokens", str(tmp_path / "run" / "model"), "2", "2", "12") as program:
        for i in range(len(COLOURS)):
            request = {"instruction": f"make {i} plain", "input": {"codes": before[i].codes, "columns": 2}, "seed": i, "settings": GREEDY}
            answer = program.ask(json.dumps(request))
            assert (answer["codes"], answer["words"]) == (list(after[i].codes), f"so it is {i}.")
