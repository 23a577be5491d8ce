"""A copy of everything Omhu holds, taken while it is in use, and its way back.

The copy is one zip: the database (copied page by page by SQLite itself, so that it is one moment's state), the
municipality's rules and concepts, and `manifest.json` with checksums and the figures that a restore must reach again.
The secret key of sessions is left out: after a restore everybody logs in anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

FORMAT = 1
DATABASE = "omhu.sqlite3"
EGNE_MAPPER = ("regler", "maalinger")
STYKKE = 1 << 20
Fremdrift = Callable[[int, int], None]


class Kopifejl(Exception):
    """The copy cannot be made or used; the text is Danish and says what to do."""


@dataclass(frozen=True)
class Kontrol:
    """What a restore must come to: rows per table, a digest of the timeline, and a digest of every obligation
    computed anew from it as of `pr`."""

    pr: date
    raekker: dict[str, int]
    tidslinje: str
    pligter: str
    antal_pligter: int

    def som_json(self) -> dict[str, Any]:
        """As written in the manifest."""
        return {**self.__dict__, "pr": self.pr.isoformat()}

    @classmethod
    def af_json(cls, data: dict[str, Any]) -> Kontrol:
        """As read from a manifest."""
        return cls(**{**data, "pr": date.fromisoformat(data["pr"])})


def tag_kopi(fil: Path, fremdrift: Fremdrift | None = None) -> Kontrol:
    """Write a copy of this installation to `fil`, which must not exist. Raises Kopifejl."""
    if fil.exists():
        raise Kopifejl(
            f"{fil.name} findes allerede. Vælg et andet navn; en kopi skrives aldrig over."
        )
    rod = settings.OMHU.rod()
    with tempfile.TemporaryDirectory(dir=rod, prefix=".kopi-") as mappe:
        database = Path(mappe) / DATABASE
        _kopier_database(database)
        kontrol = _kontrol_af(database, rod / "regler", timezone.localdate(), fremdrift)
        filer = {DATABASE: database} | {
            f.relative_to(rod).as_posix(): f
            for navn in EGNE_MAPPER
            for f in sorted((rod / navn).rglob("*"))
            if f.is_file()
        }
        _pak(fil, filer, kontrol)
    return kontrol


def _kopier_database(til: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(til)) as maal:
        connection.connection.backup(maal)
        maal.execute("PRAGMA journal_mode=DELETE")


def _pak(fil: Path, filer: dict[str, Path], kontrol: Kontrol) -> None:
    manifest = {
        "format": FORMAT,
        "taget": timezone.now().isoformat(),
        "filer": {navn: _sha256(sti) for navn, sti in filer.items()},
        "kontrol": kontrol.som_json(),
    }
    halvt = fil.with_name(fil.name + ".delvis")
    with zipfile.ZipFile(halvt, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        for navn, sti in filer.items():
            z.write(sti, navn)
        z.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    halvt.replace(fil)


def _sha256(sti: Path) -> str:
    sum_ = hashlib.sha256()
    with sti.open("rb") as f:
        while stykke := f.read(STYKKE):
            sum_.update(stykke)
    return sum_.hexdigest()


def genskab(fil: Path, *, erstat: bool = False, fremdrift: Fremdrift | None = None) -> Kontrol:
    """Bring a copy back into OMHU_MAPPE. What was there is moved aside, never deleted, and only with `erstat`.

    Everything is checked before anything is moved: checksums, the database's own check, and all obligations
    computed anew. Raises Kopifejl; then nothing has changed.
    """
    rod = settings.OMHU.rod()
    if settings.OMHU.database_url:
        raise Kopifejl("OMHU_DATABASE_URL er sat. Genskab i en mappe med Omhus egen database.")
    gammel = rod / DATABASE
    if _har_sager(gammel) and not erstat:
        raise Kopifejl(
            "Mappen har allerede sager. Vælg en tom mappe med OMHU_MAPPE, eller skriv --erstat."
        )
    with tempfile.TemporaryDirectory(dir=rod, prefix=".genskab-") as mappe:
        kontrol = _pak_ud(fil, Path(mappe))
        fundet = _kontrol_af(Path(mappe) / DATABASE, Path(mappe) / "regler", kontrol.pr, fremdrift)
        _sammenlign(kontrol, fundet)
        connection.close()
        _flyt_ind(Path(mappe), rod)
    return kontrol


def _har_sager(database: Path) -> bool:
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as con:
        try:
            return bool(con.execute("SELECT EXISTS (SELECT 1 FROM sager_sag)").fetchone()[0])
        except sqlite3.DatabaseError:
            return True  # a damaged database is not ours to overwrite either


def _pak_ud(fil: Path, mappe: Path) -> Kontrol:
    try:
        with zipfile.ZipFile(fil) as z:
            manifest = json.loads(z.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise Kopifejl(
                    f"{fil.name} er fra en nyere udgave af Omhu. Brug den udgave, kopien er taget med."
                )
            for navn, ventet in manifest["filer"].items():
                if not _maa(navn):
                    raise Kopifejl(
                        f"{fil.name} har en fil, der ikke hører til i en kopi. Brug en anden kopi."
                    )
                z.extract(navn, mappe)
                if _sha256(mappe / navn) != ventet:
                    raise Kopifejl(
                        f"{fil.name} er beskadiget ({navn} er ændret). Brug en anden kopi."
                    )
            return Kontrol.af_json(manifest["kontrol"])
    except FileNotFoundError as fejl:
        raise Kopifejl(f"{fil.name} findes ikke. Se efter, om stien er skrevet rigtigt.") from fejl
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError) as fejl:
        raise Kopifejl(f"{fil.name} kan ikke læses som en kopi. Brug en anden kopi.") from fejl


def _maa(navn: str) -> bool:
    dele = Path(navn).parts
    return navn == DATABASE or (len(dele) > 1 and dele[0] in EGNE_MAPPER and ".." not in dele)


def _sammenlign(ventet: Kontrol, fundet: Kontrol) -> None:
    if ventet.raekker != fundet.raekker or ventet.tidslinje != fundet.tidslinje:
        raise Kopifejl("Databasen i kopien har ikke det, manifestet siger. Brug en anden kopi.")
    if ventet.pligter != fundet.pligter:
        raise Kopifejl(
            f"Pligterne giver {fundet.antal_pligter}, når de beregnes igen; kopien siger {ventet.antal_pligter}. "
            "Reglerne er ændret, siden kopien blev taget. Genskab med den udgave, den er taget med."
        )


def _flyt_ind(mappe: Path, rod: Path) -> None:
    tid = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    for navn in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *EGNE_MAPPER):
        if (rod / navn).exists():
            aside = rod / f"foer-genskabelse-{tid}"
            aside.mkdir(mode=0o700, exist_ok=True)
            (rod / navn).rename(aside / navn)
    for navn in (*EGNE_MAPPER, DATABASE):
        if (mappe / navn).exists():
            (mappe / navn).rename(rod / navn)


def _kontrol_af(database: Path, regelmappe: Path, pr: date, fremdrift: Fremdrift | None) -> Kontrol:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as con:
        try:
            svar = con.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as fejl:
            raise Kopifejl("Databasen i kopien kan ikke åbnes. Brug en anden kopi.") from fejl
        if svar != ("ok",):
            raise Kopifejl("Databasen i kopien er beskadiget. Brug en anden kopi.")
        pligter = hashlib.sha256()
        antal = 0
        for linje in _pligtlinjer(con, regelmappe, pr, fremdrift):
            pligter.update(linje.encode())
            antal += 1
        return Kontrol(pr, _raekker(con), _tidslinje(con), pligter.hexdigest(), antal)


def _raekker(con: sqlite3.Connection) -> dict[str, int]:
    tabeller = con.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'django_session' ORDER BY name"
    ).fetchall()
    # The names come from the database's own catalogue.
    return {t: con.execute(f'SELECT COUNT(*) FROM "{t}"').fetchone()[0] for (t,) in tabeller}  # noqa: S608 - see above


def _tidslinje(con: sqlite3.Connection) -> str:
    sum_ = hashlib.sha256()
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
    con: sqlite3.Connection, regelmappe: Path, pr: date, fremdrift: Fremdrift | None
) -> Iterator[str]:
    """One line per obligation, computed from the copied timeline with the copied rules."""
    from itertools import groupby

    from omhu.frister.pligter import noegle
    from omhu.frister.regelsaet import kalender
    from omhu.regler.evaluering import evaluer
    from omhu.regler.filer import regelsaet

    regler = regelsaet(regelmappe) if regelmappe.is_dir() else regelsaet()
    i_alt = con.execute("SELECT COUNT(*) FROM sager_sag").fetchone()[0]
    sager = groupby(con.execute(TRIN_SQL), key=lambda r: r[:2])
    for n, ((sag, foedt), raekker) in enumerate(sager, 1):
        trin = [_trin(r) for r in raekker]
        foedselsdag = date.fromisoformat(foedt) if foedt else None
        for p in evaluer(regler, trin, foedselsdag=foedselsdag, pr=pr, kalender=kalender()):
            yield f"{sag} {noegle(p)} {p.version.id} {p.frist_dag} {p.lukket} {p.lukket_ms} {p.sent}\n"
        if fremdrift and n % 100 == 0:
            fremdrift(n, i_alt)


def _trin(r: tuple[Any, ...]) -> Any:
    from datetime import UTC, datetime

    from omhu.tidslinje.models import trin_af

    _, _, art, dag, kun_dato, sket, indsatser, data, rod, navn, vedroerer, naeste, kilde = r
    tid = None if kun_dato else datetime.fromisoformat(sket).replace(tzinfo=UTC)
    return trin_af(
        (
            art,
            date.fromisoformat(dag),
            tid,
            indsatser,
            json.loads(data),
            rod,
            navn,
            vedroerer,
            date.fromisoformat(naeste) if naeste else None,
            kilde,
        )
    )
