"""The folder of the delivery: AVID.OMHU.N.1 with Indices, Schemas and Tables, and a page beside it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from omhu.config.arkivudtraek.tabel import Arkivtabel
from omhu.config.arkivudtraek.xml import Element, skriv_indeks
from omhu.config.kopi.arkiv import ryd_op
from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.udtraek.lav import noter_i_log
from omhu.config.udtraek.oejeblik import oejeblik
from omhu.config.udtraek.tabeller import tabeller
from omhu.tidslinje.models import Skridt

AVID = "AVID.OMHU.1"
MOENSTER = r"AVID\.[A-ZÆØÅ]{2,4}\.[1-9][0-9]*"
SKEMAER = Path(__file__).parent / "skemaer"
STYKKE = 1 << 20
Fremdrift = Callable[[int, int], None]


@dataclass(frozen=True)
class Resultat:
    """What was written."""

    tabeller: int
    raekker: int


def lav_arkivudtraek(
    mappe: Path, *, avid: str = AVID, fremdrift: Fremdrift | None = None
) -> Resultat:
    """Write the sketch into `mappe`, which must not exist. CPR numbers are in clear, as an archive needs them; the log
    says so. Raises Kopifejl; then there is no folder."""
    if not re.fullmatch(MOENSTER, avid):
        raise Kopifejl(
            f"»{avid[:30]}« er ikke et nummer til en arkiveringsversion. Skriv fx {AVID}."
        )
    if mappe.exists() or not mappe.parent.is_dir():
        raise Kopifejl(f"Vælg en ny mappe i en mappe, der findes; {mappe.name} kan ikke bruges.")
    noter_i_log("arkivudtraek", med_cpr=True)
    ryd_op(mappe.parent, ".*.delvis")
    halvt = mappe.with_name(f".{mappe.name}.{os.getpid()}.delvis")
    with paa_dansk(f"Arkivudtrækket {mappe.name}"):
        try:
            rod = halvt / f"{avid}.1"
            for del_ in ("Indices", "Schemas/standard", "Tables"):
                (rod / del_).mkdir(mode=0o700, parents=True)
            resultat = _skriv(rod, avid, fremdrift)
            (halvt / "LAESMIG.md").write_text(LAESMIG, "utf-8")
            halvt.rename(mappe)
        finally:
            shutil.rmtree(halvt, ignore_errors=True)
    return resultat


def _skriv(rod: Path, avid: str, fremdrift: Fremdrift | None) -> Resultat:
    alle = [t for t in tabeller(med_cpr=True) if t.alias == "default"]
    arkivtabeller = [Arkivtabel(t, nr) for nr, t in enumerate(alle, 1)]
    with oejeblik("default") as alias:
        for t in arkivtabeller:
            t.skriv(rod / "Tables", alias)
            if fremdrift:
                fremdrift(t.nr, len(arkivtabeller))
        fra, til = _periode(alias)
    for skema in SKEMAER.glob("*.xsd"):
        shutil.copyfile(skema, rod / "Schemas" / "standard" / skema.name)
    indeks = rod / "Indices"
    skriv_indeks(indeks / "archiveIndex.xml", "archiveIndex", _archive_index(avid, fra, til))
    skriv_indeks(
        indeks / "contextDocumentationIndex.xml", "contextDocumentationIndex", _dokumenter()
    )
    skriv_indeks(indeks / "tableIndex.xml", "siardDiark", _table_index(arkivtabeller))
    skriv_indeks(indeks / "fileIndex.xml", "fileIndex", _file_index(rod))
    return Resultat(len(arkivtabeller), sum(t.raekker for t in arkivtabeller))


def _periode(alias: str) -> tuple[date, date]:
    dage = Skridt.objects.using(alias).aggregate(fra=Min("dag"), til=Max("dag"))
    i_dag = timezone.localdate()
    return dage["fra"] or i_dag, max(dage["til"] or i_dag, i_dag)


def _table_index(arkivtabeller: list[Arkivtabel]) -> list[Element]:
    return [
        ("version", "1.0"),
        ("dbName", "omhu"),
        ("databaseProduct", settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]),
        ("tables", [t.indeks() for t in arkivtabeller]),
    ]


def _archive_index(avid: str, fra: date, til: date) -> list[Element]:
    har = {"komNum": False, "cprNum": True, "personalDataRestrictedInfo": True}
    return [
        ("archiveInformationPackageID", avid),
        ("archivePeriodStart", fra),
        ("archivePeriodEnd", til),
        ("archiveInformationPacketType", False),
        (
            "archiveCreatorList",
            [
                ("creatorName", settings.OMHU.kommune or "Kommunen"),
                ("creationPeriodStart", fra),
                ("creationPeriodEnd", til),
            ],
        ),
        ("archiveType", False),
        ("systemName", "Omhu"),
        (
            "systemPurpose",
            "Myndighedens arbejde med udsatte børn og unge: sager, frister og tilsyn.",
        ),
        ("systemContent", "Børn og unge med en sag; hændelser med dato, pligter og frister."),
        *[(navn, har.get(navn, False)) for navn in JA_NEJ],
        ("archiveApproval", avid.split(".")[1]),
    ]


JA_NEJ = (
    "regionNum komNum cprNum cvrNum matrikNum bbrNum whoSygKod containsDigitalDocuments containsGeodata "
    "containsResearchData researchSIP documentsDisposal searchRelatedOtherRecords systemFileConcept "
    "multipleDataCollection personalDataRestrictedInfo otherAccessTypeRestrictions"
).split()

KONTEKST = (
    (
        "It-systemets formål og lovgrundlag",
        "systemInformation",
        ("systemPurpose", "systemRegulations"),
    ),
    ("Indhold og begreber", "systemInformation", ("systemContent",)),
    ("Driftsversionens opbygning", "operationalInformation", ("operationalSystemInformation",)),
    ("Arkivets bestemmelse om aflevering", "submissionInformation", ("archivalProvisions",)),
)


def _dokumenter() -> list[Element]:
    """The documents that the municipality must write; none of them is there yet, and the title says so."""
    return [
        (
            "document",
            [
                ("documentID", nr),
                ("documentTitle", f"MANGLER: {titel}"),
                ("documentCategory", [(gruppe, [(navn, True) for navn in navne])]),
            ],
        )
        for nr, (titel, gruppe, navne) in enumerate(KONTEKST, 1)
    ]


def _file_index(rod: Path) -> list[Element]:
    filer = sorted(f for f in rod.rglob("*") if f.is_file())
    return [
        (
            "f",
            [
                ("foN", "\\".join((rod.name, *f.parent.relative_to(rod).parts))),
                ("fiN", f.name),
                ("md5", _md5(f)),
            ],
        )
        for f in filer
        if f.name != "fileIndex.xml"
    ]


def _md5(sti: Path) -> str:
    """The format asks for MD5; it finds accidents, not forgeries."""
    sum_ = md5(usedforsecurity=False)
    with sti.open("rb") as f:
        while stykke := f.read(STYKKE):
            sum_.update(stykke)
    return sum_.hexdigest().upper()


LAESMIG = """# Skitse til en arkiveringsversion

Mappen er en skitse efter bekendtgørelse 128/2020. Den er ikke efterprøvet og ikke godkendt af Rigsarkivet, og den kan
ikke afleveres, som den er. CPR-numre står i klartekst.

Der mangler:

- et nummer fra arkivet (AVID), og arkivets afgørelse om, hvad der skal afleveres,
- kontekstdokumentation; `contextDocumentationIndex.xml` nævner de dokumenter, kommunen selv skal skrive,
- Rigsarkivets egne skemaer; dem i `Schemas/standard` er Omhus,
- FORM-klassifikation i `archiveIndex.xml`,
- en prøve med arkivets testprogram.
"""
