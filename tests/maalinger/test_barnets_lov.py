"""The same rows under Barnets Lov: twelve invented cases of 2025, figures worked out by hand (bl_facit.csv)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from omhu.kerne.ord_om_tid import dato

from .tidslinje import Maalesag, Sagsbog, laes, laes_tabel, trin

DATA = Path(__file__).parent / "data"
AAR = (date(2025, 1, 1), date(2025, 12, 31))
FACIT = laes_tabel(DATA / "bl_facit.csv")


@pytest.fixture
def bl():
    return Sagsbog(laes(DATA / "bl_sager.csv", DATA / "bl_haendelser.csv"))


@pytest.mark.parametrize("facit", FACIT, ids=lambda f: f["facit_id"])
def test_figure_of_2025(facit, bl, maal):
    r = maal(bl, *AAR)[facit["facit_id"]]
    assert (r.taeller, r.naevner, r.vist_som) == (
        int(facit["taeller"]), int(facit["naevner"]), facit["vist_som"],
    )  # fmt: skip
    assert sorted(r.sager) == facit["sager"].split()
    assert r.tekst == facit["tekst"]
    assert not facit["hjemmel"] or r.hjemmel == facit["hjemmel"]


def sag(*linjer, **kw):
    """One case from lines of the format: `AFGOERELSE 2025-03-01 foranstaltninger=…`."""
    skridt = [trin(*linje.split(" ", 2), nr=nr) for nr, linje in enumerate(linjer)]
    return Sagsbog({"S": Maalesag(id="S", trin=skridt, **kw)})


def brud(maal, bog, fra=AAR[0], til=AAR[1]):
    return {i for i, r in maal(bog, fra, til).items() if i.startswith("T1") and r.taeller}


def test_the_same_dates_are_judged_by_the_law_of_their_year(maal):
    """Support before the investigation is done, plan two months after, follow-up on an agreed day: kept in 2025."""

    def forloeb(aar, plan):
        return sag(
            f"UDSLAGSGIVENDE_BEGIVENHED {aar}-02-01 art=underretning",
            f"BFU_BESLUTTET {aar}-02-03 ",
            f"BOERNESAMTALE {aar}-03-01 emner=familiebehandling|udfoert_af=myndighed",
            f"AFGOERELSE {aar}-03-01 foranstaltninger=familiebehandling|barnets_plan=ja",
            f"{plan} {aar}-05-01 foranstaltning=familiebehandling",
            f"BFU_AFSLUTTET {aar}-05-15 art=ny|vedroerer_aktuelle_forhold=ja|begrundet_stillingtagen=ja",
        )

    assert brud(maal, forloeb(2025, "BARNETS_PLAN")) == set()
    foer = forloeb(2022, "HANDLEPLAN")
    assert brud(maal, foer, date(2022, 1, 1), date(2022, 12, 31)) == {"T1-08", "T1-10"}


@pytest.mark.parametrize(
    ("dag", "forventet"),
    [("2023-12-31", {"T1-04", "T1-09"}), ("2024-01-01", set())],
    ids=["serviceloven", "barnets lov"],
)
def test_the_day_of_the_decision_picks_the_law(maal, dag, forventet):
    """Support without investigation or plan, across the change of law inside one window."""
    bog = sag(
        "BOERNESAMTALE 2023-12-20 emner=kontaktperson|udfoert_af=myndighed",
        f"AFGOERELSE {dag} foranstaltninger=kontaktperson|barnets_plan=nej",
    )
    assert brud(maal, bog, date(2023, 7, 1), date(2024, 6, 30)) == forventet


def test_text_and_hjemmel_follow_the_laws_that_were_used(maal):
    bog = sag("AFGOERELSE 2023-12-31 foranstaltninger=kontaktperson")
    bog.sager["B"] = Maalesag(
        id="B", trin=[trin("AFGOERELSE", "2024-01-01", "foranstaltninger=kontaktperson")]
    )
    r = maal(bog, date(2023, 7, 1), date(2024, 6, 30))["T1-03"]
    assert r.hjemmel == "SEL § 48, stk. 1 / BL § 5, stk. 3-4"
    assert (
        r.tekst == "§ 48 børnesamtale ikke opfyldt / § 5, stk. 3: samtale med barnet ikke opfyldt"
    )


def test_six_month_rhythm_is_no_breach_after_2024(maal):
    """Followed up 10 August 2024, agreed 10 June 2025, held that day: ten months, nothing broken."""
    bog = sag(
        "IVAERKSAT 2024-05-10 foranstaltning=anbringelse",
        "OPFOELGNING 2024-08-10 foranstaltning=anbringelse|naeste=2025-06-10",
        "TILSYNSSAMTALE 2025-02-01 sted=anbringelsessted",
        "OPFOELGNING 2025-06-10 foranstaltning=anbringelse|naeste=2026-02-01",
        "TILSYNSSAMTALE 2025-08-01 sted=anbringelsessted",
    )
    assert brud(maal, bog) == set()
    assert maal(bog, *AAR)["T1-13"].naevner == 1


@pytest.mark.parametrize(
    "fulgt_op", [[], ["OPFOELGNING 2024-03-01 foranstaltning=anbringelse"]], ids=["nej", "ja"]
)
@pytest.mark.parametrize(
    ("koncept", "raekke"), [("taskforce", "T1-13"), ("boernesagsbarometer", "BSB-10")]
)
def test_rhythm_across_the_change_of_law_is_not_judged(maal, koncept, raekke, fulgt_op):
    """Followed up 1 September 2023: six months would be 1 March 2024, and the transition rule is not known. Those who
    followed up do not count either, or the share of the kept would always be the whole."""
    bog = sag(
        "IVAERKSAT 2023-06-01 foranstaltning=anbringelse",
        "OPFOELGNING 2023-09-01 foranstaltning=anbringelse",
        *fulgt_op,
    )
    r = maal(bog, date(2024, 1, 1), date(2024, 12, 31), koncept)[raekke]
    assert (r.taeller, r.naevner, r.vist_som) == (0, 0, "Ikke relevant")
    assert "1 sag kan ikke vurderes" in " ".join(r.advarsler)


@pytest.mark.parametrize(
    ("dag", "brudt"),
    [("2025-02-10", False), ("2025-02-11", True)],
    ids=["samme dag", "dagen efter"],
)
def test_first_follow_up_when_the_parallel_investigation_is_done(bl, maal, dag, brudt):
    bl.flyt("BL-11", "OPFOELGNING", "2025-03-20", dag)
    assert ("BL-11" in maal(bl, *AAR)["T1-12"].sager) == brudt


@pytest.mark.parametrize(
    ("slut", "dag", "brudt"),
    [("2025-04-14", "2025-04-15", True), ("2025-04-20", "2025-04-15", False), ("2025-04-20", "2025-04-16", True)],
    ids=["afdækning først", "tre måneder på dagen", "tre måneder og en dag"],
)  # fmt: skip
def test_first_follow_up_is_due_at_the_earliest_of_the_two(bl, maal, slut, dag, brudt):
    bl.flyt("BL-11", "AFDAEKNING_AFSLUTTET", "2025-02-10", slut)
    bl.flyt("BL-11", "OPFOELGNING", "2025-03-20", dag)
    assert ("BL-11" in maal(bl, *AAR)["T1-12"].sager) == brudt


def test_plan_clamps_to_the_month_end(bl, maal):
    """BL-06 was decided 31 May: due 31 August. Decided 30 November the due day is 28 February, after the window."""
    assert maal(bl, *AAR)["T1-09"].sager == ("BL-06",)
    bl.flyt("BL-06", "AFGOERELSE", "2025-05-31", "2025-11-30")
    assert maal(bl, *AAR)["T1-09"].sager == ()


def test_plan_that_was_opted_out_at_support_is_not_missing(bl, maal):
    bl.tilfoej(
        "BL-06",
        "PLAN_FRAVALGT",
        "2025-06-01",
        "foranstaltning=kontaktperson|begrundelse=kort indsats",
    )
    assert maal(bl, *AAR)["T1-09"].sager == ()


def test_plan_can_not_be_opted_out_at_placement(bl, maal):
    bl.slet("BL-01", "BARNETS_PLAN", "2025-06-10")
    bl.tilfoej("BL-01", "PLAN_FRAVALGT", "2025-03-10", "foranstaltning=anbringelse|begrundelse=x")
    assert "BL-01" in maal(bl, *AAR)["T1-09"].sager


def test_plan_duty_lapses_with_the_measure(bl, maal):
    bl.tilfoej("BL-06", "FORANSTALTNING_OPHOERT", "2025-08-31", "foranstaltning=kontaktperson")
    assert maal(bl, *AAR)["T1-09"].sager == ()


def test_support_without_a_word_about_a_plan_is_warned_of_not_counted(bl, maal):
    bl.ret("BL-04", "AFGOERELSE", "2025-03-28", "barnets_plan=nej", "")
    r = maal(bl, *AAR)["T1-09"]
    assert (r.taeller, r.naevner) == (1, 5)
    assert "1 sag viser ikke" in r.advarsler[0]


def test_overdue_investigation_of_an_acute_placement_is_missing(bl, maal):
    """BL-08's event moved to 30 August: due 30 December, not done at the end of the year."""
    bl.flyt("BL-08", "UDSLAGSGIVENDE_BEGIVENHED", "2025-10-14", "2025-08-30")
    r = maal(bl, *AAR)
    assert r["T1-04"].sager == ("BL-02", "BL-08")
    assert "BL-08" in r["ALT-01"].sager


