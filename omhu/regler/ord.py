"""Rules in plain Danish: the wording shared by the screens' explanations and docs/regler.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from omhu.regler.katalog import katalog
from omhu.regler.sprog import Anker, Bortfald, Fravalg, Fremskyndelse, Frist, Match, Varighed

ENHEDER = {
    "timer": ("time", "timer"),
    "dage": ("dag", "dage"),
    "uger": ("uge", "uger"),
    "maaneder": ("måned", "måneder"),
    "aar": ("år", "år"),
    "hverdage": ("hverdag", "hverdage"),
    "arbejdsdage": ("arbejdsdag", "arbejdsdage"),
}


def antal_tekst(antal: int, enhed: str) -> str:
    """`4 måneder`, `1 dag`; the unit as written in the rule."""
    ental, flertal = ENHEDER[enhed]
    return f"{antal} {ental if antal == 1 else flertal}"


def varighed_tekst(varighed: Varighed) -> str:
    """A length of time: `4 måneder`."""
    return antal_tekst(varighed.antal, varighed.enhed)


def art_navn(kode: str, lov: str = "") -> str:
    """A kind of step as people call it, in the words of the law (`SEL`, `BL`) where it differs."""
    return katalog().arter[kode].navn_efter(lov)


def frist_tekst(frist: Frist, fra: str = "") -> str:
    """The window in words. With `fra` (`underretningen`): `senest 4 måneder efter underretningen`;
    without: `inden 4 måneder`."""
    return _FRISTER[frist.form](frist, fra) + (
        "; falder dagen på en lørdag, søndag eller helligdag, flyttes den til næste arbejdsdag"
        if frist.rul
        else ""
    )


def _after(laengde: str, fra: str) -> str:
    return f"senest {laengde} efter {fra}" if fra else f"inden {laengde}"


def _timer(frist: Frist, fra: str) -> str:
    return _after(antal_tekst(frist.timer or 0, "timer"), fra)


def _dag(frist: Frist, fra: str) -> str:
    return "samme dag" if frist.antal == 0 else _after(varighed_tekst(frist), fra)


def _foer(frist: Frist, fra: str) -> str:
    tekst = f"før {fra}" if fra else "før"
    if frist.tidligst is None:
        return f"{tekst} eller samme dag"
    if frist.tidligst.antal == 0:
        return "samme dag"
    return f"{tekst} eller samme dag, men højst {varighed_tekst(frist.tidligst)} før"


def _dato(frist: Frist, fra: str) -> str:
    ellers = f", ellers {_after(varighed_tekst(frist.ellers), fra)}" if frist.ellers else ""
    return f"senest den dag, der er aftalt{ellers}"


def _hvert(frist: Frist, fra: str) -> str:
    return "i hvert helt kalenderår" if frist.kun_hele else "i hvert kalenderår"


def _hver(frist: Frist, fra: str) -> str:
    tekst = varighed_tekst(frist.hver) if frist.hver else ""
    return f"i hver periode på {tekst}, regnet fra {fra}" if fra else f"i hver periode på {tekst}"


_FRISTER = {
    "timer": _timer, "dag": _dag, "foer": _foer, "dato": _dato, "hvert": _hvert, "hver": _hver,
}  # fmt: skip


def opremsning(led: Sequence[str], ord_: str = "eller") -> str:
    """`a, b eller c`."""
    return led[0] if len(led) == 1 else f"{', '.join(led[:-1])} {ord_} {led[-1]}"


def ledsaetning(tekst: str) -> str:
    """A characteristic's text as it stands after `når`: `der er ikke samtykke` becomes `der ikke er samtykke`."""
    return re.sub(r"\b(er|var|angår|fremgår) ikke\b", r"ikke \1", tekst, count=1)


def kendetegn_tekst(hvis: Iterable[str], ikke: Iterable[str]) -> str:
    """`når den er akut og der er samtykke, undtagen når …`; empty without characteristics."""
    kendte = katalog().kendetegn
    ja = [ledsaetning(kendte[k].tekst) for k in hvis]
    nej = [ledsaetning(kendte[k].tekst) for k in ikke]
    dele = [f"når {opremsning(ja, 'og')}"] if ja else []
    dele += [f"undtagen når {opremsning(nej)}"] if nej else []
    return ", ".join(dele)


def match_tekst(match: Match, lov: str = "") -> str:
    """One match: `Underretning, når barnet har en igangværende indsats`."""
    navne = opremsning([art_navn(k, lov) for k in match.skridt])
    betingelse = kendetegn_tekst(match.hvis, match.ikke)
    return f"{navne}, {betingelse}" if betingelse else navne


SAMME = {
    "sag": "",
    "indsats": "for samme indsats",
    "henvisning": "om samme skridt",
}


def bortfald_tekst(bortfald: Bortfald, lov: str = "") -> str:
    """What ends the duty before it is due."""
    tillaeg = SAMME[bortfald.samme]
    return match_tekst(bortfald, lov) + (f", {tillaeg}" if tillaeg else "")


def fravalg_tekster(fravalg: Fravalg, lov: str = "") -> list[str]:
    """What waives the duty, one text for each way."""
    kendte = katalog().kendetegn
    tillaeg = SAMME[fravalg.samme]
    af = [match_tekst(m, lov) + (f", {tillaeg}" if tillaeg else "") for m in fravalg.af]
    return af + [f"når {ledsaetning(kendte[k].tekst)}" for k in fravalg.paa_udloesende]


def anker_tekst(anker: Anker | str, lov: str = "") -> str:
    """One alternative for where the window is counted from."""
    if isinstance(anker, str):
        return "det skridt, der udløser kravet"
    tekst = f"seneste {match_tekst(anker, lov)}"
    if anker.hoejst:
        samme_dag = anker.hoejst.antal == 0
        tekst += ", samme dag" if samme_dag else f", højst {varighed_tekst(anker.hoejst)} gammel"
    if anker.efter:
        tekst += f", efter seneste {opremsning([art_navn(k, lov) for k in anker.efter])}"
    return tekst


def fremskyndelse_tekst(dog: Fremskyndelse, lov: str = "") -> str:
    """What moves the due day forward."""
    naar = kendetegn_tekst(dog.naar, ())
    return f"{match_tekst(dog, lov)}{f', {naar}' if naar else ''}"
