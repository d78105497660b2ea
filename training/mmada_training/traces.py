"""Reasonings for examples that have none, by a vision model behind an OpenAI-compatible URL, as the paper had its own written."""

import base64
import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from .config import ConfigError
from .data.pairs import Line, read_lines
from .prepare import save_text, to_lines

ASK = """\
You see {pictures}. The instruction was: "{instruction}".
Write the thought that leads from the instruction to the result, in at most {words} words of plain English and in the present tense: what \
there is to begin with, what the instruction means for it, and what the picture then shows, with places and colours. Say only what can be \
seen. No preface, no list."""


@dataclass(frozen=True)
class Endpoint:
    url: str  # up to and with /v1
    model: str
    key: str | None = None
    words: int = 120
    tries: int = 5
    wait_seconds: float = 1.0  # before the second try; doubles with each


def data_url(path: Path) -> str:
    kind = {".jpg": "jpeg", ".jpeg": "jpeg"}.get(path.suffix.lower(), path.suffix.lower().lstrip("."))
    return f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def request_of(line: Line, folder: Path, endpoint: Endpoint) -> dict:
    """What is sent: the pictures in order, then the question."""
    names = [name for name in (line.input, line.output) if name is not None]
    pictures = "a picture before and after an edit" if line.input else "a picture that was made"
    ask = ASK.format(pictures=pictures, instruction=line.instruction, words=endpoint.words)
    content = [{"type": "image_url", "image_url": {"url": data_url(folder / name)}} for name in names]
    return {"model": endpoint.model, "temperature": 0, "messages": [{"role": "user", "content": [*content, {"type": "text", "text": ask}]}]}


def call(endpoint: Endpoint, body: bytes) -> str:
    """The model's answer in one line. Tries again where the server is busy. Raises ConfigError."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})}
    where = f"{endpoint.url.rstrip('/')}/chat/completions"
    for attempt in range(endpoint.tries):
        try:
            with urllib.request.urlopen(urllib.request.Request(where, body, headers), timeout=600) as response:
                said = json.load(response)["choices"][0]["message"]["content"]
                if isinstance(said, str) and said.strip():
                    return " ".join(said.split())
                raise ConfigError(f"{where} answered without words.")
        except urllib.error.HTTPError as fault:
            if fault.code not in (408, 409, 429) and fault.code < 500:
                raise ConfigError(f"{where} refuses ({fault.code}): {fault.read(300).decode(errors='replace').strip()}") from None
            reason = f"HTTP {fault.code}"
        except (urllib.error.URLError, TimeoutError, ConnectionError) as fault:
            reason = str(getattr(fault, "reason", fault))
        except (KeyError, IndexError, TypeError, json.JSONDecodeError):
            raise ConfigError(f"{where} does not answer as an OpenAI-compatible server does.") from None
        if attempt + 1 < endpoint.tries:
            time.sleep(endpoint.wait_seconds * 2**attempt)
    raise ConfigError(f"{where} does not answer after {endpoint.tries} tries: {reason}.")


def write_traces(data: Path, out: Path, endpoint: Endpoint, *, parallel: int, tell: Callable[[str], None]) -> None:
    """The examples of `data` with a reasoning each, in `out`. Every answer is kept in `out`.cache.jsonl at once: a run that stopped asks only
    for what is missing, and a changed instruction, picture or model is asked for anew. Raises ConfigError with the first failure when all is tried."""
    lines = read_lines(data)
    cache = out.with_name(out.name + ".cache.jsonl")
    known = read_cache(cache)
    wanted = {number: line for number, line in enumerate(lines) if not line.reasoning.strip()}
    done = {number: line.reasoning for number, line in enumerate(lines) if line.reasoning.strip()}
    faults: list[str] = []

    def one(line: Line) -> tuple[str, str | None, str | None]:
        try:
            body = json.dumps(request_of(line, data.parent, endpoint)).encode()
        except OSError as fault:
            return "", None, f"Cannot read {fault.filename}: {fault.strerror}."
        key = hashlib.sha256(body).hexdigest()
        if key in known:
            return key, known[key], None
        try:
            return key, call(endpoint, body), None
        except ConfigError as fault:
            return key, None, str(fault)

    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.open("a") as file, ThreadPoolExecutor(parallel) as pool:
        running = {pool.submit(one, line): number for number, line in wanted.items()}
        for future in as_completed(running):
            key, said, fault = future.result()
            if said is None:
                faults.append(fault or "")
                continue
            if key not in known:
                print(json.dumps({"key": key, "reasoning": said}), file=file, flush=True)
            done[running[future]] = said
            tell(f"{len(done)}/{len(lines)} reasonings")
    if faults:
        raise ConfigError(f"{len(faults)} of {len(wanted)} reasonings are missing; the others are kept, and the same command asks for the rest. {faults[0]}")
    save_text(out, to_lines(replace(line, reasoning=done[number]) for number, line in enumerate(lines)))


def read_cache(path: Path) -> dict[str, str]:
    """Answers by the digest of what was sent; a last line that was cut off is none."""
    known = {}
    for text in path.read_text().splitlines() if path.exists() else []:
        try:
            line = json.loads(text)
            known[line["key"]] = line["reasoning"]
        except (json.JSONDecodeError, KeyError):
            continue
    return known


def key_from(name: str | None) -> str | None:
    """The key that an environment variable holds. Raises ConfigError when it is not set."""
    if name is None:
        return None
    if not os.environ.get(name):
        raise ConfigError(f"The variable {name} is not set: put the key there, or leave out --key-variable.")
    return os.environ[name]
