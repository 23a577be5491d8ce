"""Receiving an underretning: to the child's case, or to a new one, for one child or several at once.

BL § 136, stk. 1 (SEL § 155, stk. 1): every concern is registered, whoever tells it and however it is told.
The caller recomputes the obligations of the cases (`frister.actions.genberegn_sager`) in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.queries import synlige_enheder
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.kalender import lokal_dag
from omhu.kerne.uuid7 import uuid7
from omhu.regler.katalog import katalog
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.actions import ALDRIG_FOER, check_maa_registrere
from omhu.sagsarbejde.datoer import lukket_siden
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.kaede import UNDERRETNING
from omhu.sagsarbejde.modtagelse.kendt import UFOEDT, find, skjulte, valgt_sag
from omhu.sagsarbejde.modtagelse.nummer import ny_sag
from omhu.sagsarbejde.modtagelse.skriv import Maal, check_laengde, skridt, tekst
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt

SENEST_OM = timedelta(minutes=5)
"""Clocks that differ."""
FREMTID = "Tidspunktet ligger i fremtiden. Skriv, hvornår I modtog underretningen."
UDEN_ENHED = "Vælg den enhed, der skal have sagen."


@dataclass(frozen=True)
class NytBarn:
    """A child as it was told of. `sag`: the case of a known child that the user picked by name."""

    cpr: str = ""
    navn: str = ""
    foedt: date | None = None
    termin: date | None = None
    """Due date; the child is not born, and `navn` is the mother's."""
    sag: int | None = None


@dataclass(frozen=True)
class Henvendelse:
    """What was told, when, how and by whom; the same for all the children."""

    modtaget: datetime
    underretter: str
    aarsager: tuple[str, ...]
    overgreb: bool
    aeresrelateret: bool = False
    maade: str = ""
    tekst: str = ""
    underretter_navn: str = ""
    underretter_kontakt: str = ""
    enhed: Enhed | None = None

    @property
    def anonym(self) -> bool:
        """Does nobody know who told it?"""
        kendt = koder.kode("underretter", self.underretter)
        return bool(kendt and kendt.anonym)

    def attributter(self) -> dict[str, str]:
        """The fields of the step. The name of the underretter is not among them."""
        return {
            "afsender": self.underretter,
            "anonym": "ja" if self.anonym else "",
            "overgreb": "ja" if self.overgreb else "nej",
            "skaerpet": "ja" if koder.lovtype(self.underretter).skaerpet else "",
            "aeresrelateret": "ja" if self.aeresrelateret else "nej",
            "aarsager": "+".join(self.aarsager),
        }


@dataclass(frozen=True)
class Modtaget:
    """What became of one child: its case and the step."""

    maal: Maal
    underretning: Skridt
    andre: tuple[int, ...] = ()
    """Further cases that were written in; the caller recomputes them too, and shows nothing of them."""


@transaction.atomic
def modtag(h: Henvendelse, boern: Sequence[NytBarn], *, af: Bruger) -> list[Modtaget]:
    """Register it for every child, or for none. Raises PermissionDenied, and ValidationError by field; for the n-th
    child the field is `barn.<n>.<felt>` (from 0)."""
    kraev_ret(af, Ret.REGISTRERE)
    check_maa_registrere(af, katalog().arter[UNDERRETNING])
    _check(h)
    if not boern:
        raise ValidationError("Vi mangler, hvem det handler om. Skriv mindst ét barn.")
    for nr, barn in enumerate(boern):
        _check_barn(barn, h, nr)
    maal = [_maal(b, h, af, nr) for nr, b in enumerate(boern)]
    _check_forskellige(maal)
    _samme_husstand([m.sag for m in maal])
    return [_skriv(m, h, b, af) for m, b in zip(maal, boern, strict=True)]


