"""The recipes by the name that a TOML file calls them: what they are for, their settings, and what runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ..config import ConfigError


@dataclass(frozen=True)
class Recipe:
    about: str
    module: str  # of this package; opened with its first use, as torch takes seconds
    config: str  # name of its dataclass there

    def open(self) -> tuple[type, Callable[[Any], Any]]:
        """Its settings' dataclass and the function that runs it. Raises ConfigError when a package is missing."""
        try:
            module = import_module(f"..{self.module}", __package__)
        except ModuleNotFoundError as fault:
            raise ConfigError(f"This recipe needs the package `{fault.name}`: pip install 'mmada-training[released]'.") from None
        return getattr(module, self.config), module.run


RECIPES = {
    "storybook": Recipe("the transformer of the bundled model, from the storybook world", "recipes.storybook", "StorybookConfig"),
    "sft": Recipe("a released family on examples of one's own", "recipes.sft", "SftConfig"),
    "rl": Recipe("reinforcement learning on the storybook: ParaRL and output-level RL", "recipes.rl", "RlConfig"),
    "encoder": Recipe("the learned reward of reinforcement learning: a dual encoder of the world", "recipes.encoder", "EncoderConfig"),
    "image-tokenizer": Recipe("the image tokenizer of the bundled model", "recipes.image_tokenizer", "ImageTokenizerConfig"),
}
