"""The state of a run over several processes: every process saves its own part (DCP), and any number of them goes on from it."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch.distributed.checkpoint as dcp
from torch.distributed.checkpoint.state_dict import StateDictOptions, get_state_dict, set_state_dict
from torch.distributed.device_mesh import DeviceMesh

from .parallel import barrier, place_in
from .state import TrainState


@dataclass
class ShardedState(TrainState):
    mesh: DeviceMesh | None = None

    def _parts(self) -> dict[str, Any]:
        # Weights that are not trained come from the folder again.
        model, optimisers = get_state_dict(self.model, self.optimisers, options=StateDictOptions(ignore_frozen_params=True))
        return {"model": model, "optimisers": optimisers}

    def save(self, path: Path) -> None:
        """`path` is a folder with one checkpoint. Whole or not at all: the name of the new one replaces that of the old."""
        name = f"step-{self.step}"
        rank, _ = place_in(self.mesh)
        if rank == 0:
            shutil.rmtree(path / name, ignore_errors=True)
            path.mkdir(parents=True, exist_ok=True)
        barrier(self.mesh)
        dcp.save(self._parts(), checkpoint_id=path / name)
        if rank == 0:
            start = {"step": self.step, "samples": self.samples, "cursor": self.cursor, "elapsed": self.seconds}
            (path / "latest.tmp").write_text(json.dumps({"folder": name, "start": start, **self.facts}))
            os.replace(path / "latest.tmp", path / "latest.json")
            for old in path.glob("step-*"):
                if old.name != name:
                    shutil.rmtree(old)
        barrier(self.mesh)

    def go_on(self, path: Path) -> bool:
        """Take over the checkpoint of a folder, if there is one. Raises ValueError when its settings were others."""
        if not (path / "latest.json").exists():
            return False
        saved = json.loads((path / "latest.json").read_text())
        now, then = self.facts["identity"], saved["identity"]
        changed = [name for name in now if then.get(name) != now[name]]
        if changed:
            raise ValueError(f"{path} is a run with another `{changed[0]}`: give the same, or another `out`.")
        parts = self._parts()
        dcp.load(parts, checkpoint_id=path / saved["folder"])
        set_state_dict(
            self.model,
            self.optimisers,
            model_state_dict=parts["model"],
            optim_state_dict=parts["optimisers"],
            options=StateDictOptions(strict=False, ignore_frozen_params=True),
        )
        start = saved["start"]
        self.step, self.samples, self.cursor, self.elapsed = start["step"], start["samples"], start["cursor"], start["elapsed"]
        return True
