"""Tiny checkpoints of the released families by the recipe of test/golden: weights by a formula of their names, a made-up tokenizer."""

import json
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

GOLDEN = Path(__file__).parent.parent.parent / "test" / "golden"


def mix(x: np.ndarray) -> np.ndarray:
    """murmur3's finaliser over 32 bits."""
    x = x ^ (x >> np.uint32(16))
    x = x * np.uint32(0x85EBCA6B)
    x = x ^ (x >> np.uint32(13))
    x = x * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


def fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def tensor_of(recipe: dict, seed: int) -> torch.Tensor:
    shape, count = recipe["shape"], int(np.prod(recipe["shape"]))
    if "values" in recipe:
        values = np.array(recipe["values"], np.float64)
    elif "lfq" in recipe:
        bits = recipe["lfq"]
        at = np.arange(count)
        values = ((at // bits >> (bits - 1 - at % bits)) & 1) * 2.0 - 1
    else:
        key = mix(np.array([fnv1a(recipe["name"]) ^ seed], np.uint32))[0]
        u = ((mix(np.arange(count, dtype=np.uint32) + key) >> np.uint32(9)) + 0.5) * 2.0**-23
        values = recipe["mean"] + recipe["scale"] * (u - 0.5)
    dtype = {"BF16": torch.bfloat16, "F32": torch.float32, "I64": torch.int64}[recipe["dtype"]]
    return torch.from_numpy(values.astype(np.int64 if dtype == torch.int64 else np.float32)).to(dtype).reshape(shape)


def write_part(source: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    recipes = json.loads((source / "tensors.json").read_text())
    files = {}
    for recipe in recipes["tensors"]:
        files.setdefault(recipe["file"], {})[recipe["name"]] = tensor_of(recipe, recipes["set_seed"])
    for name, tensors in files.items():
        save_file(tensors, out / name, metadata={"format": "pt"})
    if len(files) > 1:
        where = {name: file for file, tensors in files.items() for name in tensors}
        (out / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": where}))
    shutil.copyfile(source / "config.json", out / "config.json")


def released_folder(family: str, out: Path) -> Path:
    """A whole checkpoint folder of family `a` or `m`."""
    write_part(GOLDEN / family / "checkpoint", out)
    write_part(GOLDEN / family / "vqvae", out / "vqvae")
    tokenizer = json.loads((GOLDEN / family / "tokenizer" / "tokenizer.base.json").read_text())
    vocabulary = tokenizer["model"]["vocab"]
    for at in range(len(vocabulary), min(added["id"] for added in tokenizer["added_tokens"])):
        vocabulary[f"~{base36(at)}"] = at
    (out / "tokenizer.json").write_text(json.dumps(tokenizer))
    shutil.copyfile(GOLDEN / family / "tokenizer" / "tokenizer_config.json", out / "tokenizer_config.json")
    return out


def base36(value: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while value:
        value, digit = divmod(value, 36)
        out = digits[digit] + out
    return out or "0"