def _check(h: Henvendelse) -> None:
    dag = lokal_dag(h.modtaget)
    if h.modtaget > timezone.now() + SENEST_OM:
        raise ValidationError({"modtaget_dag": FREMTID})
    if dag < ALDRIG_FOER:
        raise ValidationError(
            {"modtaget_dag": f"Året {dag.year} kan ikke passe. Skriv dagen igen."}
        )
    _check_kode("underretter", h.underretter, dag, "underretter")
    for aarsag in h.aarsager:
        _check_kode("aarsag", aarsag, dag, "aarsager")
    if h.maade:
        _check_kode("maade", h.maade, dag, "maade")
    if not h.aarsager:
        raise ValidationError(
            {"aarsager": "Vi mangler, hvad den handler om. Vælg mindst én årsag."}
        )
    om_overgreb = [k for a in h.aarsager if (k := koder.kode("aarsag", a)) and k.overgreb]
    if om_overgreb and not h.overgreb:
        raise ValidationError(
            {"overgreb": "Du har valgt overgreb som årsag. Svar ja her, eller fjern årsagen."}
        )
    check_laengde("tekst", h.tekst)


def _check_kode(liste: str, kode: str, dag: date, felt: str) -> None:
    kendt = koder.kode(liste, kode)
    if kendt is None:
        raise ValidationError({felt: "Vælg en fra listen."})
    if not kendt.gaelder(dag):
        raise ValidationError(
            {felt: f"»{kendt.navn}« gjaldt ikke den dag, I modtog underretningen. Vælg en anden."}
        )


def _check_barn(barn: NytBarn, h: Henvendelse, nr: int) -> None:
    """Raises ValidationError for days that cannot be."""
    dag, i_dag = lokal_dag(h.modtaget), timezone.localdate()
    if barn.termin is not None:
        if barn.cpr or barn.foedt:
            raise ValidationError(
                {
                    f"barn.{nr}.termin": "Et barn med CPR-nummer eller fødselsdag er født. Slet terminen."
                }
            )
        if abs((barn.termin - dag).days) > 310:
            raise ValidationError(
                {
                    f"barn.{nr}.termin": "Terminen ligger for langt fra underretningen. Skriv den igen."
                }
            )
        if not barn.navn and barn.sag is None:
            raise ValidationError(
                {f"barn.{nr}.navn": "Vi mangler mors navn. Et ufødt barn står på sin mor."}
            )
        return
    if barn.foedt is not None and barn.foedt > i_dag:
        raise ValidationError(
            {
                f"barn.{nr}.foedt": "Fødselsdagen ligger i fremtiden. Er barnet ikke født, så skriv "
                "datoen som termin."
            }
        )
    if barn.foedt is not None and barn.foedt > dag:
        felt = "cpr" if barn.cpr else "foedt"
        raise ValidationError(
            {
                f"barn.{nr}.{felt}": "Barnet er født, efter at I modtog underretningen. Ret den dag, I "
                "modtog den, eller skriv barnet som ufødt."
            }
        )


def _check_forskellige(maal: Sequence[Maal]) -> None:
    sete: set[int] = set()
    for nr, m in enumerate(maal):
        if m.sag.barn_id in sete:
            raise ValidationError({f"barn.{nr}.cpr": "Barnet står her to gange. Fjern det ene."})
        sete.add(m.sag.barn_id)


def _maal(barn: NytBarn, h: Henvendelse, af: Bruger, nr: int) -> Maal:
    """Whose case: an open one the user sees, an ordinary open one elsewhere, a closed one the user sees, or a new
    one. A protected case elsewhere changes nothing here (see kendt.py); those who have it are told in `_skriv`."""
    if barn.sag is not None:
        valgt = hent_sag(af, barn.sag)
        if valgt_sag(af, valgt.pk, barn.navn) is None:
            raise ValidationError(
                {f"barn.{nr}.navn": "Navnet er ikke det valgte barns. Slå op igen, og vælg barnet."}
            )
        egne = list(synlige_sager(af).filter(barn=valgt.barn_id).order_by("-pk"))
    else:
        egne = find(af, cpr=barn.cpr, navn=barn.navn, foedt=barn.foedt).sager
    aabne = [s for s in egne if s.lukket is None]
    if aabne:
        return Maal(aabne[0], "aaben")
    andre = skjulte(af, barn.cpr)
    if andre.aabne:
        return Maal(_hent_skjult(andre.aabne[0]), "skjult")
    if egne:
        return Maal(egne[0], "genaabnet")
    kendt = _hent_skjult(andre.lukkede[0]).barn if andre.lukkede else None
    if kendt is None and not barn.navn:
        raise ValidationError({f"barn.{nr}.navn": "Vi mangler barnets navn. Skriv det, I har."})
    return Maal(_opret(barn, h, af, kendt), "ny")


