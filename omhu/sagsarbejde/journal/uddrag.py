"""The words of a file, for search: what can be read within bounds, without CPR numbers."""

from __future__ import annotations

import subprocess
import sys

from omhu.kerne.cpr import uden_cpr
from omhu.sagsarbejde.journal.laes_ud import HOEJST, SEKUNDER

MODUL = "omhu.sagsarbejde.journal.laes_ud"
I_PROCES = ("pdf", "docx")


def tekst_af(kode: str, data: bytes) -> str:
    """What a file says; empty when it cannot be read or is a picture."""
    if kode in ("txt", "eml"):
        raa = _afkod(data[: HOEJST * 4])
    elif kode in I_PROCES:
        raa = _i_proces(kode, data)
    else:
        raa = ""
    return uden_cpr(raa.replace("\0", " ")[:HOEJST]).strip()


def _afkod(data: bytes) -> str:
    for kode in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(kode)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _i_proces(kode: str, data: bytes) -> str:
    try:
        svar = subprocess.run(
            [sys.executable, "-m", MODUL, kode],
            input=data,
            capture_output=True,
            timeout=SEKUNDER + 5,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    return svar.stdout.decode("utf-8", "replace")
