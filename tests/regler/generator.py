"""Seeded, hostile cases for rules: borders of every window, ties, missing clock times, broken references."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta

from omhu.regler.katalog import katalog
from omhu.regler.sprog import Regel, Varighed
from omhu.regler.trin import Trin
from tests.regler.reference.tid import ZONE, foerste_ms, fra_ms, lokal_dag, sidste_ms, til_ms

TIME = 3_600_000
INDSATSER = (
    "anbringelse",
    "permanent_anbringelse",
    "kontaktperson",
    "familiebehandling",
    "konsulentbistand",
    "ungestoette_kontaktperson",
    "noget ukendt",
)
TILSTANDSARTER = (
    *("IVAERKSAT", "IVAERKSAT", "FORANSTALTNING_OPHOERT", "OPFOELGNING", "SAG_LUKKET"),
    *("HJEMGIVET", "BFU_BESLUTTET", "BFU_AFSLUTTET", "SAGSBEHANDLER_TILDELT"),
)
PERSONER = ("ABC", "abc", "DEF", "ekstern", "leverandoer", "")


def _sidste_soendag(aar: int, maaned: int) -> date:
    sidste = date(aar, maaned, monthrange(aar, maaned)[1])
    return sidste - timedelta((sidste.weekday() + 1) % 7)


def _varme_dage() -> list[date]:
    dage = [_sidste_soendag(aar, m) for aar in (2024, 2025, 2026) for m in (3, 10)]
    dage += [
        date(aar, m, monthrange(aar, m)[1]) for aar in (2023, 2024, 2025) for m in range(1, 13)
    ]
    dage += [date(2023, 5, 5), date(2024, 4, 26), date(2024, 2, 29), date(2025, 2, 28)]
    dage += [date(aar, 6, 5) for aar in (2023, 2024, 2025)]
    dage += [date(aar, 12, d) for aar in (2023, 2024, 2025) for d in (24, 25, 31)]
    dage += [date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 1), date(2025, 1, 1)]
    dage += [date(2023, 4, 6), date(2024, 3, 28), date(2025, 4, 17)]
    return dage


VARME_DAGE = _varme_dage()


@dataclass(frozen=True)
class Sag:
    """One generated case, as both evaluators take it."""

    trin: tuple[Trin, ...]
    foedselsdag: date | None
    pr: date

    def uden(self, nr: int) -> Sag:
        """The case without one of its steps."""
        return replace(self, trin=self.trin[:nr] + self.trin[nr + 1 :])


def sager(rng: Random, regler: Sequence[Regel], antal: int) -> list[Sag]:
    """Cases that aim at the rules in turn: each is built from the words of one or two of them."""
    ord_ = [_ordforraad(r) for r in regler]
    start = rng.randrange(len(ord_))
    maal = [[ord_[(start + n) % len(ord_)]] for n in range(antal)]
    return [_Bygger(rng, m if rng.random() < 0.7 else [*m, rng.choice(ord_)]).sag() for m in maal]


@dataclass(frozen=True)
class Ordforraad:
    """What a rule can see: kinds by part played, attributes, lengths of time."""

    udloesere: tuple[str, ...]
    svar: tuple[str, ...]
    andre: tuple[str, ...]
    kendetegn: tuple[str, ...]
    varigheder: tuple[Varighed, ...]
    timer: tuple[int, ...]
    samme: frozenset[str]
    krav: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    """Kinds of a match with the characteristics that must hold."""


def _ordforraad(regel: Regel) -> Ordforraad:
    moenstre = [m for v in regel.versioner for m in v.tilfaelde]
    raa = [m.model_dump() for m in moenstre]
    udloesere = {a for m in moenstre for x in m.udloest_af for a in x.skridt}
    svar = {a for m in moenstre for x in m.opfyldt_af for a in x.skridt}
    alle = set(_find(raa, "skridt"))
    return Ordforraad(
        tuple(sorted(udloesere)),
        tuple(sorted(svar)),
        tuple(sorted(alle - udloesere - svar) or sorted(svar)),
        tuple(
            sorted(
                {
                    *_find(raa, "hvis"),
                    *_find(raa, "ikke"),
                    *_find(raa, "naar"),
                    *_find(raa, "paa_udloesende"),
                }
            )
        ),
        tuple(_varigheder(moenstre)),
        tuple(sorted(set(_find(raa, "timer")))),
        frozenset(_find(raa, "samme")),
        tuple(_krav(moenstre)),
    )


def _krav(moenstre: Sequence[Any]) -> Iterator[tuple[frozenset[str], tuple[str, ...]]]:
    for m in moenstre:
        for match in (*m.udloest_af, *m.opfyldt_af, *m.fravalg.af, *m.bortfalder):
            if match.hvis:
                yield frozenset(match.skridt), tuple(match.hvis)


def _find(x: Any, noegle: str) -> list[Any]:
    """All plain values under a key, however deep."""
    if isinstance(x, list):
        return [v for y in x for v in _find(y, noegle)]
    if not isinstance(x, dict):
        return []
    egne = x.get(noegle)
    fundet = egne if isinstance(egne, list) else [egne]
    fundet = [v for v in fundet if v is not None and not isinstance(v, dict)]
    return fundet + [v for y in x.values() for v in _find(y, noegle)]


def _varigheder(moenstre: Sequence[Any]) -> list[Varighed]:
    alle = []
    for m in moenstre:
        f = m.frist
        alle += [f] if f.form == "dag" else []
        alle += [Varighed(dage=max(1, f.timer // 24))] if f.timer else []
        alle += [v for v in (f.tidligst, f.ellers, f.hver, m.taeller_indtil) if v]
        alle += [a.hoejst for a in m.regnes_fra if a != "udloesende" and a.hoejst]
    return alle


class _Bygger:
    def __init__(self, rng: Random, ordforraad: list[Ordforraad]) -> None:
        self.rng = rng
        self.ord = ordforraad
        self.varme = rng.choice(VARME_DAGE)
        self.trin: list[Trin] = []

    def sag(self) -> Sag:
        rng = self.rng
        for nr in range(rng.choice((3, 5, 8, 8, 12, 18))):
            self.trin.append(self._trin(nr))
        if rng.random() < 0.3:
            self._gentag()
        spurgt = {k for o in self.ord for k in o.kendetegn}
        if rng.random() < 0.5 and "anbragt_seneste_aar" in spurgt:
            self._sidste_anbringelse()
        if rng.random() < 0.5 and spurgt & {"aktiv_indsats", "aktiv_anbringelse"}:
            foer = min(t.dag for t in self.trin) - timedelta(rng.choice((0, 1, 90)))
            self._saet_ind("IVAERKSAT", foer, ("anbringelse",))
        rng.shuffle(self.trin)
        sidste = max(t.dag for t in self.trin)
        pr = sidste + timedelta(rng.choice((-20, 0, 0, 1, 30, 200, 400)))
        return Sag(tuple(self.trin), self._foedselsdag(), pr)

    def _gentag(self) -> None:
        """The same step once more: repeated starts and ends, registered twice or a little later."""
        t = self.rng.choice(self.trin)
        mere = timedelta(self.rng.choice((0, 0, 1, 40)))
        kopi = replace(t, id=len(self.trin), dag=t.dag + mere, navn=f"s{len(self.trin)}")
        self.trin.append(replace(kopi, tid=None) if mere else kopi)

    def _sidste_anbringelse(self) -> None:
        """A placement, its end, and a trigger at the border of a year after."""
        ophoert = self.varme
        arter = ("IVAERKSAT", self.rng.choice(("FORANSTALTNING_OPHOERT", "HJEMGIVET")))
        dage = (ophoert - timedelta(40), ophoert)
        for art, dag in zip(arter, dage, strict=True):
            self._saet_ind(art, dag, ("anbringelse",))
        svar = self.rng.choice([a for o in self.ord for a in (*o.udloesere, *o.svar)])
        if not katalog().arter[svar].fylder:
            self._saet_ind(svar, ophoert + timedelta(self.rng.choice((365, 366))), ())

    def _saet_ind(self, art: str, dag: date, indsatser: tuple[str, ...]) -> None:
        krav = self._krav(art)
        nr = len(self.trin)
        self.trin.append(
            Trin(
                art,
                dag,
                indsatser=indsatser or self._indsatser(krav),
                attributter=self._attributter(krav),
                id=nr,
                navn=f"s{nr}",
            )
        )

    def _foedselsdag(self) -> date | None:
        rng = self.rng
        if rng.random() < 0.1:
            return None
        if rng.random() < 0.15:
            return rng.choice((date(2008, 2, 29), date(2012, 2, 29)))
        spurgt = sorted({katalog().kendetegn[k].alder for o in self.ord for k in o.kendetegn} - {0})
        alder = rng.choice((10, 12, 15, 16, 17, 18, 18, 5))
        if spurgt and rng.random() < 0.6:
            alder = rng.choice(spurgt) + rng.choice((0, 0, 1))
        dag = rng.choice((self.varme, rng.choice(self.trin).dag))
        return dag - relativedelta(years=alder) + timedelta(rng.choice((-1, 0, 0, 1, 60)))

    def _trin(self, nr: int) -> Trin:
        art = self._art()
        dag, tid = self._naar()
        krav = self._krav(art)
        return Trin(
            art,
            dag,
            tid,
            indsatser=self._indsatser(krav),
            attributter=self._attributter(krav),
            id=nr,
            navn=f"s{nr}",
            vedroerer=self._vedroerer(nr),
            naeste=self._naeste(dag),
        )

    def _art(self) -> str:
        ord_ = self.rng.choice(self.ord)
        arter = self.rng.choices(
            (ord_.udloesere, ord_.svar, ord_.andre, TILSTANDSARTER), (32, 38, 20, 10)
        )[0]
        art = self.rng.choice(arter)
        return "OPFOELGNING" if katalog().arter[art].fylder else art

    def _naar(self):
        rng = self.rng
        dag = self._dag()
        if rng.random() < 0.45:
            return dag, None
        timede = [t for t in self.trin if t.tid]
        timer = [h for o in self.ord for h in o.timer]
        if timede and rng.random() < 0.35:
            fra = til_ms(rng.choice(timede).tid)
            ms = fra + rng.choice([0, *timer]) * TIME + rng.choice((-1, 0, 0, 1, TIME, -TIME))
        else:
            ms = self._klokken(dag)
        return lokal_dag(ms), fra_ms(ms).astimezone(rng.choice((UTC, ZONE)))

    def _klokken(self, dag: date) -> int:
        foerste, sidste = foerste_ms(dag), sidste_ms(dag)
        midt = self.rng.randrange(foerste, sidste)
        return self.rng.choice((foerste, sidste, foerste + 90 * 60_000, foerste + 10 * TIME, midt))

    def _dag(self) -> date:
        rng = self.rng
        if not self.trin or rng.random() < 0.12:
            return self.varme + timedelta(rng.choice((-1, 0, 0, 0, 1)))
        anden = rng.choice(self.trin).dag
        varigheder = [v for o in self.ord for v in o.varigheder]
        if varigheder and rng.random() < 0.45:
            return self._ved_graensen(anden, rng.choice(varigheder))
        if rng.random() < 0.15:
            aar = anden.year + rng.choice((-1, 0, 1))
            return rng.choice((date(aar, 1, 1), date(aar, 12, 31), date(aar, 2, 28)))
        return anden + timedelta(rng.choice((0, 0, 0, 1, 1, -1, 2, 7, -7, 20, -30, 60, 365, 366)))

    def _ved_graensen(self, fra: date, varighed: Varighed) -> date:
        """A length of time before or after another step, a day more or less."""
        rng = self.rng
        enhed = {"uger": "weeks", "maaneder": "months", "aar": "years"}.get(varighed.enhed, "days")
        antal = varighed.antal
        if "dage" in varighed.enhed and varighed.enhed != "dage":
            antal += 2 * (antal // 5) + rng.choice((0, 1, 2, 4))
        retning = rng.choice((1, 1, 1, -1))
        return (
            fra + relativedelta(**{enhed: antal * retning}) + timedelta(rng.choice((-1, 0, 0, 1)))
        )

    def _krav(self, art: str) -> list[str]:
        """Sometimes: the characteristics that a match of this kind asks for."""
        mulige = [hvis for o in self.ord for arter, hvis in o.krav if art in arter]
        return list(self.rng.choice(mulige)) if mulige and self.rng.random() < 0.6 else []

    def _indsatser(self, krav: list[str]) -> tuple[str, ...]:
        grupper = {katalog().kendetegn[k].indsats for k in krav} - {""}
        pulje = INDSATSER if self.rng.random() < 0.4 else INDSATSER[1:4]
        if grupper:
            kendte = katalog().indsatser
            pulje = [i for i in INDSATSER if i in kendte and kendte[i].grupper & grupper] or pulje
        antal = self.rng.choices((0, 1, 2, 3), (0 if grupper else 25, 45, 22, 8))[0]
        return tuple(self.rng.sample(pulje, min(antal, len(pulje))))

    def _attributter(self, krav: list[str]) -> dict[str, str]:
        rng = self.rng
        valgt = {}
        for kode in sorted({k for o in self.ord for k in o.kendetegn}):
            k = katalog().kendetegn[kode]
            if k.attribut and rng.random() < 0.5:
                valgt[k.attribut] = rng.choice(sorted(k.vaerdier or k.undtagen) + ["ja", "nej", ""])
        for k in (katalog().kendetegn[kode] for kode in krav):
            if k.vaerdier:
                valgt[k.attribut] = sorted(k.vaerdier)[0]
            if k.beregnet == "ny_deltager":
                valgt["udfoert_af"] = "GHI"
        for felt in ("udfoert_af", "initialer"):
            if rng.random() < 0.25:
                valgt.setdefault(felt, rng.choice(PERSONER))
        return valgt

    def _vedroerer(self, nr: int) -> str:
        rng = self.rng
        if not any("henvisning" in o.samme for o in self.ord) or not nr or rng.random() < 0.3:
            return ""
        return rng.choice(
            (f"s{rng.randrange(nr)}", f"s{rng.randrange(nr)}", f"s{nr + 1}", "findes ikke")
        )

    def _naeste(self, dag: date) -> date | None:
        if self.rng.random() < 0.5:
            return None
        return dag + timedelta(self.rng.choice((-3, 0, 1, 7, 14, 30, 61, 182)))
