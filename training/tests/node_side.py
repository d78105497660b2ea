"""The TypeScript side, for tests that need its programs."""

from pathlib import Path

import pytest

from mmada_training.config import ConfigError
from mmada_training.node import repository


def built_repository(*, for_module: bool = False) -> Path:
    """The repository with its programs built. Where there is no Node or no build the test is skipped, as `pytest` alone must pass on a machine
    that only trains; CI builds them first. `for_module`: called while a module is read, which is then skipped as a whole."""
    try:
        return repository()
    except ConfigError as fault:
        pytest.skip(str(fault), allow_module_level=for_module)
