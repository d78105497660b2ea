import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent))

from golden import released_folder  # noqa: E402

torch.set_num_threads(1)


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """Tiny checkpoint folders of both families, by name. Nobody writes into them."""
    root = tmp_path_factory.mktemp("released")
    return {family: released_folder(family, root / family) for family in "am"}
