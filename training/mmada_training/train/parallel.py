"""How a network is spread over processes: nothing on one, FSDP2 under torchrun."""

import os
from typing import Literal

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

Precision = Literal["float32", "bfloat16"]


def setup(device: str) -> DeviceMesh | None:
    """The mesh of all processes by torchrun's environment; None for a process by itself."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        return None
    if device == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    if not dist.is_initialized():
        dist.init_process_group("nccl" if device == "cuda" else "gloo")
    return init_device_mesh(device, (dist.get_world_size(),))


def place_in(mesh: DeviceMesh | None) -> tuple[int, int]:
    """This process's number and how many there are."""
    return (0, 1) if mesh is None else (mesh.get_rank(), mesh.size())


def shard(model: nn.Module, blocks: nn.ModuleList, mesh: DeviceMesh | None, precision: Precision) -> None:
    """Every block a unit of its own, then what is left: weights in float32, computing in the precision, gradients summed in float32."""
    if mesh is None:
        return
    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16 if precision == "bfloat16" else None, reduce_dtype=torch.float32)
    for block in blocks:
        fully_shard(block, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)


def barrier(mesh: DeviceMesh | None) -> None:
    if mesh is not None:
        dist.barrier()
