"""The demo municipality: same seed same people, nobody real, and deadlines kept as often as in the country."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from omhu.config.demo.brugere import DEMO_BRUGERE
from omhu.config.demo.kommune import lav_kommune
from omhu.indlaesning.formater.faelles import tjek_foedsel
from omhu.regler.evaluering import evaluer
from omhu.regler.filer import regelsaet
from omhu.regler.katalog import katalog
from omhu.regler.udfald import status

I_DAG = date(2026, 11, 21)
SKALA = 0.25
FEM_AAR = date(2021, 11, 21)


@pytest.fixture(scope="module")
def kommune():
    return lav_kommune(1, SKALA, I_DAG)


@pytest.fixture(scope="module")
def domme(kommune):
    """(case, row, status today) for every obligation, by the rules themselves."""
    regler = regelsaet()
    ud = []
    for sag in kommune.sager:
        trin = [s.som_trin() for s in sag.gaeldende()]
        for raekke in evaluer(regler, trin, foedselsdag=sag.barn.foedselsdato, pr=I_DAG):
            ud.append((sag, raekke, status(raekke, I_DAG).value))
    return ud


def gaeldende(kommune, art):
    return [s for sag in kommune.sager for s in sag.gaeldende() if s.art == art]


def test_the_same_seed_gives_the_same_municipality():
    a, b = lav_kommune(7, 0.02, I_DAG), lav_kommune(7, 0.02, I_DAG)
    assert a.fingeraftryk() == b.fingeraftryk()
    assert lav_kommune(8, 0.02, I_DAG).fingeraftryk() != a.fingeraftryk()


def test_open_and_closed_cases_are_as_many_as_asked_for(kommune):
    aabne = [s for s in kommune.sager if s.lukket is None]
    assert (len(aabne), len(kommune.sager) - len(aabne)) == (200, 1500)
    assert all(FEM_AAR <= s.lukket < I_DAG for s in kommune.sager if s.lukket)


def test_a_full_municipality_has_25_raadgivere_and_their_leaders():
    from random import Random

    from omhu.config.demo.personale import lav_enheder, lav_personale

    enheder = lav_enheder(1.0)
    pladser, folk = lav_personale(Random(3), enheder, 1.0, I_DAG)
    raadgivere = [b for b in folk if b.rolle == "RAADGIVER"]
    assert len(pladser) == sum(b.aktiv(I_DAG) for b in raadgivere) == 25
    forladt = [b for b in raadgivere if b.til and FEM_AAR <= b.til < I_DAG]
    assert 0.15 <= len(forladt) / 5 / 25 <= 0.36
    assert Counter(e.type for e in enheder) == {
        "CENTER": 1,
        "MODTAGELSE": 1,
        "TEAM": 4,
        "FAMILIEHUS": 1,
    }


@pytest.mark.parametrize("skala", [0.02, SKALA])
def test_the_people_of_the_start_page_are_there_and_at_work(skala):
    kommune = lav_kommune(5, skala, I_DAG)
    ansatte = {b.brugernavn: b for b in kommune.brugere if b.aktiv(I_DAG)}
    for brugernavn, rolle, hvorfor in DEMO_BRUGERE:
        assert ansatte[brugernavn].rolle == rolle
        assert ansatte[brugernavn].enhed.removeprefix("Center for Børn og Unge") in hvorfor
    assert len({b.initialer for b in kommune.brugere}) == len(kommune.brugere)


def test_only_replacement_cpr_numbers_that_agree_with_birth_date_and_sex(kommune):
    boern = [s.barn for s in kommune.sager]
    numre = [b.cpr for b in boern if b.foedselsdato]
    assert len(set(numre)) == len(numre)
    for barn in boern:
        if barn.foedselsdato is None:
            assert barn.cpr == ""
            continue
        f, cpr = barn.foedselsdato, barn.cpr
        assert cpr[:6] == f"{f.day + 60:02d}{f:%m%y}"
        assert int(cpr[9]) % 2 == (barn.koen == "M")
        assert (cpr[6] in "456789") == (f.year >= 2000)


def test_what_a_child_must_be_born_for_waits_for_the_birth():
    """Cases of unborn children are there; the import's own check finds nothing wrong in them."""
    foer = Counter()
    for fro in (1, 2026):
        for sag in lav_kommune(fro, SKALA, I_DAG).sager:
            for s in sag.skridt:
                galt = tjek_foedsel(s.art, s.dag, sag.barn.foedselsdato or sag.barn.termin)
                assert galt is None, (sag.nummer, galt)
                foer[s.art] += s.dag < (sag.barn.foedselsdato or I_DAG)
    assert foer["UNDERRETNING"] > 20
    assert foer["FORAELDREKONTAKT"] > 0


