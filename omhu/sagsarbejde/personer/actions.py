"""Adding people to a case, ending what they are to the child, correcting what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne import cpr
from omhu.sager import personadgang
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Barn, Person, Relation, Rettelse, Sag

PERSON_FELTER = (
    "navn",
    "cpr",
    "telefon",
    "email",
    "adresse",
    "adressebeskyttelse",
    "fag",
    "organisation",
    "sprog",
    "tolk",
)
RELATION_FELTER = ("art", "foraeldremyndighed", "kontakt", "note")
SKJULT = ("cpr", "adresse", "skjult_adresse")
"""What a correction never shows in a list."""
ARBEJDER_IKKE = "En beskyttet adresse kan kun åbnes af dem, der arbejder i sagen. Spørg den ansvarlige rådgiver."


def check_maa_skrive(af: Bruger, sag: Sag) -> None:
    """Raises PermissionDenied (Danish)."""
    kraev_ret(af, Ret.REGISTRERE)
    hent_sag(af, sag.pk)


@transaction.atomic
def tilfoej(
    sag: Sag,
    *,
    af: Bruger,
    person: Mapping[str, Any],
    relation: Mapping[str, Any],
    fra: date | None = None,
) -> Relation:
    """Write somebody new around the child; one with the same CPR number in a case the user may see is taken instead of
    written twice. Raises ValidationError at the field."""
    check_maa_skrive(af, sag)
    felter = _personfelter(person)
    kendt = _med_cpr(felter["cpr"], af)
    if kendt is None:
        _check_relation(sag, None, relation, fra)
        with som_system():  # nobody sees a person before the relation ties it to a case
            kendt = Person.objects.create(**felter, oprettet_af=af)
    return _ny_relation(sag, kendt, relation, fra, af)


@transaction.atomic
def tilknyt(
    sag: Sag, person: int, *, af: Bruger, relation: Mapping[str, Any], fra: date | None = None
) -> Relation:
    """Tie a person of a sibling's case to this child, too. Raises ValidationError or PermissionDenied."""
    check_maa_skrive(af, sag)
    kendt = personadgang.kendte(af, sag).filter(pk=person).first()
    if kendt is None:
        raise PermissionDenied("Personen kan ikke hentes fra en søskendes sag. Skriv den ind.")
    return _ny_relation(sag, kendt, relation, fra, af)


@transaction.atomic
def tilfoej_soeskende(
    sag: Sag,
    *,
    af: Bruger,
    barn: Barn | None = None,
    navn: str = "",
    foedselsdato: date | None = None,
) -> Relation:
    """Write a sibling: a child whose case the user may see, or a child without a case by name and birth date."""
    check_maa_skrive(af, sag)
    if barn is None:
        navn = navn.strip()
        if not navn:
            raise ValidationError({"navn": "Vi mangler søskendes navn."})
        check_uden_cpr([navn])
        _check_ikke_i_fremtiden(foedselsdato, "foedselsdato")
        with som_system():  # a child without a case is seen by nobody until the relation names it
            barn = Barn.objects.create(navn=navn, foedselsdato=foedselsdato)
    if barn.pk == sag.barn_id or barn.pk in {
        s.barn.pk for s in personadgang.soeskende(af, sag) if s.relation
    }:
        raise ValidationError({"navn": f"{barn} står der allerede."})
    return Relation.objects.create(
        barn=sag.barn, soeskende=barn, art=Relation.Art.SOESKENDE, skrevet_af=af
    )


@transaction.atomic
def skift(
    sag: Sag, relation: Relation, nye: Mapping[str, Any], *, af: Bruger, fra: date | None = None
) -> Relation:
    """What a person is to the child has changed on a day (`fra`), or was written wrongly (no day): the row is ended or
    marked, and a new one added. The same again changes nothing."""
    check_maa_skrive(af, sag)
    _check_aaben(relation)
    if all(str(getattr(relation, n)) == str(nye.get(n, "")) for n in RELATION_FELTER):
        return relation
    _check_relation(sag, relation, nye, fra)
    if fra is None:
        _luk(relation, None, af, "Rettet", fejlskrevet=True)
    else:
        _luk(relation, fra - timedelta(days=1), af, "Ændret")
    start = relation.fra if fra is None else fra
    felter = {n: nye.get(n, "") for n in RELATION_FELTER}
    return Relation.objects.create(
        barn=relation.barn, person=relation.person, fra=start, skrevet_af=af, **felter
    )


