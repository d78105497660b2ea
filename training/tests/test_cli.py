import subprocess
import sys
from pathlib import Path

import pytest

from mmada_training.cli import main

ROOT = Path(__file__).parent.parent


def test_without_a_command_the_help_leads_from_nothing_to_a_model(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "mmada-train run" in said and "mmada-train export" in said


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (None, [], "Cannot read"),
        ("x = [", [], "is no TOML"),
        ("", [], "names no recipe"),
        ('recipe = "cake"', [], "names the recipe `cake`"),
        ('recipe = "storybook"\nworld = "w"\nout = "o"\nstage = "s"', [], "give `minutes` or `samples`"),
        ('recipe = "storybook"\nworld = "w"\nout = "o"\nstage = "s"\nminutes = 1', ["lr=fast"], "`lr` is a number, not `fast`."),
        ('recipe = "storybook"\nworld = "nowhere"\nout = "o"\nstage = "s"\nminutes = 1', [], "nowhere"),
    ],
)
def test_a_file_that_cannot_be_run_is_told_in_one_line(tmp_path, capsys, text, words, said):
    file = tmp_path / "run.toml"
    if text is not None:
        file.write_text(text)
    assert main(["run", str(file), *words]) == 2
    captured = capsys.readouterr()
    assert said in captured.err and captured.err.count("\n") == 1 and captured.out == ""


def test_the_settings_of_a_recipe_are_listed_with_their_defaults(capsys):
    assert main(["recipes"]) == 0
    assert "storybook" in capsys.readouterr().out
    assert main(["recipes", "storybook"]) == 0
    assert "score_limit = 25.0" in capsys.readouterr().out


def test_the_code_is_as_ruff_wants_it():
    subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", str(ROOT)], check=True)