def test_siblings_share_household_and_last_name(kommune):
    husstande = defaultdict(list)
    for sag in kommune.sager:
        husstande[sag.barn.husstand].append(sag.barn)
    soeskende = [boern for boern in husstande.values() if len(boern) > 1]
    assert len(soeskende) > 50
    for boern in soeskende:
        assert len({b.navn.rstrip(")").split()[-1].lstrip("(") for b in boern}) == 1
        assert len({b.foraeldremyndighed for b in boern if b.foedselsdato}) <= 1


def test_every_step_is_of_a_kind_and_has_the_fields_the_catalogue_asks_for(kommune):
    arter = katalog().arter
    kendte = set(katalog().indsatser) | {"undersøgelsen", "underretningen"}
    for sag in kommune.sager:
        for s in sag.skridt:
            art = arter[s.art]
            assert not art.fylder
            if s.tilbagetrukket:
                continue
            udfyldt = set(s.data)
            if s.indsatser:
                udfyldt |= {"foranstaltning", "foranstaltninger", "emner"}
            if s.naeste:
                udfyldt |= {"naeste", "ny_frist"}
            assert set(art.kraevede) <= udfyldt, s.art
            assert set(s.indsatser.split("+")) - {""} <= kendte
            assert s.tid is None or art.tid


def test_steps_lie_within_the_case_and_are_registered_after_they_happened(kommune):
    for sag in kommune.sager:
        assert sag.skridt
        for s in sag.skridt:
            assert (
                sag.aabnet <= s.dag < I_DAG
                or s.erstatter
                or s.id in {x.erstatter for x in sag.skridt}
            )
            assert s.registreret.date() < I_DAG
            assert s.registreret.date() >= s.dag
            assert s.tid is None or s.registreret >= s.tid


def test_most_steps_are_registered_the_same_day_and_some_weeks_late(kommune):
    dage = [
        (s.registreret.date() - s.dag).days
        for sag in kommune.sager
        for s in sag.skridt
        if s.erstatter is None
    ]
    assert 0.6 < sum(d == 0 for d in dage) / len(dage) < 0.9
    assert 0.005 < sum(d >= 14 for d in dage) / len(dage) < 0.06


def test_there_are_corrections_withdrawals_handovers_and_reopened_cases(kommune):
    alle = [s for sag in kommune.sager for s in sag.skridt]
    rettede = [s for s in alle if s.erstatter]
    assert len(rettede) > 50
    assert any(s.tilbagetrukket for s in rettede)
    efter_id = {s.id: s for s in alle}
    assert all(s.rod == efter_id[s.erstatter].rod for s in rettede)
    assert all(s.registreret > efter_id[s.erstatter].registreret for s in rettede)
    genaabnet = [
        sag for sag in kommune.sager if sum(s.art == "SAG_OPRETTET" for s in sag.gaeldende()) > 1
    ]
    assert len(genaabnet) > 20
    overdraget = [s for s in alle if s.data.get("aarsag") == "overdragelse"]
    assert len(overdraget) > 500
    fratraadte = {b.initialer for b in kommune.brugere if b.til and b.til < I_DAG}
    assert not {s.ansvarlig for s in kommune.sager if s.lukket is None} & fratraadte


