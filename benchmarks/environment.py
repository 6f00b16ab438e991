"""The environment that is measured: the package installed as users have it, bytecode compiled."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".bench-venv"


def prepare() -> Path:
    """Make or refresh the environment; returns its `bin` folder."""
    stamp = HOME / "stamp"
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        if not (HOME / "bin" / "python").exists():
            subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "--compile"]
        lock = ROOT / "tests" / "requirements.lock"
        subprocess.run([*pip, "--constraint", str(lock), str(ROOT)], check=True)
        subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
        stamp.write_text(wanted)
    return HOME / "bin"


def environ(home: Path) -> dict[str, str]:
    """A quiet, private environment: no real home, true colour, English."""
    return {
        "HOME": str(home),
        "PATH": os.environ.get("PATH", ""),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "Europe/Berlin",
    }


def _fingerprint() -> str:
    sources = sorted((ROOT / "src").rglob("*"))
    digest = hashlib.sha256()
    for file in [ROOT / "pyproject.toml", *sources]:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()
