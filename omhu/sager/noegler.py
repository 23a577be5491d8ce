"""The key ring and this database: is it the right file, which versions are in use, and moving rows to a new key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne import krypto
from omhu.kerne.krypto import Formaal, Noeglefejl, Noeglering, brug, ringfil, version_af
from omhu.kerne.krypto.brug import Fremdrift

TABEL = "sager_noegleversion"
STED = f"{TABEL}.proeve"
PROEVE = "Omhu"
PORTION = 500


def klargoer(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Before the database is used: make the key file for a database with nothing encrypted, else see that the file
    is there, whole, closed, and this database's. Raises Noeglefejl; nothing is made or changed then."""
    kendte = _kendte(alias)
    if kendte and not krypto.noeglefil().exists():
        raise Noeglefejl(
            f"Nøglefilen {krypto.noeglefil()} mangler, og databasen har data, som den har krypteret. "
            f"{ringfil.TILBAGE} Ligger den et andet sted, så sæt OMHU_NOEGLER."
        )
    ring = krypto.ring() if kendte or krypto.noeglefil().exists() else _ny()
    kontroller(kendte or {}, ring)
    if kendte is not None:
        _noter(set(ring.noegler) - kendte.keys(), ring, alias)


def _ny() -> Noeglering:
    ringfil.lav(krypto.noeglefil())
    return krypto.ring()


def kontroller(proever: dict[int, str], ring: Noeglering) -> None:
    """Does the ring hold the very keys that made these samples (version -> `proeve`)? Raises Noeglefejl."""
    for version, proeve in sorted(proever.items()):
        if version not in ring.noegler:
            raise Noeglefejl(
                f"Databasen bruger nøgleversion {version}, og den er ikke i nøglefilen {krypto.noeglefil()}. "
                "Læg den nyeste kopi af nøglefilen tilbage."
            )
        try:
            ring.dekrypter(Formaal.CPR, proeve, STED)
        except Noeglefejl as fejl:
            raise Noeglefejl(
                f"Nøglefilen {krypto.noeglefil()} hører til en anden database: dens version {version} er ikke den, "
                "der er krypteret med. Læg den nøglefil tilbage, der hører til."
            ) from fejl


def _kendte(alias: str) -> dict[int, str] | None:
    """Version -> sample; None before the table is made."""
    forbindelse = connections[alias]
    if TABEL not in forbindelse.introspection.table_names():
        return None
    with forbindelse.cursor() as c:
        c.execute(f"SELECT version, proeve FROM {TABEL}")  # noqa: S608 - our own name
        return dict(c.fetchall())


def _noter(versioner: set[int], ring: Noeglering, alias: str) -> None:
    from omhu.sager.models import Noegleversion

    Noegleversion.objects.using(alias).bulk_create(
        (
            Noegleversion(version=v, proeve=ring.krypter(Formaal.CPR, PROEVE, STED, v))
            for v in sorted(versioner)
        ),
        ignore_conflicts=True,
    )


def glem(version: int, alias: str = DEFAULT_DB_ALIAS) -> None:
    """The database no longer needs a version."""
    from omhu.sager.models import Noegleversion

    Noegleversion.objects.using(alias).filter(version=version).delete()


@dataclass(frozen=True)
class Kolonnebrug:
    """A column of ciphertexts bound to `tabel.kolonne`, perhaps with a fingerprint beside it."""

    navn: str
    tabel: str
    kolonne: str
    formaal: Formaal
    indeks: str = ""
    indeks_formaal: Formaal = Formaal.CPR_INDEKS
    alias: str = DEFAULT_DB_ALIAS

    @property
    def sted(self) -> str:
        """What the ciphertexts are bound to."""
        return f"{self.tabel}.{self.kolonne}"

    def versioner(self) -> dict[int, int]:
        """Rows by key version, the fingerprint's counted too where it has another."""
        forbindelse = connections[self.alias]
        if self.tabel not in forbindelse.introspection.table_names():
            return {}
        antal: Counter[int] = Counter()
        for kolonne in filter(None, (self.kolonne, self.indeks)):
            fundet = self._hent(
                f"SELECT substr({kolonne}, 1, 5), count(*) FROM {self.tabel} "  # noqa: S608 - our own names
                f"WHERE {kolonne} <> '' GROUP BY 1"
            )
            for maerke, n in fundet:
                antal[version_af(maerke)] = max(antal[version_af(maerke)], n)
        return dict(antal)

    def skift(self, fremdrift: Fremdrift) -> int:
        """See `Noeglebrug`. A row that changes under way is left to its writer, who has the newest key."""
        i_alt, flyttet = self._i_alt(), 0
        while portion := self._gamle():
            with (
                som_system(),
                transaction.atomic(self.alias),
                connections[self.alias].cursor() as c,
            ):
                c.executemany(self._opdatering(), [self._ny(*raekke) for raekke in portion])
            flyttet += len(portion)
            fremdrift(min(flyttet, i_alt), i_alt)
        return flyttet

    def _i_alt(self) -> int:
        [(antal,)] = self._hent(
            f"SELECT count(*) FROM {self.tabel} WHERE {self._gammel()}",  # noqa: S608 - our own names
            self._aktiv(),
        )
        return int(antal)

    def _gamle(self) -> list[Any]:
        return self._hent(
            f"SELECT id, {self.kolonne} FROM {self.tabel} "  # noqa: S608 - our own names
            f"WHERE {self._gammel()} ORDER BY id LIMIT {PORTION}",
            self._aktiv(),
        )

    def _gammel(self) -> str:
        dele = [f"{k} <> '' AND substr({k}, 1, 5) <> %s" for k in (self.kolonne, self.indeks) if k]
        return f"({' OR '.join(dele)})"

    def _aktiv(self) -> list[str]:
        maerke = krypto.maerke(krypto.ring().aktiv)
        return [maerke] * (2 if self.indeks else 1)

    def _opdatering(self) -> str:
        felter = ", ".join(f"{k} = %s" for k in (self.kolonne, self.indeks) if k)
        return f"UPDATE {self.tabel} SET {felter} WHERE id = %s AND {self.kolonne} = %s"  # noqa: S608 - our own names

    def _ny(self, pk: Any, chiffer: str) -> list[Any]:
        tekst = krypto.dekrypter(self.formaal, chiffer, self.sted)
        nye = [krypto.krypter(self.formaal, tekst, self.sted)]
        if self.indeks:
            nye.append(krypto.indeks(self.indeks_formaal, tekst))
        return [*nye, pk, chiffer]

    def _hent(self, sql: str, vaerdier: list[str] | None = None) -> list[Any]:
        # A row that row-level security hid would be one whose key is thrown away.
        with som_system(), connections[self.alias].cursor() as c:
            c.execute(sql, vaerdier)
            return list(c.fetchall())


@contextmanager
def uden_skrivere(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """While this lasts nobody else writes encrypted rows, and what others were writing is done."""
    with transaction.atomic(alias):  # on SQLite a transaction takes the write lock when it begins
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as c:
                for b in brug.alle():
                    if isinstance(b, Kolonnebrug):
                        c.execute(f"LOCK TABLE {b.tabel} IN SHARE MODE")
        yield
