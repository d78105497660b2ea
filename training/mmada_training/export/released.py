"""A released family's folder: its tensors into a network, and a trained network back into a folder that `mmada` runs."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.distributed.tensor import DTensor, distribute_tensor

from ..models.llada import Llada, LladaConfig


def files_of(folder: Path) -> list[Path]:
    """The weight files, by the index where there is one. Raises ValueError when there are none."""
    indices = sorted(folder.glob("*.safetensors.index.json"))
    if indices:
        return [folder / name for name in sorted(set(json.loads(indices[0].read_text())["weight_map"].values()))]
    found = sorted(folder.glob("*.safetensors"))
    if not found:
        raise ValueError(f"{folder} has no safetensors files.")
    return found


def stored(folder: Path) -> Iterator[tuple[str, Tensor]]:
    """The folder's tensors one after the other, by their names from `transformer.` on."""
    for path in files_of(folder):
        with safe_open(path, "pt") as file:
            for name in file.keys():
                yield name[name.index("transformer.") :], file.get_tensor(name)


def rows_of(folder: Path) -> int:
    for path in files_of(folder):
        with safe_open(path, "pt") as file:
            for name in file.keys():
                if name.endswith("transformer.wte.weight"):
                    return file.get_slice(name).get_shape()[0]
    raise ValueError(f"{folder} has no transformer.wte.weight.")


def empty(folder: Path, *, recompute: bool = False) -> Llada:
    """The folder's network without memory for its weights: they come by `fill`, after it was spread over processes."""
    config = json.loads((folder / "config.json").read_text())
    with torch.device("meta"):
        return Llada(LladaConfig.read(config, rows_of(folder)), recompute=recompute)


@torch.no_grad()
def fill(model: nn.Module, folder: Path, device: str, dtype: torch.dtype = torch.float32) -> None:
    """Give every weight its values, each process its own part. Raises ValueError when the folder lacks one or has one more."""
    model.to_empty(device=device)
    if dtype != torch.float32:
        model.to(dtype)
    own = dict(model.named_parameters())
    left = set(own)
    for name, tensor in stored(folder):
        if name not in own:
            raise ValueError(f"{folder} has a tensor {name}, which the network has not.")
        target = own[name]
        if isinstance(target, DTensor):
            # Each process has read the whole tensor; nothing is sent.
            tensor = distribute_tensor(tensor.to(device, dtype), target.device_mesh, target.placements, src_data_rank=None)
        target.copy_(tensor)
        left.discard(name)
    if left:
        raise ValueError(f"{folder} lacks {sorted(left)[0]}.")


def whole(tensor: Tensor) -> Tensor:
    """All of a tensor that processes share; every process has to ask."""
    tensor = tensor.detach()
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def write(model: nn.Module, source: Path, out: Path, *, is_writer: bool) -> None:
    """The trained weights in the files, names and types of the source, and everything else of its folder as it is. Whole or not at all.
    Every process has to call it; one writes."""
    own = dict(model.named_parameters())
    part = out.with_name(out.name + ".part")
    if is_writer:
        shutil.rmtree(part, ignore_errors=True)
        skip = {path.name for path in files_of(source)}
        shutil.copytree(
            source, part, ignore=lambda folder, names: [name for name in names if Path(folder) == source and (name in skip or name == "import.json")]
        )
    for path in files_of(source):
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {"format": "pt"}
            tensors = {}
            for name in file.keys():
                value = whole(own[name[name.index("transformer.") :]])
                if is_writer:
                    tensors[name] = value.to("cpu", file.get_tensor(name).dtype).contiguous()
        if is_writer:
            save_file(tensors, part / path.name, metadata=metadata)
            (part / path.name).chmod(0o644)  # safetensors writes private files
    if is_writer:
        shutil.rmtree(out, ignore_errors=True)
        part.rename(out)
