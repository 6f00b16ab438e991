"""Opening a number or an address with the program the system has for it, on request only.

Not through `webbrowser`: where there is no desktop that starts a browser in this terminal.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

SCHEMES = ("tel:", "mailto:")
_OPENERS = {"darwin": "open"}


def open_uri(uri: str) -> bool:
    """Hand a `tel:` or `mailto:` to the system; False where there is nothing to hand it to."""
    if not uri.startswith(SCHEMES):
        return False
    opener = shutil.which(_OPENERS.get(sys.platform, "xdg-open"))
    if opener is None:
        return False
    try:
        subprocess.Popen(
            [opener, uri],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