@transaction.atomic
def afslut(sag: Sag, relation: Relation, til: date | None, *, af: Bruger, grund: str) -> None:
    """It is no longer so after a day; without a day it never was (written by mistake)."""
    check_maa_skrive(af, sag)
    _check_aaben(relation)
    _check_ikke_i_fremtiden(til, "til")
    if til and relation.fra and til < relation.fra:
        raise ValidationError({"til": "Dagen ligger, før det begyndte. Skriv en senere dag."})
    if len(grund.strip()) < 3:
        raise ValidationError({"grund": "Skriv kort hvorfor."})
    check_uden_cpr([grund])
    _luk(relation, til, af, grund.strip(), fejlskrevet=til is None)


@transaction.atomic
def ret_person(
    sag: Sag, relation: Relation, nye: Mapping[str, Any], *, af: Bruger, begrundelse: str = ""
) -> list[Rettelse]:
    """Correct what is known of a person; what stood before stays. A protected address is replaced by a new one only."""
    check_maa_skrive(af, sag)
    person = relation.person
    if person is None:
        raise ValidationError("En søskende rettes på sin egen sag.")
    felter = _personfelter(nye)
    if felter["adressebeskyttelse"] and not felter["skjult_adresse"]:
        # The form never holds the hidden address: empty means as it was, or the one that is now to be hidden.
        felter["skjult_adresse"] = person.skjult_adresse or person.adresse
    return _skriv_rettelser(person, felter, af, begrundelse, person=person)


@transaction.atomic
def ret_barn(
    sag: Sag, nye: Mapping[str, Any], *, af: Bruger, begrundelse: str = ""
) -> list[Rettelse]:
    """Correct the child's name, CPR number or birth date; the unborn is born. Raises ValidationError at the field. The
    caller recomputes the obligations of all the child's cases."""
    check_maa_skrive(af, sag)
    barn = sag.barn
    felter: dict[str, Any] = {
        "navn": str(nye.get("navn", "")).strip(),
        "foedselsdato": nye.get("foedselsdato"),
    }
    if not felter["navn"]:
        raise ValidationError({"navn": "Vi mangler barnets navn."})
    check_uden_cpr([felter["navn"]])
    _check_ikke_i_fremtiden(felter["foedselsdato"], "foedselsdato")
    felter["cpr"] = barn.cpr
    if tekst := str(nye.get("cpr") or "").strip():
        laest = _laes_cpr(tekst)
        felter["cpr"] = laest.nummer
        felter["foedselsdato"] = felter["foedselsdato"] or laest.foedselsdag
        if laest.foedselsdag != felter["foedselsdato"] and not begrundelse.strip():
            raise ValidationError(
                {
                    "foedselsdato": "Datoen passer ikke med CPR-nummeret. Ret den, eller skriv hvorfor."
                }
            )
        andre = Barn.objects.med_cpr(laest.nummer).exclude(pk=barn.pk)
        if andre.filter(sager__in=synlige_sager(af)).exists():
            raise ValidationError(
                {
                    "cpr": "Nummeret står på et andet barn. Se efter i søgningen, og tal med din leder."
                }
            )
    return _skriv_rettelser(barn, felter, af, begrundelse, barn=barn)


def laes_adresse(sag: Sag, relation: Relation, *, af: Bruger, begrundelse: str) -> str:
    """The protected address, for one who works in the case and says why; the log has both before it is shown."""
    hent_sag(af, sag.pk)
    if not personadgang.arbejder_i(af, sag) or relation.person is None:
        raise PermissionDenied(ARBEJDER_IKKE)
    if len(begrundelse.strip()) < 5:
        raise ValidationError({"begrundelse": "Skriv kort, hvad du skal bruge adressen til."})
    log(
        Handling.LAES,
        sager=[sag.pk],
        bruger=af,
        formaal=f"Beskyttet adresse: {begrundelse.strip()}",
        detaljer={"beskyttet_adresse": relation.person_id},
    )
    return relation.person.skjult_adresse


# -- what they share --------------------------------------------------------------------------------


def _personfelter(raa: Mapping[str, Any]) -> dict[str, Any]:
    felter = {n: raa.get(n, "") for n in PERSON_FELTER}
    felter |= {n: v.strip() for n, v in felter.items() if isinstance(v, str)}
    felter["adressebeskyttelse"] = bool(felter["adressebeskyttelse"])
    felter["tolk"] = bool(felter["tolk"])
    felter["skjult_adresse"] = ""
    if not felter["navn"]:
        raise ValidationError({"navn": "Vi mangler navnet."})
    if felter["cpr"]:
        felter["cpr"] = _laes_cpr(felter["cpr"]).nummer
    if felter["adressebeskyttelse"]:
        felter["skjult_adresse"], felter["adresse"] = felter["adresse"], ""
    check_uden_cpr([v for n, v in felter.items() if n != "cpr" and isinstance(v, str)])
    return felter


