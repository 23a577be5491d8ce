"""The gate: everything that must stand before a decision, by paragraph; from the rules, the parties and the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta
from django.urls import reverse

from omhu.bord.afgoerelse.punkt import TEGN, Punkt
from omhu.bord.afgoerelse.udvalg import udvalgets_punkter
from omhu.frister.hvis import TAENKT, Krav, hvis
from omhu.frister.regelsaet import regel
from omhu.kerne.ord_om_tid import dato
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sager.parter import Part, parter
from omhu.sagsarbejde.afgoerelse.queries import samtykket
from omhu.sagsarbejde.afgoerelse.skema import AFGOERELSE, mangler
from omhu.sagsarbejde.afgoerelse.valg import Valg, fra, noegle
from omhu.sagsarbejde.samtale.queries import Samtale
from omhu.sagsarbejde.samtale.skema import BISIDDER

PERSONLIGE = ("samtykke-indsats", "samtykke-anbringelse")
"""Rules that ask for consent; the gate asks person by person instead."""
HOERING = "partshoering"


@dataclass(frozen=True)
class Samtykkende:
    """A party whose consent is asked, and since when it is there."""

    noegle: str
    part: Part
    registreret: bool


@dataclass(frozen=True)
class Port:
    """All of it, and what begins with the decision."""

    punkter: list[Punkt]
    efter: list[Krav] = field(default_factory=list)

    @property
    def mangler(self) -> list[Punkt]:
        """What is missing."""
        return [p for p in self.punkter if p.mangler]


def samtykkende(sag: Sag, valg: Valg, trin: Sequence[Trin]) -> list[Samtykkende]:
    """Whose consent the measures need on the day, by age and custody; none where the law does without."""
    if not valg.indsatser or valg.uden_samtykke:
        return []
    givet = samtykket(trin, valg.indsatser, _tidligst(valg.dag), valg.dag)
    return [
        Samtykkende(noegle(p), p, fra(p) in givet)
        for p in parter(sag, valg.dag, valg.slags)
        if p.samtykker
    ]


def _tidligst(dag: date) -> date:
    """The oldest consent that counts, by the rule."""
    fundet = regel("samtykke-indsats")
    frist = [t.frist.tidligst for v in fundet.versioner for t in v.tilfaelde] if fundet else []
    maaneder = next((f.maaneder for f in frist if f and f.maaneder), 0)
    return dag - relativedelta(months=maaneder)


def port(
    sag: Sag,
    valg: Valg,
    felter: Mapping[str, str],
    folk: Sequence[Samtykkende],
    samtale: Samtale | None,
) -> Port:
    """How everything stands if the measures were decided on the day."""
    svar = hvis(sag, valg.som_trin(), med=valg.samtykketrin())
    punkter = [
        *(p for k in svar.foer if (p := _af_regel(sag, k, valg, felter))),
        *_samtykker(sag, valg, folk, felter),
        *udvalgets_punkter(sag, valg, felter),
        _bisidder(valg, felter, samtale),
        *_indhold(valg, felter),
        _klagevejledning(svar.efter),
    ]
    orden = list(TEGN)
    return Port(sorted(punkter, key=lambda p: orden.index(p.status)), svar.efter)


def _af_regel(sag: Sag, k: Krav, valg: Valg, felter: Mapping[str, str]) -> Punkt | None:
    if k.regel in PERSONLIGE:
        return None
    f = k.forklaring
    status, tekst = k.status, _sag_det(k)
    if k.regel == HOERING and status is Status.KAN_IKKE_VURDERES:
        valgt = dict(AFGOERELSE.felt("hoering").valg).get(felter.get("hoering", ""))  # type: ignore[union-attr]  # the field is in the schema
        status, tekst = (
            (Status.IKKE_RELEVANT, f"{valgt}.")
            if valgt
            else (Status.MANGLER, "Svar på spørgsmålet om partshøring, eller hør parten først.")
        )
    knap, sti = _handling(sag, k.regel, valg)
    return Punkt(k.regel, k.navn, f.hjemmel, status, tekst, f.verificeret, knap, sti)


def _sag_det(k: Krav) -> str:
    f = k.forklaring
    if k.mangler:
        naer = " ".join(
            f"{n.trin.dag.day}.{n.trin.dag.month}. tæller ikke: {n.grund}."
            for n in f.naer
            if n.trin.id != TAENKT
        )
        return f"{f.krav} {naer}".strip()
    if k.raekke.opfyldt:
        return f"{dato(k.raekke.opfyldt.dag)}."
    return f.udfald


HANDLINGER = {
    "boernesamtale-foer-afgoerelse": ("Registrér samtale", "hold_samtale"),
    "bfu-foer-afgoerelse": ("Gå til undersøgelsen", "sagens_undersoegelse"),
    "bfu-foer-anbringelse": ("Gå til undersøgelsen", "sagens_undersoegelse"),
    "handleplan-foer-afgoerelse": ("Skriv handleplan", "plan_ny"),
    "barnets-plan-foer-tvang": ("Skriv plan", "plan_ny"),
    HOERING: ("Hør en part", "hoer_part"),
}


def _handling(sag: Sag, kode: str, valg: Valg) -> tuple[str, str]:
    """What would mend it, with the way back here."""
    if kode not in HANDLINGER:
        return "", ""
    knap, navn = HANDLINGER[kode]
    hjem = reverse("ny_afgoerelse", args=[sag.pk])
    soeg = {"indsatser": "+".join(valg.indsatser), "tilbage": hjem}
    return knap, reverse(navn, args=[sag.pk], query=soeg)


def _samtykker(
    sag: Sag, valg: Valg, folk: Sequence[Samtykkende], felter: Mapping[str, str]
) -> list[Punkt]:
    if valg.indsatser and valg.uden_samtykke:
        tekst = "Indsatsen besluttes uden samtykke efter de særlige regler om det."
        return [Punkt("samtykke", "Samtykke", "", Status.IKKE_RELEVANT, tekst)]
    return [
        Punkt(
            f"samtykke-{s.noegle}",
            f"Samtykke fra {s.part.navn}" if s.noegle != "barnet" else "Samtykke fra den unge selv",
            "",
            Status.OVERHOLDT if valg.samtykker.get(s.noegle) else Status.MANGLER,
            f"{s.part.grund} {_siger_nej(felter)}".strip(),
            s.part.verificeret,
            *_hvem_har_myndigheden(sag, s.noegle),
        )
        for s in folk
    ]


def _hvem_har_myndigheden(sag: Sag, hvem: str) -> tuple[str, str]:
    """The way to write who has custody, while nobody has."""
    if hvem != "myndighed":
        return "", ""
    return "Skriv, hvem det er", reverse("ny_person", args=[sag.pk])


def _siger_nej(felter: Mapping[str, str]) -> str:
    """What stands beside a consent that is asked of somebody while it is written that one refuses."""
    if not felter.get("naegtet_af", "").strip():
        return ""
    if felter.get("naegtet_foerer_til") == "udvalg":
        return "Udvalget afgør det, når nogen siger nej: vælg den indsats, der besluttes uden samtykke."
    return f"{felter['naegtet_af']} siger nej. Uden samtykke kan indsatsen ikke sættes i gang."


def _bisidder(valg: Valg, felter: Mapping[str, str], samtale: Samtale | None) -> Punkt:
    svar = felter.get("bisidder", "")
    hjemmel = f"{BISIDDER[valg.lov]} og FVL § 8"
    if svar == "ja":
        status, tekst = Status.OVERHOLDT, "Barnet og forældrene har fået det at vide."
    elif samtale and samtale.bisidder_tilbudt and svar != "nej":
        status = Status.MANGLER
        tekst = f"Barnet fik det at vide ved samtalen {dato(samtale.skridt.dag)}. Svar også for forældrene."
    else:
        status, tekst = (
            Status.MANGLER,
            "Fortæl barnet og forældrene, at de kan have en bisidder med.",
        )
    return Punkt("bisidder", "Tilbud om bisidder", hjemmel, status, tekst, verificeret=False)


def _indhold(valg: Valg, felter: Mapping[str, str]) -> list[Punkt]:
    enige = valg.samtykke == "ja"
    kraevede = mangler(felter, valg.lov, medhold=enige)
    ud = []
    for f in AFGOERELSE.felter:
        if valg.lov not in f.krav:
            continue
        status, tekst = Status.OVERHOLDT, "Står i afgørelsen."
        if f in kraevede:
            status, tekst = Status.MANGLER, "Skriv det i afgørelsen."
        elif not felter.get(f.navn):
            status = Status.IKKE_RELEVANT
            tekst = "Alle har samtykket, så afgørelsen giver parterne fuldt medhold (FVL § 22)."
        ud.append(
            Punkt(
                f"indhold-{f.navn}",
                f.label,
                f.krav[valg.lov],
                status,
                tekst,
                f.status == "verificeret",
            )
        )
    return ud


def _klagevejledning(efter: Sequence[Krav]) -> Punkt:
    k = next((k for k in efter if k.regel == "klagefrist"), None)
    tekst = (
        f"Står i brevet: der kan klages til og med {dato(k.raekke.frist_dag)}."
        if k
        else "Står i brevet."
    )
    hjemmel = k.forklaring.hjemmel if k else ""
    return Punkt("klagevejledning", "Klagevejledning", hjemmel, Status.OVERHOLDT, tekst)
