"""The register of letters: each file in `breve/` is one letter and holds `BREV`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import ORD, Ret, har_ret
from omhu.rapporter import breve
from omhu.rapporter.brevdele import regelversion
from omhu.rapporter.dokument import Dokument
from omhu.regler.katalog import katalog
from omhu.regler.ord import opremsning
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende


@dataclass(frozen=True)
class Kendt:
    """What is known of the case when its letters are listed."""

    tekster: frozenset[tuple[str, str]]
    """(kind of text, the act that it hangs on)."""
    besvarede: frozenset[str]
    """Requests for a statement that have been answered."""


@dataclass(frozen=True)
class Brev:
    """One kind of letter. `lav` raises ValidationError (Danish) when the letter cannot be written."""

    kode: str
    navn: str
    lav: Callable[[Bruger, Sag, Skridt | None], Dokument]
    arter: tuple[str, ...] = ()
    """Kinds of step that it is written about; empty = about the whole case, and `lav` gets None."""
    ogsaa: tuple[str, ...] = ()
    """Kinds of step that lead to the same letter; not listed beside those of `arter`."""
    slags: tuple[str, ...] = ()
    """Kinds of text (`tekster.skema`) that `lav_af_skrift` writes it from."""
    lav_af_skrift: Callable[[Bruger, Sag, Skrift], Dokument] | None = None
    """The same letter from one text (`?skrift=`), for texts that no step dates yet."""
    naar: Callable[[Skridt, Kendt], bool] | None = None
    """Asked of each step of its kinds: can it be written about this one? What cannot be had is not listed; who comes
    by another way is told why by `lav`."""
    regler: tuple[str, ...] = ()
    """Rules whose paragraphs it names."""
    paragraffer: Callable[[Skridt], list[tuple[str, bool]]] | None = None
    """Other paragraphs that it names about a step, each with whether it is checked."""
    retter: tuple[Ret, ...] = (Ret.REGISTRERE, Ret.EKSPORTERE)
    """One of these is needed, beside seeing the case."""


def med_tekst(*slags: str) -> Callable[[Skridt, Kendt], bool]:
    """For `Brev.naar`: a text of one of the kinds hangs on the step. An act that came with an extract has none."""

    def har(skridt: Skridt, kendt: Kendt) -> bool:
        gerninger = (str(skridt.rod), skridt.vedroerer)
        return any((s, g) in kendt.tekster for s in slags for g in gerninger)

    return har


@cache
def alle() -> dict[str, Brev]:
    """Every letter by its code, in order of file name."""
    fundne: list[Brev] = [
        import_module(f"{breve.__name__}.{m.name}").BREV for m in iter_modules(breve.__path__)
    ]
    koder = {b.kode: b for b in fundne}
    if len(koder) != len(fundne):
        raise ValueError("two letters have the same code")
    return koder


@dataclass(frozen=True)
class Emne:
    """Something in a case that a letter can be written about: a step, a text, or the case itself."""

    brev: Brev
    skridt: Skridt | None = None
    skrift: Skrift | None = None


def emner(bruger: Bruger, sag: Sag) -> list[Emne]:
    """Every letter that the user may have of the case: those about all of it, then the newest of each kind."""
    maa = [b for b in alle().values() if maa_hente(bruger, b)]
    arter = {a for b in maa for a in b.arter}
    skridt = list(
        gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art__in=arter)).order_by(
            "-dag", "-sket", "-nr"
        )
    )
    tekster = list(skrifter(sag))
    kendt = _kendt(sag, tekster)
    fundne: list[Emne] = []
    for b in maa:
        om = [s for s in skridt if s.art in b.arter and (b.naar is None or b.naar(s, kendt))]
        egne = [Emne(b, skridt=s) for s in om]
        egne += [Emne(b, skrift=t) for t in tekster if t.slags in b.slags]
        fundne += egne if b.arter or b.slags else [Emne(b)]
    return sorted(fundne, key=lambda e: bool(e.skridt or e.skrift))


def _kendt(sag: Sag, tekster: list[Skrift]) -> Kendt:
    gerninger = {(t.slags, str(t.skridt_rod)) for t in tekster if t.skridt_rod}
    emner_ = {(t.slags, t.emne) for t in tekster if t.emne}
    svar = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art="UDTALELSE_MODTAGET"))
    return Kendt(frozenset(gerninger | emner_), frozenset(svar.values_list("vedroerer", flat=True)))


def ikke_efterset(brev: Brev, skridt: Skridt | None) -> list[str]:
    """The paragraphs of a letter that nobody has held against the law: said to the one who sends it, not in it."""
    dag = skridt.dag if skridt else timezone.localdate()
    versioner = [regelversion(r, dag) for r in brev.regler]
    alle_ = [(v.hjemmel, v.status == "verificeret") for v in versioner]
    if brev.paragraffer and skridt:
        alle_ += brev.paragraffer(skridt)
    return list(dict.fromkeys(tekst for tekst, efterset in alle_ if not efterset))


def maa_hente(bruger: Bruger, brev: Brev) -> bool:
    """May the user have this kind of letter at all?"""
    return any(har_ret(bruger, ret) for ret in brev.retter)


def check_maa_hente(bruger: Bruger, brev: Brev) -> None:
    """Raise PermissionDenied with a Danish sentence the UI can show as it is."""
    if not maa_hente(bruger, brev):
        kan = opremsning([ORD[ret] for ret in brev.retter])
        raise PermissionDenied(
            f"Din rolle ({bruger.get_rolle_display().lower()}) kan ikke {kan}, og derfor heller ikke hente breve. "
            "Tal med din leder, hvis du har brug for det."
        )


def skridt_til(brev: Brev, sag: Sag, nummer: UUID | None) -> Skridt | None:
    """The step that a letter is about, as it stands after corrections; without a number the newest that fits.
    Raises ValidationError (Danish) when there is none."""
    if not brev.arter:
        return None
    arter = (*brev.arter, *brev.ogsaa)
    egnede = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art__in=arter))
    if nummer is not None:
        kaede = Skridt.objects.filter(sag=sag, pk=nummer).values("rod")
        fundet = egnede.filter(rod__in=kaede).first()
    else:
        fundet = egnede.order_by("-dag", "-sket", "-nr").first()
    if fundet is None:
        raise ValidationError(_mangler(brev, valgt=nummer is not None))
    fundet.sag = sag
    return fundet


def _mangler(brev: Brev, *, valgt: bool) -> str:
    if valgt:
        return (
            f"»{brev.navn}« kan ikke laves om det skridt. Måske er det trukket tilbage. "
            "Hent sagen igen, og vælg skridtet på tidslinjen."
        )
    arter = opremsning([f"»{katalog().arter[a].navn}«" for a in brev.arter])
    return f"»{brev.navn}« kan ikke laves endnu. Registrér først {arter} på sagen."
