"""A recipe's settings: frozen dataclasses, filled from a TOML file and from `key=value` words, which win."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class ConfigError(Exception):
    """A setting that cannot be: one sentence for whoever wrote it."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises ConfigError when there is none or it is no TOML."""
    try:
        return tomllib.loads(path.read_text())
    except OSError as fault:
        raise ConfigError(f"Cannot read {path}: {fault.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{path} is no TOML: {fault}.") from None


def with_overrides(tables: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """The tables with every `a.b=value` set. A value is TOML where it can be, and otherwise a string."""
    changed = {**tables}
    for word in words:
        key, equals, text = word.partition("=")
        if not equals or not key:
            raise ConfigError(f"`{word}` is no setting: write key=value, such as lr=1e-4.")
        try:
            value = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            value = text
        *path, last = key.split(".")
        at = changed
        for part in path:
            inner = at.get(part, {})
            if not isinstance(inner, Mapping):
                raise ConfigError(f"`{key}`: `{part}` holds no settings of its own.")
            at[part] = {**inner}
            at = at[part]
        at[last] = value
    return changed


def build(kind: type[T], tables: Mapping[str, Any], where: str = "") -> T:
    """A dataclass of these tables. Raises ConfigError for a name that it has not, one that is missing, and a value of another type."""
    types = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    for name in tables:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" Did you mean `{where}{near[0]}`?" if near else f" There are: {', '.join(known)}."
            raise ConfigError(f"There is no setting `{where}{name}`.{hint}")
    missing = [name for name, field in known.items() if name not in tables and field.default is MISSING and field.default_factory is MISSING]
    if missing:
        raise ConfigError(f"`{where}{missing[0]}` is missing: give it in the file, or as {where}{missing[0]}=....")
    return kind(**{name: convert(types[name], value, where + name) for name, value in tables.items()})


def convert(kind: Any, value: Any, where: str) -> Any:
    """A value of TOML as the type asks for it."""
    if is_dataclass(kind):
        if not isinstance(value, Mapping):
            raise ConfigError(f"`{where}` has settings of its own: write {where}.key=value.")
        return build(kind, value, f"{where}.")
    origin, choices = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if value == "" and type(None) in choices:
            return None
        inner = [choice for choice in choices if choice is not type(None)]
        return convert(inner[0], value, where)
    if origin is Literal:
        if value in choices:
            return value
        raise ConfigError(f"`{where}` is one of {', '.join(map(str, choices))}, not `{value}`.")
    if origin is tuple:
        if isinstance(value, list):
            return tuple(convert(choices[0], part, where) for part in value)
        raise ConfigError(f"`{where}` is a list, such as [1, 2], not `{value}`.")
    if kind is Path and isinstance(value, str):
        return Path(value)
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    names = {int: "a whole number", float: "a number", str: "a text", bool: "true or false", Path: "a path"}
    raise ConfigError(f"`{where}` is {names.get(kind, kind)}, not `{value}`.")


def plain(config: Any) -> dict[str, Any]:
    """A config as plain data, for a checkpoint or a log."""
    clean = lambda value: (
        {k: clean(v) for k, v in value.items()}
        if isinstance(value, dict)
        else str(value)
        if isinstance(value, Path)
        else list(value)
        if isinstance(value, tuple)
        else value
    )
    return clean(asdict(config))