def test_the_words_of_the_law_change_with_the_law(kommune):
    bl = date(2024, 1, 1)
    assert all(
        s.dag >= bl
        for art in ("SCREENING", "AFDAEKNING_BESLUTTET")
        for s in gaeldende(kommune, art)
    )
    assert all(s.dag >= bl for s in gaeldende(kommune, "OPFOELGNING") if s.naeste)
    assert sum(s.naeste is not None for s in gaeldende(kommune, "OPFOELGNING")) > 200
    assert {"BARNETS_PLAN", "HANDLEPLAN", "UNGEPLAN"} <= {
        s.art for x in kommune.sager for s in x.skridt
    }


def test_underretninger_come_at_93_per_1000_children_and_one_in_five_leads_to_a_bfu(kommune):
    underretninger = [s for s in gaeldende(kommune, "UNDERRETNING") if s.dag >= FEM_AAR]
    pr_1000 = len(underretninger) / 5 / kommune.boern_i_kommunen * 1000
    assert 86 <= pr_1000 <= 100
    bfu = [s for s in gaeldende(kommune, "BFU_BESLUTTET") if s.dag >= FEM_AAR]
    assert 0.17 <= len(bfu) / len(underretninger) <= 0.24


NATIONALT = [
    ("underretning-24t", 0.92, 0.96),  # BSB 2020-23
    ("bfu-4mdr", 0.48, 0.62),  # BSB 2021-24: 34-60
    (
        "boernesamtale-foer-afgoerelse",
        0.59,
        0.69,
    ),  # BSB 2021-24: 61-65, reasoned waivers counted as kept
    ("barnets-plan-3mdr", 0.72, 0.86),  # BSB 2020: 79
    ("opfoelgning-3mdr", 0.5, 0.78),  # BSB 2022-24: 50-75
    ("bfu-barn-inddraget", 0.92, 0.985),  # BSB 2020-22: 95
    ("underretning-kvittering", 0.88, 0.97),
    ("personrettet-tilsyn", 0.8, 0.99),
]


@pytest.mark.parametrize(("regel", "mindst", "hoejst"), NATIONALT)
def test_deadlines_are_kept_about_as_often_as_in_the_country(domme, regel, mindst, hoejst):
    c = Counter(s for _, r, s in domme if r.regel.id == regel and FEM_AAR <= r.frist_dag < I_DAG)
    gode = c["overholdt"] + c["fravalgt"]
    relevante = gode + c["overskredet"] + c["mangler"]
    assert relevante > 25
    assert mindst <= gode / relevante <= hoejst


def aaben_overskredet(domme):
    return [
        (sag, r) for sag, r, s in domme if sag.lukket is None and s == "mangler" and not r.lukket
    ]


def test_a_raadgiver_has_a_few_overdue_duties_not_hundreds(kommune, domme):
    """Desk of about 31 cases: on average 3-8 overdue by law and local goals, half of it by law."""
    folk = [b.initialer for b in kommune.brugere if b.aktiv(I_DAG) and b.rolle == "RAADGIVER"]
    sager = Counter(s.ansvarlig for s in kommune.sager if s.lukket is None)
    assert 26 <= sum(sager.values()) / len(folk) <= 36
    antal = Counter(sag.ansvarlig for sag, _ in aaben_overskredet(domme))
    ved_lov = Counter(sag.ansvarlig for sag, r in aaben_overskredet(domme) if r.regel.art == "lov")
    assert 3 <= sum(antal.values()) / len(folk) <= 8.5
    assert 1.5 <= sum(ved_lov.values()) / len(folk) <= 5.5
    assert max(antal.values()) <= 25


def test_there_is_work_this_week(kommune, domme):
    folk = [b.initialer for b in kommune.brugere if b.aktiv(I_DAG) and b.rolle == "RAADGIVER"]
    snart = [
        r
        for sag, r, s in domme
        if sag.lukket is None
        and s == "afventer"
        and r.moenster.ved_udeblivelse == "mangler"
        and r.frist_dag <= I_DAG + timedelta(days=7)
    ]
    assert 1.5 <= len(snart) / len(folk) <= 7