def _laes_cpr(tekst: str) -> cpr.Cpr:
    try:
        return cpr.laes(tekst, pr=timezone.localdate())
    except cpr.CprFejl as fejl:
        raise ValidationError({"cpr": str(fejl)}) from fejl


def _med_cpr(nummer: str, af: Bruger) -> Person | None:
    """One of a case that the user may see. The same person in a case one may not see is written anew: the row would
    tell of the other case."""
    if not nummer:
        return None
    sager = synlige_sager(af).order_by()
    return Person.objects.med_cpr(nummer).filter(relationer__barn__sager__in=sager).first()


def _check_relation(
    sag: Sag, gammel: Relation | None, nye: Mapping[str, Any], fra: date | None
) -> None:
    if nye.get("art") not in Relation.Art.values or nye.get("art") == Relation.Art.SOESKENDE:
        raise ValidationError({"art": "Vi mangler, hvem personen er for barnet. Vælg."})
    if nye.get("foraeldremyndighed", "") not in ("", *Relation.Myndighed.values):
        raise ValidationError({"foraeldremyndighed": "Vælg, om personen har forældremyndigheden."})
    check_uden_cpr([str(nye.get("kontakt", "")), str(nye.get("note", ""))])
    _check_ikke_i_fremtiden(fra, "fra")
    if gammel and fra and gammel.fra and fra <= gammel.fra:
        raise ValidationError({"fra": "Dagen ligger, før det, der står nu, begyndte. Ret den."})
    _check_myndighed(sag, gammel, nye, fra)


def _check_myndighed(
    sag: Sag, gammel: Relation | None, nye: Mapping[str, Any], fra: date | None
) -> None:
    """One who has custody alone has it alone."""
    ny = nye.get("foraeldremyndighed", "")
    if ny not in (Relation.Myndighed.ENE, Relation.Myndighed.DELT):
        return
    dag = fra or timezone.localdate()
    for r in personadgang.relationer(sag):
        if r.pk == (gammel.pk if gammel else None) or not r.gaelder(dag) or not r.har_myndighed:
            continue
        if Relation.Myndighed.ENE in (ny, r.foraeldremyndighed):
            raise ValidationError(
                {
                    "foraeldremyndighed": f"{r.person} står med forældremyndigheden "
                    f"({r.get_foraeldremyndighed_display().lower()}). Ret den først, eller vælg fælles."
                }
            )


def _check_ikke_i_fremtiden(dag: date | None, felt: str) -> None:
    if dag and dag > timezone.localdate():
        raise ValidationError({felt: "Dagen ligger i fremtiden. Skriv, hvornår det skete."})


def _check_aaben(relation: Relation) -> None:
    if relation.afsluttet is not None:
        raise ValidationError("Det er allerede ændret eller afsluttet. Hent siden igen.")


def _ny_relation(
    sag: Sag, person: Person, relation: Mapping[str, Any], fra: date | None, af: Bruger
) -> Relation:
    _check_relation(sag, None, relation, fra)
    felter = {n: relation.get(n, "") for n in RELATION_FELTER}
    samme = Relation.objects.filter(barn=sag.barn, person=person, art=felter["art"], afsluttet=None)
    if samme.exists():
        raise ValidationError({"navn": f"{person} står der allerede. Ret i stedet."})
    return Relation.objects.create(barn=sag.barn, person=person, fra=fra, skrevet_af=af, **felter)


def _luk(
    relation: Relation, til: date | None, af: Bruger, grund: str, *, fejlskrevet: bool = False
) -> None:
    relation.til, relation.afsluttet, relation.afsluttet_af = til, timezone.now(), af
    relation.afslut_grund, relation.fejlskrevet = grund[:200], fejlskrevet
    relation.save(update_fields=["til", "afsluttet", "afsluttet_af", "afslut_grund", "fejlskrevet"])


def _skriv_rettelser(
    objekt: Barn | Person, nye: Mapping[str, Any], af: Bruger, begrundelse: str, **om: Any
) -> list[Rettelse]:
    check_uden_cpr([begrundelse])
    ud = []
    for felt, ny in nye.items():
        foer = getattr(objekt, felt)
        if foer == ny:
            continue
        setattr(objekt, felt, ny)
        ud.append(
            Rettelse(
                felt=felt,
                foer="" if foer is None else str(foer),
                begrundelse=begrundelse.strip()[:200],
                rettet_af=af,
                **om,
            )
        )
    if ud:
        objekt.save(update_fields=[r.felt for r in ud])
        Rettelse.objects.bulk_create(ud)
    return ud
