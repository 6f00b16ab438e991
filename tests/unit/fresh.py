"""What a fresh interpreter has imported after a few lines: import cost is part of the design."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pipeline_tui


def modules_after(program: str) -> set[str]:
    """Names of all modules loaded once `program` has run in an interpreter of its own."""
    source = Path(pipeline_tui.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"{program}\nimport sys; print(*sys.modules)"],
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())
