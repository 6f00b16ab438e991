"""`python -m pipeline_tui` is the same as `pipeline-tui`."""

from __future__ import annotations

import sys

from pipeline_tui.cli import main

sys.exit(main())
