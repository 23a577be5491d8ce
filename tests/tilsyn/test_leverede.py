"""The shipped concepts against the collected questions: none is lost, none is asked twice, none claims too much."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from omhu.adgang.models import Bruger
from omhu.maalinger import beregn, hent_koncept
from omhu.maalinger.tilsyn import forslag, hent, leverede, om_tilsynet
from tests.maalinger.tidslinje import Maalesag, trin

KATALOG = Path(__file__).parent / "data" / "tilsynsspoergsmaal.csv"
with KATALOG.open(encoding="utf-8", newline="") as fil:
    SAMLET = {r["id"]: r for r in csv.DictReader(fil)}
STILLES = [s for k in leverede().values() for s in (*k.spoergsmaal, *k.paa_tvaers)] + [
    *om_tilsynet()
]
EGNE = {"MOD-01", "MOD-02", "MOD-03"}
"""Our own questions to the reception team, which the sources ask only as one."""


def test_each_collected_question_is_asked_in_exactly_one_place():
    assert len(SAMLET) == 133
    assert Counter(s.id for s in STILLES) == Counter([*SAMLET, *EGNE])


def test_no_question_is_more_certain_than_its_source():
    fundet = {s.id: s.sikkerhed for s in STILLES if s.id in SAMLET}
    assert fundet == {i: r["sikkerhed"] for i, r in SAMLET.items()}


def test_what_data_cannot_answer_after_all_says_why():
    """The catalogue hoped for data in 120; steps carry 86. The others are asked of people, with the reason."""
    rang = {"manuel": 0, "delvis": 1, "auto": 2}
    tavse = [
        s.id
        for s in STILLES
        if s.id in SAMLET and rang[s.automatik] < rang[SAMLET[s.id]["automatik"]] and not s.bemaerk
    ]
    assert tavse == []
    assert sum(s.automatik != "manuel" for s in STILLES if s.id in SAMLET) == 86
    assert not [
        s.id
        for s in STILLES
        if rang[s.automatik] > rang[SAMLET.get(s.id, {}).get("automatik", "auto")]
    ]


def test_paragraphs_are_given_per_law_wherever_the_catalogue_has_them():
    for s in STILLES:
        r = SAMLET.get(s.id)
        if r and "§" in r["hjemmel_barnets_lov"]:
            assert s.hjemmel.get("BL") or set(s.hjemmel) & {"FVL", "RSL"}, s.id


@pytest.mark.parametrize("kode", leverede())
def test_concept_is_whole(kode):
    k = hent(kode)
    roller = set(Bruger.Rolle.values)
    assert all((k.kilde, k.efterset, k.udvaelgelse, k.note))
    for niveau in k.niveauer:
        assert roller.issuperset(niveau.roller or {"ingen"})
    for s in k.spoergsmaal:
        assert s.tekst.endswith("?"), s.id
        assert s.relevans, s.id
        assert not re.search(r"[A-Z]{3,}_[A-Z]", s.tekst + s.vejledning + s.bemaerk), s.id


def test_the_types_that_were_asked_for():
    assert len(hent("koebenhavn").niveauer) == 4
    assert len([t for t in hent("koebenhavn").sagstrin if not t.altid]) == 6
    assert hent("boernesagsbarometer").konvention == "taeller_som_overholdt"
    klk = {b.kode: b for b in hent("klk-screening").blanketter}
    assert list(klk) == ["forklaede", "sagsspecifikt_notat", "laeringsspoergsmaal"]
    assert klk["forklaede"].linjer == (10, 12)
    assert [t.navn for t in hent("taskforce").tabeller] == ["Tabel 1", "Tabel 2"]
    kendt = {kode: hent(kode).udtraek for kode in leverede() if hent(kode).udtraek}
    assert kendt == {"klk-screening": "selvvalgt", "taskforce": "liste", "viso": "liste"}


def test_questions_across_steps_are_asked_whatever_was_drawn():
    ved = [s.id for s in hent("koebenhavn").spoergsmaal_ved("samvaer")]
    assert ved == ["KBH-20", "KBH-18", "KBH-19", "KBH-21"]


# --- The rows that only audits have (ledelsestilsyn.yaml)

AAR = (date(2025, 1, 1), date(2025, 12, 31))
HVERT = ("SAG_OPRETTET 2024-01-10",)


def raekke(navn, *linjer):
    """`mangel`, `overholdt`, `ude` or `uvist`, with the reason."""
    sag = Maalesag(
        "S", trin=[trin(*x.split(" ", 2), nr=n) for n, x in enumerate([*HVERT, *linjer], 1)]
    )
    r = {x.raekke: x for x in beregn(hent_koncept("ledelsestilsyn"), [sag], *AAR)}[navn]
    if r.sager:
        return "talt", r.grunde["S"]
    if r.naevner_sager:
        return "ikke talt", r.oevrige_grunde["S"]
    return "ude", r.udeladt.get("S", "")


U, S = "UNDERRETNING 2025-03-01 afsender=skole", "BOERNESAMTALE 2025-03-15 udfoert_af=myndighed"
STOETTE = "AFGOERELSE 2025-03-01 foranstaltninger=familiebehandling"
PLAN = "BARNETS_PLAN 2025-06-01 foranstaltning=familiebehandling"
BEDT = "UDTALELSE_ANMODET 2025-03-01 fra=skole|naeste=2025-04-01"
NY = "UNDERRETNING 2025-05-01 afsender=laege"
BEGYNDT, SLUT = "BFU_BESLUTTET 2025-03-01", "BFU_AFSLUTTET 2025-04-20 art=ny"
SKIFT = (
    "SAGSBEHANDLER_TILDELT 2024-02-01 initialer=AB",
    "SAGSBEHANDLER_TILDELT 2025-02-01 initialer=CD",
)
TILFAELDE = {
    "samtale på den fjortende dag": ("LT-01", (U, S), "ikke talt"),
    "samtale en dag for sent": ("LT-01", (U, S.replace("15", "16")), "talt"),
    "begrundet fravalg": ("LT-01", (U, "BOERNESAMTALE_FRAVALGT 2025-03-02 begrundelse=alder"), "ude"),
    "dagene er ikke gået": ("LT-01", ("UNDERRETNING 2025-12-20 afsender=skole",), "ude"),
    "samtykke samme dag": ("LT-02", ("SAMTYKKE 2025-03-01 fra=mor", BEDT), "ikke talt"),
    "samtykke bagefter": ("LT-02", ("SAMTYKKE 2025-03-02 fra=mor", BEDT), "talt"),
    "plan på dagen": ("LT-03", (f"{STOETTE}|barnets_plan=ja", PLAN), "ikke talt"),
    "plan dagen efter": ("LT-03", (f"{STOETTE}|barnets_plan=ja", PLAN.replace("06-01", "06-02")), "talt"),
    "plan ikke besluttet": ("LT-03", (f"{STOETTE}|barnets_plan=nej",), "ude"),
    "sen plan uden krav": ("LT-03", (f"{STOETTE}|barnets_plan=nej", PLAN.replace("06-01", "06-02")), "ude"),
    "anbringelse uden plan": ("LT-04", ("AFGOERELSE 2025-03-01 foranstaltninger=anbringelse|samtykke=ja",), "talt"),
    "indsats på afdækning": ("LT-07", ("AFDAEKNING_BESLUTTET 2025-02-01", STOETTE), "ikke talt"),
    "indsats på ingenting": ("LT-07", (STOETTE,), "talt"),
    "indsats på undersøgelse": ("LT-07", ("BFU_BESLUTTET 2025-02-01", STOETTE), "ude"),
    "to underretninger uden handling": ("LT-09", (U, NY), "talt"),
    "handlet imellem": ("LT-09", (U, "BFU_BESLUTTET 2025-04-01", NY), "ikke talt"),
    "hul på 31 dage": ("LT-10", (BEGYNDT, "JOURNALNOTAT 2025-04-01 emne=x", SLUT), "talt"),
    "hul på 30 dage": ("LT-10", (BEGYNDT, "JOURNALNOTAT 2025-03-31 emne=x", SLUT), "ikke talt"),
    "stille sag": ("LT-11", (U,), "talt"),
    "stille sag med indsats": ("LT-11", ("IVAERKSAT 2025-01-10 foranstaltning=familiebehandling",), "ikke talt"),
    "lukket sag": ("LT-11", ("SAG_LUKKET 2025-02-01",), "ude"),
    "skift med kontakt": ("LT-16", (*SKIFT, "FORAELDREKONTAKT 2025-02-15"), "talt"),
    "skift uden kontakt": ("LT-16", SKIFT, "ude"),
}  # fmt: skip


@pytest.mark.parametrize("t", TILFAELDE.values(), ids=TILFAELDE)
def test_rows_of_the_audits(t):
    navn, linjer, forventet = t
    assert raekke(navn, *linjer)[0] == forventet


def test_silence_of_steps_that_only_omhu_has_is_not_a_mangel():
    """An imported case has no FORAELDREKONTAKT: that says nothing."""
    sag = Maalesag("S", trin=[
        trin("BFU_AFSLUTTET", "2025-02-01", "art=ny|vedroerer_aktuelle_forhold=ja", 1),
        trin("AFGOERELSE", "2025-03-01", "foranstaltninger=familiebehandling", 2),
    ])  # fmt: skip
    assert forslag(hent("boernesagsbarometer"), [sag], *AAR)["S", "BSB-05"].svar == "uvist"
