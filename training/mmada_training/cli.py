"""`mmada-train`: the recipes and what belongs to them, from the command line."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from pathlib import Path

from .config import ConfigError, build, read_toml, with_overrides
from .recipes.registry import RECIPES

GUIDE = """\
Each run is a recipe with its settings in a TOML file; key=value words win over the file.

  mmada-train recipes                     what can be trained, and the settings of each
  mmada-train run FILE.toml key=value     train; the same command again goes on where it stopped
  mmada-train export CHECKPOINT ...       a checkpoint as a folder that `mmada` runs

The bundled model from nothing:

  node bin/mmada.js world -o runs/world --n 400000 --corpus training/corpus
  mmada-train run training/configs/storybook/image_tokenizer.toml
  mmada-train run training/configs/storybook/text.toml
  mmada-train run training/configs/storybook/joint.toml
  mmada-train export runs/model/joint.pt --tokenizer runs/world/tokenizer.json --vqvae runs/vqvae --out runs/storybook
"""


def run(args: argparse.Namespace) -> None:
    tables = with_overrides(read_toml(args.config), args.settings)
    name = tables.pop("recipe", None)
    if name not in RECIPES:
        said = f"names the recipe `{name}`" if name else "names no recipe"
        raise ConfigError(f'{args.config} {said}: its first line is recipe = "...", one of {", ".join(RECIPES)}.')
    kind, start = RECIPES[name].open()
    config = build(kind, tables)
    try:
        start(config)
    except (FileNotFoundError, ValueError, FloatingPointError) as fault:
        raise ConfigError(f"{fault}") from fault


def recipes(args: argparse.Namespace) -> None:
    for name, recipe in RECIPES.items():
        if args.name not in (None, name):
            continue
        print(f"{name}: {recipe.about}")
        if args.name is None:
            continue
        for field in fields(recipe.open()[0]):
            given = field.default if field.default is not MISSING else field.default_factory() if field.default_factory is not MISSING else "(to be given)"
            print(f"  {field.name} = {given}")
    if args.name is None:
        print("\nThe settings of one: mmada-train recipes NAME. Files to start from: training/configs/.")


def export(args: argparse.Namespace) -> None:
    from . import checkpoint

    checkpoint.write(checkpoint.load_average(args.checkpoint), args.tokenizer, args.vqvae, args.out)


def curves(args: argparse.Namespace) -> None:
    from . import plot

    args.out.write_text(plot.svg(*plot.read(args.logs)))


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="mmada-train", description="Train the models that `mmada` runs.", epilog=GUIDE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = p.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(does=does)
        return made

    c = command("run", run, "Train by a TOML file; the same command again goes on where it stopped.")
    c.add_argument("config", type=Path, help="a file of training/configs, or one of your own")
    c.add_argument("settings", nargs="*", metavar="key=value", help="settings that win over the file, such as lr=1e-4 or model.width=64")
    c = command("recipes", recipes, "What can be trained, and the settings of each with their defaults.")
    c.add_argument("name", nargs="?", choices=list(RECIPES), metavar="NAME")
    c = command("export", export, "Write a storybook checkpoint as a folder that `mmada` runs.")
    c.add_argument("checkpoint", type=Path)
    c.add_argument("--tokenizer", type=Path, required=True)
    c.add_argument("--vqvae", type=Path)
    c.add_argument("--out", type=Path, required=True)
    c = command("curves", curves, "Draw the held-out losses of logs, one after the other, as an SVG.")
    c.add_argument("logs", type=Path, nargs="+")
    c.add_argument("--out", type=Path, required=True)
    return p


def main(words: Sequence[str] | None = None) -> int:
    """Exit codes: 0; 2 for a setting that cannot be; 130 after Ctrl-C."""
    p = parser()
    args = p.parse_args(words)
    if not hasattr(args, "does"):
        p.print_help()
        return 0
    try:
        args.does(args)
    except ConfigError as fault:
        print(f"mmada-train: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from the last checkpoint.", file=sys.stderr)
        return 130
    return 0
