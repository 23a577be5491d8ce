"""Aktindsigt: who asks, what of the case they get, what is struck out and why, and that it was given.

Party's access: FVL §§ 9-16, BL § 141; others: OFL. The 7 arbejdsdage are the rule `aktindsigt`. What is chosen stands
in the request's own text, edition by edition: that is the redaction log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sager.parter import Part, parter
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.journal import filtyper, filvalg
from omhu.sagsarbejde.journal.actions import gem_fil
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.journal.queries import Post, poster, skridt_i
from omhu.sagsarbejde.journal.saetninger import saetninger
from omhu.sagsarbejde.journal.skema import DOKUMENTSLAGS, GRUNDE, HJEMLER, PARTER, RETNINGER, VALG
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt

ANMODET, GIVET, FRISTBREV = "AKTINDSIGT_ANMODET", "AKTINDSIGT_GIVET", "FRISTBREV"
MED, DELVIS, UDEN = (kode for kode, _ in VALG)
IKKE_PART = ("foraelder", "anden")
"""Those who are no party: everything is proposed left out, and each thing they may get is chosen."""
ROLLER = {"barnet": "barn", "advokat": "repraesentant", "partsrepraesentant": "repraesentant"}


def part_af(p: Part) -> str:
    """The code of `skema.PARTER` for one of the people around the child."""
    if p.rolle in ROLLER:
        return ROLLER[p.rolle] if p.part or p.rolle != "barnet" else "anden"
    return "myndighed" if p.part else "foraelder" if p.rolle == "foraelder" else "anden"


def mulige_parter(sag: Sag, dag: date) -> list[Part]:
    """Who may ask, with why each is a party or not."""
    return [p for p in parter(sag, dag) if p.rolle != "bisidder"]


@transaction.atomic
def anmod(sag: Sag, dag: date, felter: Mapping[str, str], *, af: Bruger) -> Skrift:
    """Register a request; the clock starts on `dag`. Raises PermissionDenied and ValidationError."""
    if felter.get("part") not in dict(PARTER):
        raise ValidationError({"part": "Vælg, hvem der beder om aktindsigt."})
    skridt = registrer_skridt(sag, ANMODET, dag, af=af)
    return tekster.opret(sag, "aktindsigt", felter, af=af, skridt_rod=skridt.rod)


@transaction.atomic
def forlaeng(skrift: Skrift, ny_frist: date, begrundelse: str, *, af: Bruger) -> Skridt:
    """A letter says that it takes longer (OFL § 36, stk. 2): with a reason and a new day."""
    _check_aaben(skrift)
    if ny_frist <= timezone.localdate():
        raise ValidationError({"ny_frist": "Den nye dag skal ligge efter i dag."})
    if len(begrundelse.strip()) < 5:
        raise ValidationError({"begrundelse": "Skriv hvorfor. Begrundelsen står i brevet."})
    felter = {"ny_frist": ny_frist.isoformat(), "begrundelse": begrundelse}
    return registrer_skridt(
        skrift.sag,
        FRISTBREV,
        timezone.localdate(),
        af=af,
        felter=felter,
        vedroerer=str(skrift.skridt_rod),
    )


def _check_aaben(skrift: Skrift) -> None:
    if skrift.afsluttet:
        raise ValidationError(
            "Aktindsigten er givet. Registrér en ny anmodning, hvis der bedes om mere."
        )


# -- what there is --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stykke:
    """One field of a thing, in sentences. `navn` and a number name a sentence: `tekst#2`."""

    navn: str
    label: str
    saetninger: list[str]


@dataclass
class Akt:
    """One thing of the case as the one who asks may get it."""

    id: str
    dag: date
    slags: str
    """What kind of thing: all that is told of it when it is left out."""
    titel: str
    stykker: list[Stykke]
    maerke: str
    """Changes with every edition: what was struck out is of this one."""
    dokument: Dokument | None = None
    valg: str = MED
    grund: str = ""
    begrundelse: str = ""
    streger: frozenset[str] = frozenset()
    valgt: bool = False
    """Somebody has chosen; else it is what is proposed."""
    set: str = ""
    nr: int = 0
    obs: str = ""
    beskyttede: frozenset[str] = frozenset()
    """What is proposed struck out: the name of an underretter who is to be protected."""

    @property
    def grund_ord(self) -> str:
        """Why not, with its paragraph."""
        navn = dict(GRUNDE).get(self.grund, "")
        return f"{navn}, {HJEMLER[self.grund]}" if navn else ""

    @property
    def fil_med(self) -> bool:
        """Does its file go along, whole or without some pages?"""
        return self.dokument is not None and (
            self.valg == MED or (self.valg == DELVIS and filvalg.er_med(self.streger))
        )

    @property
    def sider_ude(self) -> list[int]:
        """The pages of its file that are left out."""
        return filvalg.sider_ude(self.streger) if self.valg == DELVIS else []

    @property
    def foraeldet(self) -> bool:
        """Was it changed after it was struck out?"""
        return self.valg == DELVIS and self.set != self.maerke

    def er_streget(self, stykke: str, nr: int) -> bool:
        """Is a sentence struck out?"""
        return f"{stykke}#{nr}" in self.streger


def akter(skrift: Skrift) -> list[Akt]:
    """Everything in the case, the oldest first, with what is chosen for each. `skrift` is the request."""
    sag = skrift.sag
    felter = tekster.nyeste(skrift).felter
    alle = [_af_post(p) for p in poster(sag, reversed(list(skridt_i(sag))))]
    alle += [_af_skrift(s) for s in skrifter(sag).filter(skridt_rod=None).order_by("oprettet")]
    alle.sort(key=lambda a: a.dag)
    valgte = skema.raekker(felter, "akt")
    for nr, akt in enumerate(alle, 1):
        akt.nr = nr
        _foreslaa(akt, felter.get("part", ""))
        if akt.id in valgte:
            _vaelg(akt, valgte[akt.id])
    return alle


def _foreslaa(akt: Akt, part: str) -> None:
    if part in IKKE_PART:
        akt.valg, akt.grund = UDEN, "tavshed"
    elif akt.beskyttede:
        akt.valg, akt.grund, akt.streger, akt.set = (
            DELVIS,
            "underretter",
            akt.beskyttede,
            akt.maerke,
        )
    elif akt.maerke.startswith("kladde"):
        akt.valg, akt.grund = UDEN, "intern"


def _vaelg(akt: Akt, raekke: Mapping[str, str]) -> None:
    akt.valgt = True
    akt.valg = raekke.get("valg", akt.valg)
    akt.grund = raekke.get("grund", "")
    akt.begrundelse = raekke.get("begrundelse", "")
    akt.streger = frozenset(raekke.get("streger", "").split())
    akt.set = raekke.get("set", "")


def _af_post(p: Post) -> Akt:
    art = katalog().arter.get(p.skridt.art)
    egne = [s for s in p.skrifter if s.slags != "aktindsigt"]
    stykker = [
        *_stykker_i_skridt(p.skridt),
        *(stykke for n, s in enumerate(egne) for stykke in _stykker_i_skrift(s, f"{n}.")),
    ]
    beskyttede = _beskyttede(egne, stykker)
    maerke = "-".join([_bogstaver(p.skridt.pk), *(str(vars(s)["udgave_nr"]) for s in egne)])
    return Akt(
        p.rod.hex, p.skridt.dag, art.navn if art else p.skridt.art, p.titel, stykker, maerke, p.dokument,
        obs=_obs(p.skridt, beskyttede), beskyttede=beskyttede,
    )  # fmt: skip


def _beskyttede(skrifter_: list[Skrift], stykker: list[Stykke]) -> frozenset[str]:
    """The sentences that name an underretter who was promised protection."""
    felter = {f"{n}.{navn}" for n, s in enumerate(skrifter_) for navn in _navnefelter(s)}
    return frozenset(
        f"{s.navn}#{n}" for s in stykker if s.navn in felter for n in range(len(s.saetninger))
    )


def _navnefelter(s: Skrift) -> tuple[str, ...]:
    felter: dict[str, str] = vars(s)["felter"] or {}
    return (
        ("underretter_navn", "underretter_kontakt", "beskyttet")
        if felter.get("beskyttet") == "ja"
        else ()
    )


def _obs(s: Skridt, beskyttede: frozenset[str]) -> str:
    if beskyttede:
        return "Underretterens navn skal beskyttes. Se, om teksten røber den."
    return "Skal underretteren skjules?" if s.art == "UNDERRETNING" else ""


def _bogstaver(pk: UUID) -> str:
    """An id in letters alone: digits in a row might look like a CPR number."""
    return pk.hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def _af_skrift(s: Skrift) -> Akt:
    navn = skema.slags(s.slags).navn
    maerke = f"kladde-{vars(s)['udgave_nr']}"
    return Akt(
        s.pk.hex,
        timezone.localdate(s.oprettet),
        navn,
        f"{navn} (under arbejde)",
        _stykker_i_skrift(s),
        maerke,
    )


KODER = {"retning": dict(RETNINGER), "slags": dict(DOKUMENTSLAGS)}


def _stykker_i_skridt(s: Skridt) -> list[Stykke]:
    ud = []
    for navn, vaerdi in s.data.items():
        if isinstance(vaerdi, str) and vaerdi.strip():
            ord_ = KODER.get(navn, {}).get(vaerdi, vaerdi) if s.art == "DOKUMENT" else vaerdi
            ud.append(
                Stykke(f"skridt.{navn}", navn.replace("_", " ").capitalize(), saetninger(ord_))
            )
    return ud


def _stykker_i_skrift(s: Skrift, foran: str = "") -> list[Stykke]:
    kendt, ud = skema.slags(s.slags), []
    for navn, vaerdi in (vars(s)["felter"] or {}).items():
        felt = kendt.felt(navn)
        if felt and vaerdi.strip():
            ord_ = dict(felt.valg).get(vaerdi, vaerdi)
            ud.append(Stykke(f"{foran}{navn}", felt.label, saetninger(ord_)))
    return ud


# -- choosing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Valg:
    """What is chosen for one thing."""

    valg: str
    grund: str = ""
    begrundelse: str = ""
    streger: frozenset[str] = field(default_factory=frozenset)


@transaction.atomic
def vaelg(skrift: Skrift, valg: Mapping[str, Valg], *, paa: int, af: Bruger) -> Udgave:
    """Choose for some things (id -> choice); `paa` is the request's edition that the writer saw. Raises Konflikt,
    PermissionDenied and ValidationError (by `valg-<id>` and `grund-<id>`)."""
    _check_aaben(skrift)
    kendte = {a.id: a for a in akter(skrift)}
    fejl = {
        f"grund-{i}": "Vælg, hvorfor det ikke skal med."
        for i, v in valg.items()
        if v.valg != MED and not v.grund
    }
    fejl |= {
        f"valg-{i}": "Vælg, om det skal med." for i, v in valg.items() if v.valg not in dict(VALG)
    }
    fejl |= {
        f"valg-{i}": "Vælg de sætninger eller sider, der skal streges over."
        for i, v in valg.items()
        if v.valg == DELVIS and not v.streger
    }
    if fejl:
        raise ValidationError(fejl)
    felter = dict(tekster.udgave(skrift, paa).felter)
    for i, v in valg.items():
        if i in kendte:
            felter = {n: t for n, t in felter.items() if not n.startswith(f"akt.{i}.")} | _flad(
                kendte[i], v
            )
    return tekster.gem(skrift, felter, paa=paa, af=af)


def _flad(akt: Akt, v: Valg) -> dict[str, str]:
    findes = {f"{s.navn}#{n}" for s in akt.stykker for n in range(len(s.saetninger))}
    if akt.dokument:
        findes |= {s for s in v.streger if filvalg.er_om_filen(s)}
    streger = " ".join(sorted(v.streger & findes)) if v.valg == DELVIS else ""
    raekke = {
        "valg": v.valg,
        "grund": "" if v.valg == MED else v.grund,
        "begrundelse": "" if v.valg == MED else v.begrundelse.strip(),
        "streger": streger,
        "set": akt.maerke if v.valg == DELVIS else "",
    }
    return {n: t for n, t in skema.flad("akt", {akt.id: raekke}).items() if t}


def mangler(alle: list[Akt]) -> list[str]:
    """Why the bundle cannot be made yet, in Danish; none when it can."""
    ud = [
        f"Nr. {a.nr} er rettet, efter at der blev streget i den. Se den igennem igen."
        for a in alle
        if a.foraeldet
    ]
    return ud + [f"Nr. {a.nr} mangler en grund." for a in alle if a.valg != MED and not a.grund]


# -- giving it ------------------------------------------------------------------------------------


@transaction.atomic
def giv(skrift: Skrift, pdf: bytes, *, af: Bruger) -> Skridt:
    """The answer is given today: the bundle is kept on the case as it was handed out, and the request is closed.
    Raises PermissionDenied and ValidationError."""
    _check_aaben(skrift)
    if fejl := mangler(akter(skrift)):
        raise ValidationError(fejl)
    skridt = registrer_skridt(
        skrift.sag, GIVET, timezone.localdate(), af=af, vedroerer=str(skrift.skridt_rod)
    )
    felter = tekster.nyeste(skrift).felter
    til = felter.get("navn") or dict(PARTER)[felter["part"]]
    ny = tekster.opret(
        skrift.sag, "dokument", {"titel": "Aktindsigt", "til": til}, af=af, skridt_rod=skridt.rod
    )
    tekster.afslut(ny, skridt_rod=skridt.rod, af=af)
    gem_fil(ny, pdf, filtyper.laes_type(BytesIO(pdf), "aktindsigt.pdf"))
    tekster.afslut(skrift, skridt_rod=skrift.skridt_rod, af=af)
    return skridt


def anmodninger(sag: Sag) -> list[tuple[Skrift, Skridt, UUID | None]]:
    """Requests of a case, the newest first, with the step and the file that was given."""
    roedder = {s.rod: s for s in skridt_i(sag).filter(art__in=(ANMODET, GIVET))}
    givet = {s.vedroerer: s for s in roedder.values() if s.art == GIVET}
    filer = dict(
        Dokument.objects.filter(skrift__skridt_rod__in=[s.rod for s in givet.values()]).values_list(
            "skrift__skridt_rod", "pk"
        )
    )
    ud = []
    for skrift in skrifter(sag, "aktindsigt"):
        if skrift.skridt_rod in roedder:
            svar = givet.get(str(skrift.skridt_rod))
            ud.append((skrift, roedder[skrift.skridt_rod], filer.get(svar.rod) if svar else None))
    return ud
