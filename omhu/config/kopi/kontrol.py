"""What a restore must come to again: rows per table, a digest of the timeline, every obligation computed anew from it,
and the head of the log's chain. The same for SQLite and PostgreSQL; figures are compared within one of them only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from omhu.config.kopi.fejl import Kopifejl

Fremdrift = Callable[[int, int], None]
UDELADT = ("django_session", "login_session", "login_forsoeg")
"""Sessions are not restored: everybody logs in anew."""


class Forbindelse(Protocol):
    """What sqlite3 and psycopg connections have in common."""

    def execute(self, sql: Any, /) -> Any:
        """Run a query and return its cursor."""


@dataclass(frozen=True)
class Kontrol:
    """The figures of a copy, as of `pr`. `log` is {antal, hoved} of the access log, empty where there is none."""

    pr: date
    raekker: dict[str, int]
    tidslinje: str
    pligter: str
    antal_pligter: int
    log: dict[str, Any]

    def som_json(self) -> dict[str, Any]:
        """As written in the manifest."""
        return {**self.__dict__, "pr": self.pr.isoformat()}

    @classmethod
    def af_json(cls, data: dict[str, Any]) -> Kontrol:
        """As read from a manifest."""
        return cls(**{**data, "pr": date.fromisoformat(data["pr"])})

    def med_log(self, log: dict[str, Any]) -> Kontrol:
        """The same with the log's figures."""
        return replace(self, log=log)


def kontrol_af(
    con: Forbindelse,
    tabeller: list[str],
    regelmappe: Path,
    pr: date,
    fremdrift: Fremdrift | None,
) -> Kontrol:
    """Compute the figures of a database that nobody writes to."""
    pligter, antal = sha256(), 0
    for linje in _pligtlinjer(con, regelmappe, pr, fremdrift):
        pligter.update(linje.encode())
        antal += 1
    return Kontrol(pr, _raekker(con, tabeller), _tidslinje(con), pligter.hexdigest(), antal, log={})


def sammenlign(ventet: Kontrol, fundet: Kontrol) -> None:
    """Raises Kopifejl where a restored database is not what its manifest says."""
    if ventet.raekker != fundet.raekker or ventet.tidslinje != fundet.tidslinje:
        raise Kopifejl("Databasen i kopien har ikke det, manifestet siger. Brug en anden kopi.")
    if ventet.log != fundet.log:
        raise Kopifejl("Loggen i kopien har ikke det, manifestet siger. Brug en anden kopi.")
    if ventet.pligter != fundet.pligter:
        raise Kopifejl(
            f"Pligterne giver {fundet.antal_pligter}, når de beregnes igen; kopien siger {ventet.antal_pligter}. "
            "Reglerne er ændret, siden kopien blev taget. Genskab med den udgave, den er taget med."
        )


def _raekker(con: Forbindelse, tabeller: list[str]) -> dict[str, int]:
    # The names come from the database's own catalogue.
    return {
        t: con.execute(f'SELECT COUNT(*) FROM "{t}"').fetchone()[0]  # noqa: S608 - names from the catalogue
        for t in sorted(tabeller)
        if t not in UDELADT
    }


def _tidslinje(con: Forbindelse) -> str:
    sum_ = sha256()
    for raekke in con.execute("SELECT * FROM tidslinje_skridt ORDER BY id"):
        sum_.update(repr(raekke).encode())
    return sum_.hexdigest()


TRIN_SQL = """
SELECT s.sag_id, b.foedselsdato, s.art, s.dag, s.kun_dato, s.sket, s.indsatser, s.data, s.rod, s.navn,
       s.vedroerer, s.naeste, s.kilde
FROM tidslinje_skridt s JOIN sager_sag g ON g.id = s.sag_id JOIN sager_barn b ON b.id = g.barn_id
WHERE NOT s.tilbagetrukket AND NOT EXISTS (SELECT 1 FROM tidslinje_skridt n WHERE n.erstatter_id = s.id)
ORDER BY s.sag_id, s.dag, s.sket, s.nr
"""


def _pligtlinjer(
    con: Forbindelse, regelmappe: Path, pr: date, fremdrift: Fremdrift | None
) -> Iterator[str]:
    """One line per obligation, computed from the copied timeline with the copied rules."""
    from omhu.frister.pligter import noegle
    from omhu.frister.regelsaet import kalender
    from omhu.regler.evaluering import evaluer
    from omhu.regler.filer import regelsaet

    regler = regelsaet(regelmappe) if regelmappe.is_dir() else regelsaet()
    i_alt = con.execute("SELECT COUNT(*) FROM sager_sag").fetchone()[0]
    sager = groupby(con.execute(TRIN_SQL), key=lambda r: r[:2])
    for n, ((sag, foedt), raekker) in enumerate(sager, 1):
        trin = [_trin(r) for r in raekker]
        for p in evaluer(regler, trin, foedselsdag=_dag(foedt), pr=pr, kalender=kalender()):
            yield f"{sag} {noegle(p)} {p.version.id} {p.frist_dag} {p.lukket} {p.lukket_ms} {p.sent}\n"
        if fremdrift and n % 100 == 0:
            fremdrift(n, i_alt)


def _trin(r: tuple[Any, ...]) -> Any:
    from omhu.tidslinje.models import trin_af

    _, _, art, dag, kun_dato, sket, indsatser, data, rod, navn, vedroerer, naeste, kilde = r
    tid = None if kun_dato else _tid(sket)
    return trin_af(
        (
            art,
            _dag(dag) or date.min,
            tid,
            indsatser,
            json.loads(data) if isinstance(data, str) else data,
            rod if isinstance(rod, UUID) else UUID(rod),
            navn,
            vedroerer,
            _dag(naeste),
            kilde,
        )
    )


def _dag(vaerdi: Any) -> date | None:
    """SQLite keeps days as text, PostgreSQL as days."""
    return date.fromisoformat(vaerdi) if isinstance(vaerdi, str) else vaerdi


def _tid(vaerdi: Any) -> datetime:
    if isinstance(vaerdi, datetime):
        return vaerdi
    return datetime.fromisoformat(vaerdi).replace(tzinfo=UTC)
