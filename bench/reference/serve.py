"""
Answers jobs, one a line as JSON on stdin, with the milliseconds of the clock and of the processor, so that a benchmark can take turns between this and ours:
`python serve.py <checkpoint folder> <threads>`. A job is a run of the loop ({"run": {...}}) or a square matrix product ({"product": side}).
"""

import json
import sys
import time
from pathlib import Path

import torch

from loop import Sequences, Settings, decode
from network import Network


def perform(network: Network, job: dict) -> None:
    if "run" in job:
        run = job["run"]
        sequences = Sequences(**{name: torch.tensor(value) for name, value in run["sequences"].items()})
        decode(network, sequences, Settings(**run["settings"]))
    else:
        side = job["product"]
        torch.mm(torch.full((side, side), 0.5), torch.full((side, side), 0.5))


def main(folder: str, threads: str) -> None:
    torch.set_num_threads(int(threads))
    network = Network(Path(folder))
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        with torch.inference_mode():
            perform(network, json.loads(line))
        took = {"ms": (time.perf_counter() - start) * 1000, "cpuMs": (time.process_time() - cpu) * 1000}
        print(json.dumps(took), flush=True)


main(*sys.argv[1:])