@som_system()  # to write into a case that one does not see: kendt.py says why
def _hent_skjult(pk: int) -> Sag:
    return Sag.objects.select_related("barn").get(pk=pk)


@som_system()  # a child is seen through its case, and there is none yet
def _opret(barn: NytBarn, h: Henvendelse, af: Bruger, kendt: Barn | None) -> Sag:
    """A new case in the user's unit, of a new child unless the municipality knows it."""
    if kendt is None:
        navn = UFOEDT.format(barn.navn) if barn.termin else barn.navn
        kendt = Barn.objects.create(navn=navn[:160], cpr=barn.cpr, foedselsdato=barn.foedt)
    sag = ny_sag(kendt, _enhed(h, af), lokal_dag(h.modtaget), af)
    aarsager = koder.navn("aarsag", "+".join(h.aarsager))
    sag.bekymring = f"{aarsager[:1].upper()}{aarsager[1:]}."
    sag.save(update_fields=["bekymring"])
    if not synlige_sager(af).filter(pk=sag.pk).exists():
        raise PermissionDenied(
            "Du kan ikke se sager i den enhed, så sagen kan ikke oprettes der. Bed din leder om hjælp."
        )
    return sag


def _enhed(h: Henvendelse, af: Bruger) -> Enhed:
    if h.enhed is not None:
        if not synlige_enheder(af).filter(pk=h.enhed.pk).exists():
            raise PermissionDenied("Du kan kun oprette sager i de enheder, du ser.")
        return h.enhed
    if af.enhed is None:
        raise ValidationError({"enhed": UDEN_ENHED})
    return af.enhed


@som_system()  # a sibling may have its case where the user does not see; only the household's pseudonym is touched
def _samme_husstand(sager: Sequence[Sag]) -> None:
    """Children told of together are siblings: those without a household get the one of the others."""
    if len(sager) < 2:
        return
    kendte = {s.barn.husstand for s in sager if s.barn.husstand}
    faelles = kendte.pop() if len(kendte) == 1 else f"omhu-{uuid7().hex}" if not kendte else ""
    for barn in {s.barn for s in sager if not s.barn.husstand and faelles}:
        barn.husstand = faelles
        barn.save(update_fields=["husstand"])


def _skriv(m: Maal, h: Henvendelse, barn: NytBarn, af: Bruger) -> Modtaget:
    dag = lokal_dag(h.modtaget)
    if m.slags == "ny":
        skridt(m, "SAG_OPRETTET", dag, af=af)
    elif m.slags == "genaabnet":
        # Opened on an earlier day than it was closed, it would still be closed.
        aabnes = max(dag, lukket_siden(m.sag) or dag)
        skridt(m, "SAG_OPRETTET", aabnes, af=af, felter={"aarsag": "Ny underretning"})
    u = skridt(m, UNDERRETNING, h.modtaget, af=af, felter=h.attributter())
    felter = {
        "tekst": h.tekst,
        "maade": h.maade,
        "underretter_navn": h.underretter_navn,
        "underretter_kontakt": h.underretter_kontakt,
        "termin": barn.termin.isoformat() if barn.termin else "",
    }
    tekst(m, "underretning", felter, af=af, rod=u.rod)
    return Modtaget(m, u, () if m.skjult else _sig_til_beskyttede(barn.cpr, m.sag, af))


def _sig_til_beskyttede(cpr: str, ny: Sag, af: Bruger) -> tuple[int, ...]:
    """Those who have a protected case of the child are told of the new one; the one who writes is told nothing."""
    beskyttede = skjulte(af, cpr).beskyttede
    for pk in beskyttede:
        with som_system():  # as in `_hent_skjult`
            registrer(
                _hent_skjult(pk),
                "JOURNALNOTAT",
                timezone.localdate(),
                af=af,
                attributter={"emne": f"Ny underretning om barnet er registreret i sag {ny.nummer}"},
            )
    return tuple(beskyttede)