def test_case_outside_every_type_is_not_measured(bl, maal):
    bl.sager["X"] = Maalesag(id="X", trin=[trin("UNDERRETNING", "2025-05-05")])
    assert maal(bl, *AAR)["T2-06"].naevner == 12


def test_acute_placement_without_consent_waits_for_the_final_decision(bl, maal):
    """BL § 143: no plan is asked for, and one made four months later is not late."""
    bl.ret("BL-08", "AFGOERELSE", "2025-10-15", "samtykke=ja", "samtykke=nej")
    bl.flyt("BL-08", "AFGOERELSE", "2025-10-15", "2025-08-01")
    bl.flyt("BL-08", "BOERNESAMTALE", "2025-10-15", "2025-08-01")
    assert "BL-08" not in maal(bl, *AAR)["T1-09"].naevner_sager
    bl.tilfoej("BL-08", "BARNETS_PLAN", "2025-12-01", "foranstaltning=anbringelse")
    assert "BL-08" not in maal(bl, *AAR)["T1-10"].naevner_sager


def test_old_investigation_that_nobody_has_judged_is_neither_current_nor_outdated(bl, maal):
    bl.ret("BL-03", "BFU_AFSLUTTET", "2021-05-01", "vedroerer_aktuelle_forhold=nej", "")
    bl.ret("BL-03", "BFU_AFSLUTTET", "2021-05-01", "art=tidligere", "")
    r = maal(bl, *AAR)["T1-05"]
    assert (r.taeller, r.naevner) == (0, 4)
    assert r.advarsler[0].startswith("1 sag kan ikke vurderes")


