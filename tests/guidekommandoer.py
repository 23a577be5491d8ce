"""The `console` blocks of the guide: read by the tests, and run as a program of its own (one process per block).

A line `$ …` is a command; the lines after it must come in the output in that order (as parts of lines).
The commands of a heading share one folder. ```console kode=1 is a block that ends with exit code 1.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

SKAL = {"mkdir", "cp"}


@dataclass
class Blok:
    """Commands, what they must print, and the exit code of the last."""

    kode: int
    kommandoer: list[str] = field(default_factory=list)
    ventet: list[str] = field(default_factory=list)

    def mangler_i(self, ud: str) -> list[str]:
        """The lines that did not come, in their order."""
        rest = ud.splitlines()
        for nr, linje in enumerate(self.ventet):
            plads = next((i for i, x in enumerate(rest) if linje.strip() in x), None)
            if plads is None:
                return self.ventet[nr:]
            rest = rest[plads:] if _samme_linje(self.ventet, nr, rest[plads]) else rest[plads + 1 :]
        return []


def _samme_linje(ventet: list[str], nr: int, linje: str) -> bool:
    """Is the next expected text a part of this very line?"""
    return nr + 1 < len(ventet) and ventet[nr + 1].strip() in linje


@dataclass
class Afsnit:
    """A heading of a page, with its blocks."""

    side: str
    overskrift: str
    blokke: list[Blok]


def alle(mappe: Path) -> list[Afsnit]:
    """Every heading with commands, of every page of a folder."""
    return [a for sti in sorted(mappe.glob("*.md")) for a in _afsnit(sti)]


def _afsnit(sti: Path) -> list[Afsnit]:
    fundne = []
    for del_ in re.split(r"^## ", sti.read_text("utf-8"), flags=re.M):
        blokke = [
            _blok(int(kode or 0), indhold)
            for kode, indhold in re.findall(
                r"^```console(?: kode=(\d))?\n(.*?)^```", del_, re.M | re.S
            )
        ]
        if blokke:
            fundne.append(Afsnit(sti.name, del_.splitlines()[0], blokke))
    return fundne


def _blok(kode: int, indhold: str) -> Blok:
    blok = Blok(kode)
    for linje in indhold.splitlines():
        if linje.startswith("$ "):
            blok.kommandoer.append(linje[2:])
        else:
            blok.ventet.append(linje)
    return blok


def koer(kommandoer: list[str]) -> int:
    """Run commands one after the other; stops at the first that fails."""
    for kommando in kommandoer:
        program, *ord_ = shlex.split(kommando)
        kode = _program(program, ord_)
        sys.stdout.flush()
        if kode:
            return kode
    return 0


def _program(program: str, ord_: list[str]) -> int:
    if program == "omhu":
        from omhu.config.cli import main

        return main(ord_)
    if program == "django-admin":
        from django.core.management import execute_from_command_line

        execute_from_command_line([program, *ord_])
        return 0
    if program in SKAL:
        return subprocess.run([program, *ord_], check=False).returncode
    sys.exit(f"{program} kan ikke køres fra vejledningen")


if __name__ == "__main__":
    sys.exit(koer(sys.argv[1:]))
