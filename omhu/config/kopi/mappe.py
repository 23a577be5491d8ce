"""The files of OMHU_MAPPE that belong to the state: own rules, concepts and deletion rules, loads that nobody has
decided on yet, quarantine lists, and the anchor of the log. Keys, sessions, older copies and what can be made anew
do not."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path, PurePosixPath

EGNE_MAPPER = ("regler", "maalinger", "filer", "slettet", "karantaene", "indlaesning")
EGNE_FILER = ("sletteregler.yaml", "loganker.jsonl")
PG_MAPPER = ("omhu.pg", "log.pg")
INDLAESNING = "indlaesning"


def tag_med(rod: Path, til: Path, loads: frozenset[str]) -> dict[str, Path]:
    """Copy what belongs to the state into `til`; name in the copy -> file. `loads` are the undecided loads by number.
    A file that goes while we copy was settled meanwhile, and belongs no more."""
    fundne: dict[str, Path] = {}
    for sti in _filer(rod):
        navn = sti.relative_to(rod).as_posix()
        dele = PurePosixPath(navn).parts
        if dele[0] == INDLAESNING and dele[1] not in loads:
            continue
        maal = til / navn
        maal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            shutil.copyfile(sti, maal)
            fundne[navn] = maal
    return fundne


def _filer(rod: Path) -> list[Path]:
    alle = [rod / navn for navn in EGNE_FILER]
    for navn in EGNE_MAPPER:
        alle += (rod / navn).rglob("*")
    return sorted(f for f in alle if f.is_file() and not f.is_symlink())


def hoerer_til(navn: str) -> bool:
    """May a file of this name come out of a copy?"""
    dele = PurePosixPath(navn).parts
    if not dele or ".." in dele or navn.startswith("/") or "\\" in navn or "\0" in navn:
        return False
    return navn in EGNE_FILER or (len(dele) > 1 and dele[0] in EGNE_MAPPER + PG_MAPPER)
