"""`python -m mmada_training` is `mmada-train`."""

import sys

from .cli import main

sys.exit(main())
