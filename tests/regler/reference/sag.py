"""A case as ordered steps, and what each step shows (kendetegn) when the steps before it are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin

from . import tid

AKTIVE_GRUPPER = ("stoette", "anbringelse", "ungestoette")


@dataclass(eq=False)
class Skridt:
    """One step in its place: `nr` is the position in the order, `tlo`/`thi` the ms it may have happened."""

    trin: Trin
    tlo: int
    thi: int
    nr: int = -1
    viste: dict[str, bool] = field(default_factory=dict)

    @property
    def dag(self) -> date:
        return self.trin.dag

    @property
    def art(self) -> str:
        return self.trin.art

    @property
    def indsatser(self) -> set[str]:
        return set(self.trin.indsatser)

    def ved_eller_efter(self, andet: Skridt) -> bool:
        return self.thi >= andet.tlo


@dataclass
class Sag:
    """The steps of one case as known on `pr`, in order, with the birthdays up to the horizon."""

    skridt: list[Skridt]
    foedselsdag: date | None
    horisont: date
    kalender: tid.Kalender

    def har(self, skridt: Skridt, kode: str) -> bool:
        """Does the step show this characteristic?"""
        if kode not in skridt.viste:
            skridt.viste[kode] = _viser(self, skridt, kode)
        return skridt.viste[kode]

    def opfylder(self, skridt: Skridt, betingelse) -> bool:
        """All of `hvis` and none of `ikke`."""
        return all(self.har(skridt, k) for k in betingelse.hvis) and not any(
            self.har(skridt, k) for k in betingelse.ikke
        )

    def passer(self, skridt: Skridt, match) -> bool:
        """Kind and condition of one match."""
        return skridt.art in match.skridt and self.opfylder(skridt, match)

    def passer_en(self, skridt: Skridt, matches) -> bool:
        return any(self.passer(skridt, m) for m in matches)

    def foer(self, skridt: Skridt) -> list[Skridt]:
        return self.skridt[: skridt.nr]

    def efter(self, skridt: Skridt) -> list[Skridt]:
        return self.skridt[skridt.nr + 1 :]


def laes_sag(trin, foedselsdag, pr, kalender) -> Sag:
    """Order the steps that happened on or before `pr` and add the birthdays."""
    horisont = pr + relativedelta(years=1)
    kendte = [t for t in trin if t.dag <= pr] + foedselsdage(foedselsdag, horisont)
    skridt = sorted((_skridt(t) for t in kendte), key=lambda s: (s.dag, s.tlo))
    for nr, s in enumerate(skridt):
        s.nr = nr
        s.trin = med_rytme(s.trin, [tidligere.trin for tidligere in skridt[:nr]])
    return Sag(skridt, foedselsdag, horisont, kalender)


def med_rytme(t: Trin, tidligere: list[Trin]) -> Trin:
    """README, Rhythm: without a next date the follow-up takes the newest decided for the same measures."""
    if t.art != "OPFOELGNING" or t.naeste is not None:
        return t
    for beslutning in [t, *reversed(tidligere)]:
        rytme = str(beslutning.attributter.get("rytme_maaneder", ""))
        if beslutning.art == "OPFOELGNING" and beslutning.indsatser == t.indsatser and rytme:
            return replace(t, naeste=t.dag + relativedelta(months=int(rytme)))
    return t


def _skridt(trin: Trin) -> Skridt:
    if trin.tid is None:
        return Skridt(trin, tid.foerste_ms(trin.dag), tid.sidste_ms(trin.dag))
    return Skridt(trin, tid.til_ms(trin.tid), tid.til_ms(trin.tid))


def foedselsdage(foedselsdag: date | None, horisont: date) -> list[Trin]:
    """FYLDER_n, date-only, on or before the horizon."""
    if foedselsdag is None:
        return []
    arter = [a for a in katalog().arter.values() if a.fylder]
    alle = [Trin(a.kode, fylder(foedselsdag, a.fylder)) for a in arter]
    return [t for t in alle if t.dag <= horisont]


def fylder(foedselsdag: date, aar: int) -> date:
    """The day an age is reached; 29 February is 28 February in ordinary years."""
    return foedselsdag + relativedelta(years=aar)


def _viser(sag: Sag, skridt: Skridt, kode: str) -> bool:
    k = katalog().kendetegn[kode]
    if k.attribut:
        return k.passer(skridt.art, dict(skridt.trin.attributter))
    if k.indsats:
        return any(i_gruppe(i, k.indsats) for i in skridt.indsatser)
    if k.alder:
        return sag.foedselsdag is not None and fylder(sag.foedselsdag, k.alder) <= skridt.dag
    if k.beregnet:
        return BEREGNET[k.beregnet](sag, skridt)
    if k.saettes_af:
        return er_sat(sag, skridt, k)
    return TILSTANDE[k.tilstand](sag, skridt)


def i_gruppe(indsats: str, gruppe: str) -> bool:
    """Unknown measures count as support that is to be followed up."""
    kendt = katalog().indsatser.get(indsats)
    return gruppe in (kendt.grupper if kendt else ("stoette", "opfoelgning"))


def er_sat(sag: Sag, skridt: Skridt, k) -> bool:
    sat = False
    for s in sag.foer(skridt):
        if s.art in k.saettes_af:
            sat = True
        if s.art in k.slettes_af:
            sat = False
    return sat


def indsatser_foer(sag: Sag, skridt: Skridt) -> tuple[set[str], dict[str, date]]:
    """Measures that run just before the step, and for those that ended: the day of the last end."""
    i_gang: set[str] = set()
    ophoert: dict[str, date] = {}
    for s in sag.foer(skridt):
        if s.art == "IVAERKSAT":
            i_gang |= s.indsatser
        for i in slutter(s, i_gang):
            i_gang.discard(i)
            ophoert[i] = s.dag
    return i_gang, ophoert


def slutter(s: Skridt, i_gang: set[str]) -> set[str]:
    """Measures that this step ends."""
    if s.art == "FORANSTALTNING_OPHOERT":
        return s.indsatser or set(i_gang)
    if s.art == "SAG_LUKKET":
        return set(i_gang)
    if s.art == "HJEMGIVET":
        return {i for i in i_gang if i_gruppe(i, "anbringelse")}
    return set()


def aktiv_indsats(sag: Sag, skridt: Skridt) -> bool:
    i_gang, _ = indsatser_foer(sag, skridt)
    return any(i_gruppe(i, g) for g in AKTIVE_GRUPPER for i in i_gang)


def aktiv_anbringelse(sag: Sag, skridt: Skridt) -> bool:
    i_gang, _ = indsatser_foer(sag, skridt)
    return any(i_gruppe(i, "anbringelse") for i in i_gang)


def anbragt_seneste_aar(sag: Sag, skridt: Skridt) -> bool:
    _, ophoert = indsatser_foer(sag, skridt)
    for i, dag in ophoert.items():
        if i_gruppe(i, "anbringelse") and skridt.dag - dag <= timedelta(days=365):
            return True
    return aktiv_anbringelse(sag, skridt)


def egen_indsats_ophoert(sag: Sag, skridt: Skridt) -> bool:
    i_gang, ophoert = indsatser_foer(sag, skridt)
    egne = skridt.indsatser
    return bool(egne) and all(i in ophoert and i not in i_gang for i in egne)


def fulgt_op(sag: Sag, skridt: Skridt) -> bool:
    return any(
        s.art == "OPFOELGNING" and (not s.indsatser or s.indsatser & skridt.indsatser)
        for s in sag.foer(skridt)
    )


def har_naeste(sag: Sag, skridt: Skridt) -> bool:
    return skridt.trin.naeste is not None


def uden_udfoert_af(sag: Sag, skridt: Skridt) -> bool:
    return not skridt.trin.attributter.get("udfoert_af", "")


def ny_deltager(sag: Sag, skridt: Skridt) -> bool:
    """Done by someone who was not given the case by any earlier step."""
    hvem = skridt.trin.attributter.get("udfoert_af", "").lower()
    tidligere = {s.trin.attributter.get("initialer", "").lower() for s in sag.foer(skridt)}
    return bool(hvem) and hvem not in tidligere


BEREGNET = {
    "har_naeste": har_naeste,
    "uden_udfoert_af": uden_udfoert_af,
    "ny_deltager": ny_deltager,
}
TILSTANDE = {
    "aktiv_indsats": aktiv_indsats,
    "aktiv_anbringelse": aktiv_anbringelse,
    "anbragt_seneste_aar": anbragt_seneste_aar,
    "egen_indsats_ophoert": egen_indsats_ophoert,
    "fulgt_op": fulgt_op,
}