def test_current_investigation_stays_in_the_denominator_though_its_time_has_not_run_out(bl, maal):
    bl.flyt("BL-05", "UDSLAGSGIVENDE_BEGIVENHED", "2025-08-20", "2025-09-15")
    assert maal(bl, *AAR)["T1-04"].naevner == 5


UNDERSOEGT = (
    "AFGOERELSE 2025-09-01 foranstaltninger=familiebehandling|barnets_plan=nej",
    "BFU_AFSLUTTET 2025-08-01 art=ny|vedroerer_aktuelle_forhold=ja|begrundet_stillingtagen=ja",
)


@pytest.mark.parametrize(
    ("foer", "frist"),
    [
        (["UNDERRETNING 2025-04-01 afsender=skole", "BFU_BESLUTTET 2025-05-15 "], "2025-08-01"),
        (["BFU_BESLUTTET 2025-04-02 "], "2025-08-02"),
        (["SCREENING 2025-03-31 resultat=bfu", "BFU_BESLUTTET 2025-04-02 "], "2025-07-31"),
        (["UNDERRETNING 2024-12-01 afsender=skole", "BFU_BESLUTTET 2025-04-02 "], "2025-05-01"),
        (
            [
                "UDSLAGSGIVENDE_BEGIVENHED 2024-12-01 art=x",
                "UNDERRETNING 2025-04-01 afsender=skole",
            ],
            "2025-05-01",
        ),
        (["UDSLAGSGIVENDE_BEGIVENHED 2024-12-01 art=x", "BFU_BESLUTTET 2025-04-01 "], "2025-05-01"),
    ],
    ids=[
        "underretning",
        "beslutning",
        "screening",
        "underretning før",
        "begivenhed før",
        "begivenhed før, beslutning i",
    ],
)
def test_start_where_no_decisive_event_is_recorded(maal, foer, frist):
    """The notification in the window, else the decision to investigate; what lies before gives window start."""
    r = maal(sag(*foer, *UNDERSOEGT), *AAR)["T1-06"]
    if date.fromisoformat(frist) >= date(2025, 8, 1):
        assert (r.taeller, r.naevner) == (0, 1)
    else:
        assert f"efter fristen {dato(date.fromisoformat(frist))} (" in r.grunde["S"]


@pytest.mark.parametrize(
    ("sagstype", "naevner"),
    [("", 1), ("stoette", 1), ("afgoerelse", 1), ("opfoelgning", 0), ("par30", 0)],
)
def test_a_type_that_is_not_the_measurements_own_says_nothing(sagstype, naevner, maal):
    """A municipality sorts its cases in its own way; what a case is to the measurement then follows from its steps."""
    bog = sag(
        "BFU_BESLUTTET 2025-02-03 ",
        "AFGOERELSE 2025-03-10 foranstaltninger=kontaktperson",
        sagstype=sagstype,
    )
    assert maal(bog, *AAR)["T1-03"].naevner == naevner
