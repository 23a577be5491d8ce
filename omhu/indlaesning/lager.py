"""Staging: what a load has read, in an SQLite file of its own, until it is accepted or rejected.

A database of its own, because reading a million rows must not lock the one that people work in, and
because a dry run must write nothing there. It holds children's data, so it is never a file that can be read: while it
is used it is SQLite's private one without a name, and what must wait for a decision is kept encrypted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from omhu.indlaesning.fejl import ADVARSEL, KARANTAENE, Fund
from omhu.kerne.krypto.filer import KrypteretSti

SKEMA = """
CREATE TABLE barn (noegle TEXT PRIMARY KEY, fil INT, raekke INT, felter TEXT) WITHOUT ROWID;
CREATE TABLE sag (noegle TEXT PRIMARY KEY, barn TEXT, fil INT, raekke INT, felter TEXT) WITHOUT ROWID;
CREATE TABLE skridt (sag TEXT, orden INT, fil INT, raekke INT, art TEXT, dag TEXT, ms INT, registreret INT,
    indsatser TEXT, naeste TEXT, navn TEXT, vedroerer TEXT, data TEXT, kilde_id TEXT);
CREATE TABLE fund (alvor TEXT, fil TEXT, raekke INT, kolonne TEXT, hvad TEXT, ret TEXT, original TEXT);
CREATE TABLE andet (tabel TEXT, noegle TEXT, felter TEXT, PRIMARY KEY (tabel, noegle));
CREATE TABLE meta (navn TEXT PRIMARY KEY, vaerdi TEXT);
"""
PORTION = 5000


class SkridtRaekke(NamedTuple):
    """One step as read. Times are ms since the epoch; `ms` is None where only the day is known, and
    `registreret` where the source does not say. `data` is JSON with sorted keys."""

    sag: str
    orden: int
    fil: int
    raekke: int
    art: str
    dag: str
    ms: int | None
    registreret: int | None
    indsatser: str
    naeste: str
    navn: str
    vedroerer: str
    data: str
    kilde_id: str

    @property
    def indhold(self) -> tuple[object, ...]:
        """What makes two readings of a step the same."""
        return (*self[4:7], *self[8:13])


class Lager:
    """What was read. Use as a context manager; rows are buffered and written in portions. With a path it is kept
    there, encrypted, for the next to open; without one it lasts as long as the block."""

    def __init__(self, sti: Path | None = None) -> None:
        self.sti = KrypteretSti(sti) if sti is not None else None
        gemt = self.sti is not None and self.sti.exists()
        self.db = sqlite3.connect(":memory:" if gemt else "", isolation_level=None)
        if self.sti is not None and gemt:
            self.db.deserialize(self.sti.read_bytes())
        self.db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;"
        )
        if not gemt:
            self.db.executescript(SKEMA)
        self.db.execute("BEGIN")
        self._venter: list[SkridtRaekke] = []
        self._foer = self.db.total_changes if gemt else -1

    def __enter__(self) -> Lager:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.gem()
            if self.sti is not None and self.db.total_changes != self._foer:
                halvt = self.sti.with_name(f"{self.sti.name}.delvis")
                halvt.write_bytes(self.db.serialize())
                halvt.replace(self.sti)
        finally:
            self.db.close()

    def skridt(self, raekke: SkridtRaekke) -> None:
        """Add a step."""
        self._venter.append(raekke)
        if len(self._venter) >= PORTION:
            self._toem()

    def fund(self, fund: Fund) -> None:
        """Add a finding; quarantine carries the row as it was."""
        original = json.dumps(fund.original, ensure_ascii=False)
        self.db.execute(
            "INSERT INTO fund VALUES (?,?,?,?,?,?,?)",
            (fund.alvor, fund.fil, fund.raekke, fund.kolonne, fund.hvad, fund.ret, original),
        )

    def barn(self, noegle: str, felter: dict[str, Any], fil: int = 0, raekke: int = 0) -> None:
        """Add a child, if it is not there."""
        self.db.execute(
            "INSERT OR IGNORE INTO barn VALUES (?,?,?,?)", (noegle, fil, raekke, _json(felter))
        )

    def sag(
        self, noegle: str, barn: str, felter: dict[str, Any], fil: int = 0, raekke: int = 0
    ) -> None:
        """Add a case."""
        self.db.execute(
            "INSERT INTO sag VALUES (?,?,?,?,?)", (noegle, barn, fil, raekke, _json(felter))
        )

    def fortryd_sag(self, fil: int, raekke: int) -> list[str]:
        """Take out the cases that one row made; returns their keys."""
        sager = [
            s
            for (s,) in self.db.execute(
                "DELETE FROM sag WHERE fil=? AND raekke=? RETURNING noegle", (fil, raekke)
            )
        ]
        self.db.execute(
            "DELETE FROM barn WHERE fil=? AND raekke=? AND noegle NOT IN (SELECT barn FROM sag)",
            (fil, raekke),
        )
        return sager

    def andet(self, tabel: str, noegle: str, felter: dict[str, Any]) -> None:
        """Add a row of another table (units, staff)."""
        self.db.execute(
            "INSERT OR REPLACE INTO andet VALUES (?,?,?)", (tabel, noegle, _json(felter))
        )

    def ret_felt(self, tabel: str, noegle: str, felt: str, vaerdi: str) -> None:
        """Set one field of a staged child or case."""
        self.db.execute(
            f"UPDATE {tabel} SET felter=json_set(felter, ?, ?) WHERE noegle=?",  # noqa: S608 - our own names
            (f"$.{felt}", vaerdi, noegle),
        )

    def samme_husstand(self, barn: str, soeskende: str) -> None:
        """Give two children one household: that of either, else one named after the first."""
        husstande = dict(
            self.db.execute(
                "SELECT noegle, coalesce(json_extract(felter, '$.husstand'), '') FROM barn WHERE noegle IN (?, ?)",
                (barn, soeskende),
            )
        )
        husstand = (
            husstande.get(barn) or husstande.get(soeskende) or f"h-{min(barn, soeskende)}"[:60]
        )
        for noegle in (barn, soeskende):
            self.ret_felt("barn", noegle, "husstand", husstand)

    def saet(self, navn: str, vaerdi: Any) -> None:
        """Remember something about the load."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (navn, _json(vaerdi)))

    def hent(self, navn: str, ellers: Any = None) -> Any:
        """What `saet` remembered."""
        fundet = self.db.execute("SELECT vaerdi FROM meta WHERE navn=?", (navn,)).fetchone()
        return json.loads(fundet[0]) if fundet else ellers

    def gem(self) -> None:
        """Write what is buffered and make it readable in the order of cases."""
        self._toem()
        self.db.execute("CREATE INDEX IF NOT EXISTS skridt_sag ON skridt (sag, orden, raekke)")
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def _toem(self) -> None:
        plads = ",".join("?" * len(SkridtRaekke._fields))
        self.db.executemany(f"INSERT INTO skridt VALUES ({plads})", self._venter)  # noqa: S608 - our own names
        self._venter.clear()

    # -- reading ----------------------------------------------------------------------------------

    def antal(self, tabel: str) -> int:
        """Rows of a staging table."""
        return self._tal(f"SELECT count(*) FROM {tabel}")  # noqa: S608 - our own names

    def _tal(self, sql: str, *vaerdier: object) -> int:
        return int(self.db.execute(sql, vaerdier).fetchone()[0])

    def poster(
        self, tabel: str, portion: int = 1000
    ) -> Iterator[list[tuple[str, str, dict[str, Any]]]]:
        """`barn` or `sag` in portions of (key, key of the child, fields)."""
        barn = "barn" if tabel == "sag" else "''"
        markoer = self.db.execute(f"SELECT noegle, {barn}, felter FROM {tabel} ORDER BY noegle")  # noqa: S608 - our own names
        while raekker := markoer.fetchmany(portion):
            yield [(n, b, json.loads(f)) for n, b, f in raekker]

    def andre(self, tabel: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of another table."""
        for noegle, felter in self.db.execute(
            "SELECT noegle, felter FROM andet WHERE tabel=? ORDER BY noegle", (tabel,)
        ):
            yield noegle, json.loads(felter)

    def sager_med_skridt(self) -> Iterator[tuple[str, list[SkridtRaekke]]]:
        """(case, its steps in order), streamed."""
        alle = self.db.execute("SELECT * FROM skridt ORDER BY sag, orden, raekke")
        for sag, gruppe in groupby(map(SkridtRaekke._make, alle), key=lambda r: r.sag):
            yield sag, list(gruppe)

    def fundne(self, alvor: str, hoejst: int = -1, fra: int = 0) -> Iterator[Fund]:
        """Findings in the order of the files."""
        for a, *rest, original in self.db.execute(
            "SELECT * FROM fund WHERE alvor=? ORDER BY fil, raekke, rowid LIMIT ? OFFSET ?",
            (alvor, hoejst, fra),
        ):
            fil, raekke, kolonne, hvad, ret = rest
            yield Fund(fil, raekke, kolonne, hvad, ret, a, tuple(json.loads(original)))

    def antal_fund(self, alvor: str) -> int:
        """Findings of a kind."""
        return self._tal("SELECT count(*) FROM fund WHERE alvor=?", alvor)

    def antal_raekker_i_karantaene(self) -> int:
        """Different rows in quarantine: a row may have several errors."""
        return self._tal(
            "SELECT count(*) FROM (SELECT DISTINCT fil, raekke FROM fund WHERE alvor=?)", KARANTAENE
        )

    def advarsler_pr_slags(self) -> list[tuple[str, int]]:
        """Warnings by what they say, most frequent first."""
        return self.db.execute(
            "SELECT hvad, count(*) n FROM fund WHERE alvor=? GROUP BY hvad ORDER BY n DESC",
            (ADVARSEL,),
        ).fetchall()

    def arter(self) -> list[tuple[str, int, str, str]]:
        """(kind, number, first day, last day) of the staged steps."""
        return self.db.execute(
            "SELECT art, count(*), min(dag), max(dag) FROM skridt GROUP BY art ORDER BY art"
        ).fetchall()

    def slet_kilde_ider(self, ider: Iterable[str]) -> None:
        """Take staged steps out again, by the source's id of the step."""
        self.db.executemany("DELETE FROM skridt WHERE kilde_id=?", ((i,) for i in ider))

    def slet_skridt(self, raekker: Iterable[tuple[int, int]]) -> None:
        """Take staged steps out again, by (file, row)."""
        self.db.executemany("DELETE FROM skridt WHERE fil=? AND raekke=?", raekker)


def _json(vaerdi: Any) -> str:
    return json.dumps(vaerdi, ensure_ascii=False, sort_keys=True, default=str)
