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

The bundled model from nothing:

  node bin/mmada.js world -o runs/world --n 400000 --corpus training/corpus
  mmada-train run training/configs/storybook/image_tokenizer.toml
  mmada-train run training/configs/storybook/text.toml
  mmada-train run training/configs/storybook/joint.toml
  mmada-train export runs/model/joint.pt --tokenizer runs/world/tokenizer.json --vqvae runs/vqvae --out runs/storybook

Reinforcement learning on the bundled model:

  mmada-train constants
  mmada-train run training/configs/rl/pararl.toml
  mmada-train rewards runs/rl/pararl/rl.jsonl
  mmada-train export runs/rl/pararl/rl.pt --tokenizer models/storybook/tokenizer.json --vqvae models/storybook/vqvae --out runs/rl/model

A released model on pictures of your own (NAME.before.png, NAME.after.png, NAME.txt):

  mmada-train pairs my-pictures --out runs/mine/data.jsonl
  mmada-train traces runs/mine/data.jsonl --url http://localhost:8000/v1 --model qwen2.5-vl --out runs/mine/told.jsonl
  mmada-train codes runs/mine/told.jsonl --model MODEL --out runs/mine/codes.safetensors
  mmada-train run training/configs/sft/lora.toml model=MODEL data=runs/mine/told.jsonl codes=runs/mine/codes.safetensors out=runs/mine/sft
  node bin/mmada.js edit photo.png "make it evening" --model runs/mine/sft/model
"""


def run(args: argparse.Namespace) -> None:
    tables = with_overrides(read_toml(args.config), args.settings)
    name = tables.pop("recipe", None)
    if name not in RECIPES:
        said = f"names the recipe `{name}`" if name else "names no recipe"
        raise ConfigError(f'{args.config} {said}: its first line is recipe = "...", one of {", ".join(RECIPES)}.')
    kind, start = RECIPES[name].open()
    config = build(kind, tables)
    start(config)


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


def tell(text: str) -> None:
    print(text, file=sys.stderr)


def pairs(args: argparse.Namespace) -> None:
    from .prepare import examples_of, save_text, to_lines

    lines = examples_of(args.folder)
    save_text(args.out, to_lines(lines))
    without = sum(not line.reasoning for line in lines)
    print(f"{args.out}: {len(lines)} examples" + (f", {without} without a reasoning: mmada-train traces writes it" if without else ""))


def codes(args: argparse.Namespace) -> None:
    from .prepare import make_codes

    make_codes(args.model, args.data, args.out, tell)
    print(args.out)


def traces(args: argparse.Namespace) -> None:
    from .traces import Endpoint, key_from, write_traces

    write_traces(args.data, args.out, Endpoint(args.url, args.model, key_from(args.key_variable), args.words), parallel=args.parallel, tell=tell)
    print(args.out)


def constants(args: argparse.Namespace) -> None:
    from .rl.config import constants

    print("| constant | value | | |\n|---|---|---|---|")
    for name, value, mark, why in constants():
        print(f"| `{name}` | {value} | {mark} | {why} |")


def rewards(args: argparse.Namespace) -> None:
    from .rl.report import table

    print(table(args.log, args.every))


def signal(args: argparse.Namespace) -> None:
    from .recipes.rl import RlConfig
    from .recipes.rl import signal as measure

    tables = with_overrides(read_toml(args.config), args.settings)
    if tables.pop("recipe", None) != "rl":
        raise ConfigError(f'{args.config} is no run of reinforcement learning: its first line would be recipe = "rl".')
    print(measure(build(RlConfig, tables), args.batches, tell))


def arms(args: argparse.Namespace) -> None:
    from .rl.arms import Experiment, report, run_arms

    experiment = Experiment.read(args.config, args.settings)
    unknown = [name for name in args.only if name not in experiment.arms]
    if unknown:
        raise ConfigError(f"There is no arm `{unknown[0]}`. There are: {', '.join(experiment.arms)}.")
    found = run_arms(experiment, args.out, args.only, tell)
    print(report(experiment, found))
    if args.write:
        from .rl import section

        section.write(args.write, args.section, section.lines(experiment, found, args.out, f"mmada-train arms {args.config} --out {args.out}"))


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
    c = command("pairs", pairs, "Make examples of a folder of pictures: NAME.before.png, NAME.after.png and the instruction in NAME.txt.")
    c.add_argument("folder", type=Path)
    c.add_argument("--out", type=Path, required=True, metavar="DATA.jsonl")
    c = command("codes", codes, "Work out the image codes of all pictures of the examples, as `mmada edit` sees them.")
    c.add_argument("data", type=Path, metavar="DATA.jsonl")
    c.add_argument("--model", type=Path, required=True, help="checkpoint folder")
    c.add_argument("--out", type=Path, required=True, metavar="CODES.safetensors")
    c = command("traces", traces, "Have a vision model write the reasoning of examples that have none; the same command again asks for what is missing.")
    c.add_argument("data", type=Path, metavar="DATA.jsonl")
    c.add_argument("--url", required=True, help="an OpenAI-compatible server, up to and with /v1; the pictures are sent there")
    c.add_argument("--model", required=True, help="the vision model's name there")
    c.add_argument("--key-variable", metavar="NAME", help="environment variable that holds the key, for servers that want one")
    c.add_argument("--words", type=int, default=120, help="longest reasoning")
    c.add_argument("--parallel", type=int, default=4, help="questions at once")
    c.add_argument("--out", type=Path, required=True, metavar="TOLD.jsonl")
    c = command("constants", constants, "Print every constant of reinforcement learning, and whether the paper or we chose it.")
    c = command("rewards", rewards, "Print how reward, agreement, grammar and entropy went in a run of reinforcement learning.")
    c.add_argument("log", type=Path, help="rl.jsonl of its folder")
    c.add_argument("--every", type=int, default=10, help="steps that a line is the mean of")
    c = command("signal", signal, "Measure how much of a step's gradient is signal: how alike those of batches are that share no prompt.")
    c.add_argument("config", type=Path, help="training/configs/rl/pararl.toml")
    c.add_argument("settings", nargs="*", metavar="key=value")
    c.add_argument("--batches", type=int, default=4)
    c = command("arms", arms, "Train and measure the arms of an experiment, and print its tables; what is done is not done again.")
    c.add_argument("config", type=Path, help="training/configs/rl/arms.toml")
    c.add_argument("settings", nargs="*", metavar="key=value", help="such as common.steps=50 or seeds=[1]")
    c.add_argument("--out", type=Path, required=True)
    c.add_argument("--only", nargs="*", default=[], metavar="ARM")
    c.add_argument("--write", type=Path, metavar="PAGE", help="a Markdown page to write the tables into, between <!-- rl --> and <!-- /rl -->")
    c.add_argument("--section", default="rl", help="another name of that place")
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
    except (ConfigError, FileNotFoundError, ValueError, FloatingPointError) as fault:
        print(f"mmada-train: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from the last checkpoint.", file=sys.stderr)
        return 130
    return 0
