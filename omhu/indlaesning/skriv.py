"""Writing a load: children and cases by natural key, steps by difference. The caller holds the transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from omhu.adgang.models import Bruger, Enhed
from omhu.indlaesning import forskel
from omhu.indlaesning.forskel import AENDRET, NY, RETTET_I_HAANDEN, UAENDRET, Kaede, Par
from omhu.indlaesning.lager import Lager, SkridtRaekke
from omhu.indlaesning.models import Forsvundet, Indlaesning
from omhu.indlaesning.personale import skriv_personale
from omhu.indlaesning.poster import skriv_poster
from omhu.indlaesning.skridtskriver import NytSkridt, tilfoej
from omhu.kerne.kalender import dagens_begyndelse, ms, tid_af
from omhu.kerne.uuid7 import uuid7
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt

SAGER_AD_GANGEN = 500
SKRIDT_AD_GANGEN = 5000
ALARM = 0.10
ALARM_MINDST = 5
HOEJST_EKSEMPLER = 200
IKKE_PLACERET = "Ikke placeret"

Fremdrift = Callable[[int, int], None]


@dataclass
class Udfald:
    """What a load did, or would do."""

    sager: Counter[str] = field(default_factory=Counter)
    boern: Counter[str] = field(default_factory=Counter)
    skridt: Counter[str] = field(default_factory=Counter)
    forsvundne_sager: int = 0
    flyttede_registreringer: int = 0
    alarm: str = ""
    konflikter: list[str] = field(default_factory=list)
    eksempler: list[dict[str, str]] = field(default_factory=list)
    beroerte: set[int] = field(default_factory=set)

    def eksempel(self, slags: str, sag: str, tekst: str) -> None:
        """Keep one for the preview."""
        if len(self.eksempler) < HOEJST_EKSEMPLER:
            self.eksempler.append({"slags": slags, "sag": sag, "tekst": tekst})


@dataclass
class Skriver:
    """One load on its way into the database."""

    lager: Lager
    kilde: str
    indlaesning: Indlaesning
    nu: datetime
    faste_noegler: bool
    tabeller: frozenset[str]
    """Which tables of its source the load has: rows of others cannot have vanished."""
    raekker: str = forskel.ALLE
    """Which rows of its source the load has; only with all of them can something have vanished."""
    godkend_forsvundne: bool = False
    fremdrift: Fremdrift | None = None
    udfald: Udfald = field(default_factory=Udfald)
    _nye: list[NytSkridt] = field(default_factory=list)
    _vaek: list[tuple[UUID, int]] = field(default_factory=list)
    _igen: list[UUID] = field(default_factory=list)

    def koer(self) -> Udfald:
        """Write it all."""
        self._nu_ms = ms(self.nu)
        sager_foer = set(Sag.objects.filter(kilde=self.kilde).values_list("pk", flat=True))
        skriv_personale(self.lager)
        numre = skriv_poster(self.lager, self.kilde, self.udfald, self._enheder())
        self._skridt(numre, sager_foer)
        self._gem_skridt(0)
        self._forsvundne(sager_foer, numre)
        if antal := self.udfald.flyttede_registreringer:
            self.udfald.konflikter.append(
                f"{antal} skridt er registreret på et andet tidspunkt i kilden nu. "
                "Hvornår noget blev kendt, ændres ikke bagud."
            )
        return self.udfald

    # -- where new cases belong -------------------------------------------------------------------

    def _enheder(self) -> Callable[[str, str], int]:
        """A function (case, name of a unit in the extract) -> the unit's key; the newest responsible's
        unit comes first, then the one the extract names, else the unit for cases without a place."""
        af_initialer = {
            i.casefold(): e
            for i, e in Bruger.objects.exclude(initialer="")
            .exclude(enhed=None)
            .values_list("initialer", "enhed_id")
        }
        af_navn: dict[str, int] = {}
        for pk, navn, kilde_id in Enhed.objects.values_list("pk", "navn", "kilde_id"):
            af_navn[navn.casefold()] = pk
            if kilde_id:
                af_navn.setdefault(kilde_id.casefold(), pk)
        ansvarlig = self._initialer() if af_initialer else {}

        def enhed(sag: str, navn: str) -> int:
            fundet = af_initialer.get(ansvarlig.get(sag, "")) or af_navn.get(navn.casefold())
            if fundet is None:
                fundet = (
                    af_navn.get(IKKE_PLACERET.casefold())
                    or Enhed.objects.create(navn=IKKE_PLACERET).pk
                )
                af_navn[IKKE_PLACERET.casefold()] = fundet
            return fundet

        return enhed

    def _initialer(self) -> dict[str, str]:
        raekker = self.lager.db.execute(
            "SELECT sag, data FROM skridt WHERE art='SAGSBEHANDLER_TILDELT' ORDER BY sag, dag, orden"
        )
        return {sag: json.loads(data).get("initialer", "").casefold() for sag, data in raekker}

    # -- steps ------------------------------------------------------------------------------------

    def _skridt(self, numre: dict[str, int], sager_foer: set[int]) -> None:
        i_alt, faerdige = self.lager.antal("skridt"), 0
        self._i_alt_foer = (
            Skridt.objects.filter(kilde=self.kilde, erstatter=None).count() if sager_foer else 0
        )
        self._kendte_vaek = set(
            Forsvundet.objects.filter(kilde=self.kilde).values_list("rod", flat=True)
        )
        sete: set[int] = set()
        sager = self.lager.sager_med_skridt()
        while portion := list(islice(sager, SAGER_AD_GANGEN)):
            med_pk = [(numre[sag], rk) for sag, rk in portion if sag in numre]
            kaeder = (
                forskel.hent_kaeder(sager_foer.intersection(pk for pk, _ in med_pk), self.kilde)
                if self._i_alt_foer
                else {}
            )
            for (sag, _), (pk, raekker) in zip(portion, med_pk, strict=True):
                self._en_sag(sag, pk, raekker, kaeder.get(pk, []))
                faerdige += len(raekker)
            sete.update(pk for pk, _ in med_pk)
            self._gem_skridt(SKRIDT_AD_GANGEN)
            if self.fremdrift:
                self.fremdrift(faerdige, i_alt)
        if self._i_alt_foer and self.raekker == forskel.ALLE:
            self._sager_uden_skridt(sorted(sager_foer - sete))

    def _sager_uden_skridt(self, sager: list[int]) -> None:
        numre = dict(Sag.objects.filter(kilde=self.kilde).values_list("pk", "nummer"))
        for fra in range(0, len(sager), SAGER_AD_GANGEN):
            for pk, kaeder in forskel.hent_kaeder(
                sager[fra : fra + SAGER_AD_GANGEN], self.kilde
            ).items():
                self._notér_vaek(pk, numre.get(pk, "?"), kaeder)

    def _en_sag(self, sag: str, pk: int, raekker: list[SkridtRaekke], kaeder: list[Kaede]) -> None:
        par, vaek = forskel.sammenlign(raekker, kaeder, self.faste_noegler, self.raekker)
        for p in par:
            self.udfald.skridt[p.udfald] += 1
            if p.kaede is not None and p.kaede.kildens.rod in self._kendte_vaek:
                self._igen.append(p.kaede.kildens.rod)
            if p.udfald == UAENDRET and _andet_registreret(p):
                self.udfald.flyttede_registreringer += 1
            if p.udfald in (NY, AENDRET):
                self._nye.append(self._nyt(p, pk))
                self.udfald.beroerte.add(pk)
            if p.udfald in (AENDRET, RETTET_I_HAANDEN):
                self._vis(p, sag)
        if vaek and self.raekker == forskel.ALLE:
            self._notér_vaek(pk, sag, vaek)

    def _vis(self, p: Par, sag: str) -> None:
        assert p.kaede is not None
        tekst = _aendring(p)
        if p.udfald == RETTET_I_HAANDEN:
            self.udfald.konflikter.append(
                f"Sag {sag}: {tekst}. Skridtet er rettet i hånden i Omhu, så kildens ændring er ikke skrevet. "
                "Ret skridtet på sagen, hvis kilden har ret."
            )
        self.udfald.eksempel(p.udfald, sag, tekst)

    def _nyt(self, p: Par, pk: int) -> NytSkridt:
        r, nummer = p.ny, uuid7()
        sket = r.ms if r.ms is not None else dagens_begyndelse(date.fromisoformat(r.dag))
        if p.kaede is None:
            registreret = r.registreret if r.registreret is not None else min(sket, self._nu_ms)
            rod, erstatter = nummer, None
        else:
            hoved = p.kaede.hoved
            foer = ms(hoved.registreret)
            kendt = r.registreret or 0
            registreret = kendt if kendt > foer else max(self._nu_ms, foer)
            rod, erstatter = hoved.rod, hoved.id
        return NytSkridt(
            nummer,
            pk,
            r.art,
            sket,
            r.dag,
            r.ms is None,
            registreret,
            self.indlaesning.af_id,
            rod,
            erstatter,
            False,
            r.navn,
            r.vedroerer,
            r.indsatser,
            r.naeste,
            r.data,
            self.kilde,
            r.kilde_id,
            p.nr,
        )

    def _gem_skridt(self, mindst: int) -> None:
        if len(self._nye) > mindst:
            tilfoej(self._nye)
            self._nye.clear()

    # -- what is gone -----------------------------------------------------------------------------

    def _notér_vaek(self, pk: int, sag: str, kaeder: list[Kaede]) -> None:
        for kaede in kaeder:
            tabel = kaede.kildens.kilde_id.partition(":")[0]
            rod = kaede.kildens.rod
            if kaede.hoved.tilbagetrukket or tabel not in self.tabeller or rod in self._kendte_vaek:
                continue
            self.udfald.skridt["forsvundet"] += 1
            self.udfald.eksempel("forsvundet", sag, f"{_navn(kaede)} er ikke i udtrækket længere")
            if self.godkend_forsvundne or self.udfald.skridt["forsvundet"] <= self._graense():
                self._vaek.append((rod, pk))

    def _graense(self) -> int:
        return max(ALARM_MINDST - 1, int(ALARM * self._i_alt_foer))

    def _forsvundne(self, sager_foer: set[int], numre: dict[str, int]) -> None:
        i_udtraekket = set(self._egne_sager(numre))
        vaek = (
            sager_foer - i_udtraekket
            if "sag" in self.tabeller and self.raekker == forskel.ALLE
            else set()
        )
        vaek &= set(
            Sag.objects.filter(kilde=self.kilde, ikke_i_seneste=None).values_list("pk", flat=True)
        )
        self.udfald.forsvundne_sager = len(vaek)
        self._kom_igen(i_udtraekket)
        skridt = self.udfald.skridt["forsvundet"]
        for antal, i_alt, hvad in (
            (skridt, self._i_alt_foer, "skridt"),
            (len(vaek), len(sager_foer), "sager"),
        ):
            if antal >= (ALARM_MINDST if hvad == "skridt" else 2) and antal > ALARM * i_alt:
                self.udfald.alarm = (
                    f"{antal} af {i_alt} {hvad} er ikke i udtrækket længere. Det er over 10 %, så måske er "
                    "udtrækket ikke fuldt."
                )
        if self.udfald.alarm and not self.godkend_forsvundne:
            self.udfald.alarm += " Ingen er mærket som forsvundet. Er udtrækket fuldt, så godkend det ved indlæsningen."
            return
        Sag.objects.filter(pk__in=vaek).update(ikke_i_seneste=self.nu)
        Forsvundet.objects.bulk_create(
            (
                Forsvundet(rod=rod, sag_id=pk, kilde=self.kilde, indlaesning=self.indlaesning)
                for rod, pk in self._vaek
            ),
            batch_size=SKRIDT_AD_GANGEN,
        )

    def _egne_sager(self, numre: dict[str, int]) -> Iterator[int]:
        """The keys of the cases that the load itself lists."""
        for portion in self.lager.poster("sag"):
            yield from (numre[n] for n, _, _ in portion if n in numre)

    def _kom_igen(self, sager: set[int]) -> None:
        tilbage = [
            pk
            for pk in Sag.objects.filter(kilde=self.kilde)
            .exclude(ikke_i_seneste=None)
            .values_list("pk", flat=True)
            if pk in sager
        ]
        Sag.objects.filter(pk__in=tilbage).update(ikke_i_seneste=None)
        for fra in range(0, len(self._igen), 900):
            Forsvundet.objects.filter(rod__in=self._igen[fra : fra + 900]).delete()


def _andet_registreret(p: Par) -> bool:
    """Does the source now give another second time for a step that it has never corrected?"""
    if p.kaede is None or p.ny.registreret is None:
        return False
    kildens = p.kaede.kildens
    return kildens.erstatter is None and ms(kildens.registreret) != p.ny.registreret


def _navn(kaede: Kaede) -> str:
    art, dag = kaede.kildens.indhold[:2]
    return f"{katalog().arter[str(art)].navn} {dag}"


def _aendring(p: Par) -> str:
    """`Afgørelse 2019-11-19: dato 2019-11-20` and the like, for the preview."""
    assert p.kaede is not None
    gl, ny = p.kaede.kildens.indhold, p.ny.indhold
    navne = ("type", "dato", "klokkeslæt", "indsats", "næste", "navn", "vedrører", "attributter")
    aendret = [
        f"{navn} {_kort(g)} → {_kort(n)}"
        for navn, g, n in zip(navne, gl, ny, strict=True)
        if g != n and not (navn in ("indsats", "næste", "navn", "vedrører") and gl[7] != ny[7])
    ]
    return f"{_navn(p.kaede)}: " + ("; ".join(aendret) or "rækkefølgen samme dag")


def _kort(vaerdi: Any) -> str:
    if isinstance(vaerdi, int):
        return f"{tid_af(vaerdi):%H.%M}"
    if isinstance(vaerdi, str) and vaerdi.startswith("{"):
        return "|".join(f"{k}={v}" for k, v in json.loads(vaerdi).items())[:80] or "ingen"
    return str(vaerdi or "ingen")[:80]


__all__ = ["UAENDRET", "Skriver", "Udfald"]
