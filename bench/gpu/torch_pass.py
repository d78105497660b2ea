"""
What the authors' loop does in one step, in PyTorch on the device: logits of every position for a sequence and the ones without prompt, in
bfloat16 (float32 on the CPU). Prints the speed of large matrix products, and the median time of a step in milliseconds for each length named
behind the checkpoint's folder.
"""

import statistics
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "reference"))
from network import Network

sequences = 3


def main(folder: str, *lengths: str) -> None:
    device, kind = ("cuda", torch.bfloat16) if torch.cuda.is_available() else ("cpu", torch.float32)
    network = Network(Path(folder))
    network.weights = {name: tensor.to(device, kind) for name, tensor in network.weights.items()}
    network.frequencies = network.frequencies.to(device, kind)
    print(f"products\t{ceiling(device, kind):.1f} TFLOP/s", flush=True)
    for length in map(int, lengths):
        ids = torch.arange(length, device=device).expand(sequences, -1) * 37 % network.weights["wte"].shape[0]
        positions = torch.arange(length, device=device)
        times = [step(network, ids, positions, device, kind) for _ in range(4)]
        print(f"{length}\t{statistics.median(times[1:]):.1f}", flush=True)


def ceiling(device: str, kind: torch.dtype) -> float:
    """Operations of large matrix products a second, in 10^12."""
    side, count = (8192, 20) if device == "cuda" else (1024, 2)
    x = torch.full((side, side), 1 / side, device=device, dtype=kind)
    for _ in range(2):
        start = time.perf_counter()
        product = x
        for _ in range(count):
            product = product @ x
        product[0, 0].item()
        seconds = time.perf_counter() - start
    return 2 * side**3 * count / seconds / 1e12


def step(network: Network, ids: torch.Tensor, positions: torch.Tensor, device: str, kind: torch.dtype) -> float:
    start = time.perf_counter()
    with torch.inference_mode(), torch.autocast(device, kind, enabled=device == "cuda"):
        logits = network.logits(ids, positions)
    # Waits for all of it.
    logits[0, 0, 0].item()
    return 1000 * (time.perf_counter() - start)


main(*sys.argv[1:])
