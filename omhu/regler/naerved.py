"""Near misses and the gate: the same evaluator, with one condition relaxed or one step imagined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from omhu.kerne.kalender import Kalender
from omhu.regler import ord as o
from omhu.regler.evaluering import evaluer
from omhu.regler.katalog import katalog
from omhu.regler.sprog import Match, Moenster, Regel, Status, Version
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke


@dataclass(frozen=True)
class Naer:
    """A step that nearly kept the duty, and why it does not count."""

    trin: Trin
    grund: str


@dataclass(frozen=True)
class Lempelse:
    """One way to relax a pattern, with the sentence for a step that counts only then."""

    navn: str
    grund: Callable[[Moenster, Trin, Raekke], str]
    lemp: Callable[[Moenster], Moenster | None]


def _uden_kendetegn(m: Moenster) -> Moenster | None:
    if not any(x.ikke or x.hvis for x in m.opfyldt_af):
        return None
    return m.model_copy(update={"opfyldt_af": [Match(skridt=x.skridt) for x in m.opfyldt_af]})


def _grund_kendetegn(m: Moenster, trin: Trin, raekke: Raekke) -> str:
    kat = katalog()
    passende = [x for x in m.opfyldt_af if trin.art in x.skridt]
    for x in passende:
        for kode in x.ikke:
            k = kat.kendetegn[kode]
            if k.attribut and k.passer(
                trin.art, {k.attribut: str(trin.attributter.get(k.attribut, ""))}
            ):
                return k.tekst
    if passende and passende[0].hvis:
        return f"den tæller kun, når {kat.kendetegn[passende[0].hvis[0]].tekst}"
    return "den opfylder ikke kravets betingelser"


def _uden_noegle(m: Moenster) -> Moenster | None:
    return None if m.samme == "sag" else m.model_copy(update={"samme": "sag"})


def _grund_noegle(m: Moenster, trin: Trin, raekke: Raekke) -> str:
    if m.samme == "henvisning":
        return "den angår et andet skridt"
    kat = katalog()
    mangler = [
        kat.indsats_navn(i).lower() for i in raekke.udloest.indsatser if i not in trin.indsatser
    ]
    angaar = [kat.indsats_navn(i).lower() for i in trin.indsatser]
    if angaar and mangler:
        return f"den angik {o.opremsning(angaar, 'og')}, ikke {o.opremsning(mangler, 'og')}"
    return "det fremgår ikke, hvilken indsats den angik"


def _uden_tidligst(m: Moenster) -> Moenster | None:
    if m.frist.tidligst is None:
        return None
    return m.model_copy(update={"frist": m.frist.model_copy(update={"tidligst": None})})


def _grund_tidligst(m: Moenster, trin: Trin, raekke: Raekke) -> str:
    graense = o.varighed_tekst(m.frist.tidligst) if m.frist.tidligst else ""
    return f"den ligger mere end {graense} før"


LEMPELSER = (
    Lempelse("noegle", _grund_noegle, _uden_noegle),
    Lempelse("kendetegn", _grund_kendetegn, _uden_kendetegn),
    Lempelse("tidligst", _grund_tidligst, _uden_tidligst),
)


@lru_cache(maxsize=512)
def _lempet(regel_id: str, nr: int, tilfaelde: int, navn: str, regel_noegle: int) -> list[Regel]:
    regel = _regler_ved_noegle[regel_noegle]
    version = regel.versioner[nr]
    lempelse = next(x for x in LEMPELSER if x.navn == navn)
    ny = lempelse.lemp(version.tilfaelde[tilfaelde])
    if ny is None:
        return []
    return [regel.model_copy(update={"versioner": [_kun(version, tilfaelde, ny, regel, nr)]})]


_regler_ved_noegle: dict[int, Regel] = {}


def _kun(version: Version, tilfaelde: int, ny: Moenster, regel: Regel, nr: int) -> Version:
    naeste = regel.versioner[nr + 1].fra if nr + 1 < len(regel.versioner) else None
    til = version.til or (date.fromordinal(naeste.toordinal() - 1) if naeste else None)
    dele = list(version.tilfaelde)
    dele[tilfaelde] = ny
    return version.model_copy(update={"tilfaelde": dele, "til": til})


def naerved(
    raekke: Raekke,
    trin: Sequence[Trin],
    *,
    foedselsdag: date | None,
    pr: date,
    kalender: Kalender | None = None,
) -> list[Naer]:
    """Steps that would have kept the duty in time if one condition were dropped, each with the condition."""
    regel = raekke.regel
    _regler_ved_noegle[id(regel)] = regel
    nr = regel.versioner.index(raekke.version)
    fundne: list[Naer] = []
    for lempelse in LEMPELSER:
        lempet = _lempet(regel.id, nr, raekke.tilfaelde, lempelse.navn, id(regel))
        if not lempet:
            continue
        for anden in evaluer(lempet, trin, foedselsdag=foedselsdag, pr=pr, kalender=kalender):
            samme = anden.udloest == raekke.udloest and anden.nr == raekke.nr
            i_tide = anden.lukket == Status.OVERHOLDT and anden.opfyldt is not None
            if samme and i_tide and anden.opfyldt and all(n.trin != anden.opfyldt for n in fundne):
                fundne.append(
                    Naer(anden.opfyldt, lempelse.grund(raekke.moenster, anden.opfyldt, raekke))
                )
    return fundne
