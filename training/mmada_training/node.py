"""Programs of the TypeScript side as child processes: what it defines (codes of pictures, the judge, the sampler) is asked of it, not written again."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .config import ConfigError


def repository() -> Path:
    """The checkout that has `mmada` built: above this file, or above the working folder. Raises ConfigError."""
    for start in (Path(__file__).resolve(), Path.cwd().resolve() / "here"):
        for folder in start.parents:
            if (folder / "bin" / "mmada.js").exists() and (folder / "dist" / "index.js").exists():
                return folder
    raise ConfigError("The built command is needed: work in a checkout of mmada after `npm ci` (or `npm run build`).")


class Program:
    """One of training/node, which answers each line of JSON on stdin by one on stdout."""

    def __init__(self, name: str, *arguments: str):
        node = shutil.which("node")
        if node is None:
            raise ConfigError("Node.js is needed: https://nodejs.org, version 20 or later.")
        self.name = name
        script = repository() / "training" / "node" / f"{name}.mjs"
        self.process = subprocess.Popen([node, str(script), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line: str) -> Any:
        """The answer to a line. Raises RuntimeError when the program ended."""
        try:
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise RuntimeError(f"training/node/{self.name}.mjs ended with exit code {self.process.wait()}.")
        return json.loads(answer)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def lines_of(name: str, *arguments: str) -> Iterator[Any]:
    """All lines that a program of training/node writes by itself. Raises ConfigError with what it said when it fails."""
    with_node = [shutil.which("node") or "node", str(repository() / "training" / "node" / f"{name}.mjs"), *arguments]
    process = subprocess.Popen(with_node, stdout=subprocess.PIPE, text=True)
    for line in _lines(process):
        yield json.loads(line)
    if process.wait() != 0:
        raise ConfigError(f"training/node/{name}.mjs ended with exit code {process.returncode}.")


def _lines(process: "subprocess.Popen[str]") -> Iterable[str]:
    with process.stdout:
        yield from process.stdout
