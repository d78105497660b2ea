from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Literal

import pytest

from mmada_training.config import ConfigError, build, plain, read_toml, with_overrides
from mmada_training.recipes.registry import RECIPES

CONFIGS = Path(__file__).parent.parent / "configs"


@dataclass(frozen=True)
class Inner:
    rate: float = 0.5


@dataclass(frozen=True)
class Outer:
    folder: Path
    kind: Literal["a", "b"] = "a"
    steps: int = 3
    passes: tuple[int, ...] = (8,)
    end: int | None = None
    is_on: bool = False
    inner: Inner = field(default_factory=Inner)


def test_words_win_over_the_file_and_take_the_types_of_the_settings():
    tables = with_overrides({"folder": "x", "inner": {"rate": 1}}, ["steps=7", "inner.rate=2", "passes=[1, 2]", "kind=b", "is_on=true", "end=4"])
    assert build(Outer, tables) == Outer(Path("x"), "b", 7, (1, 2), 4, True, Inner(2.0))
    assert plain(build(Outer, {"folder": "x"}))["folder"] == "x"


@pytest.mark.parametrize(
    ("tables", "words", "said"),
    [
        ({"folder": "x", "step": 1}, [], "There is no setting `step`. Did you mean `steps`?"),
        ({"folder": "x"}, ["inner.rat=1"], "There is no setting `inner.rat`. Did you mean `inner.rate`?"),
        ({}, [], "`folder` is missing"),
        ({"folder": "x"}, ["steps=many"], "`steps` is a whole number, not `many`."),
        ({"folder": "x"}, ["steps=1.5"], "`steps` is a whole number, not `1.5`."),
        ({"folder": "x"}, ["kind=c"], "`kind` is one of a, b, not `c`."),
        ({"folder": "x"}, ["passes=3"], "`passes` is a list"),
        ({"folder": "x"}, ["inner=3"], "`inner` has settings of its own"),
        ({"folder": "x"}, ["folder.a=3"], "`folder` holds no settings of its own."),
        ({"folder": "x"}, ["steps"], "`steps` is no setting: write key=value"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(tables, words, said):
    with pytest.raises(ConfigError) as found:
        build(Outer, with_overrides(tables, words))
    assert said in str(found.value)


# arms.toml is an experiment of many runs: its own test reads it.
@pytest.mark.parametrize("file", sorted(set(CONFIGS.rglob("*.toml")) - set(CONFIGS.glob("rl/arms*.toml"))), ids=lambda file: str(file.relative_to(CONFIGS)))
def test_every_file_of_the_repository_is_a_recipe(file):
    tables = read_toml(file)
    kind, _ = RECIPES[tables.pop("recipe")].open()
    # What only whoever runs it knows is given behind the file.
    needed = [field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING]
    build(kind, {**{name: "given" for name in needed}, **tables})
