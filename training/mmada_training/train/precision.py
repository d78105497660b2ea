"""Which precision is fast on this machine."""

from functools import cache

import torch


@cache
def fast_dtype(device: str) -> torch.dtype:
    """bfloat16 on a GPU and on processors with instructions for it, float32 elsewhere: there PyTorch emulates bfloat16, and a
    matrix product took 100 times as long (AMD EPYC with AVX2 alone: 0.95 against 93 GFLOP/s)."""
    if device != "cpu":
        return torch.bfloat16
    has = torch.cpu.get_capabilities()
    return torch.bfloat16 if has.get("avx512_bf16") or has.get("amx_bf16") else torch.float32


def autocast(device: str) -> torch.autocast:
    """Autocast to `fast_dtype`; nothing is cast where that is float32."""
    return torch.autocast(device, torch.bfloat16, enabled=fast_dtype(device) == torch.bfloat16)
