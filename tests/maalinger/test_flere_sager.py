"""More cases with figures worked out by hand from the words of the rows: both laws, and both conventions.

Each case is one child; what is written is every row of table 1 that concerns it: (mangler, counted of).
"""

from __future__ import annotations

from datetime import date

import pytest

from omhu.maalinger import beregn, hent_koncept

from .tidslinje import Maalesag, trin

SEL, OVER, BL = (
    (date(2019, 7, 1), date(2020, 6, 30)),
    (date(2023, 7, 1), date(2024, 6, 30)),
    (date(2024, 6, 1), date(2025, 5, 31)),
)
NY = "art=ny|vedroerer_aktuelle_forhold=ja|begrundet_stillingtagen=ja"


def maal(linjer, vindue, konvention=None, **kw):
    """Every row by id, for one case."""
    sag = Maalesag("S", trin=[trin(*x.split(" ", 2), nr=n) for n, x in enumerate(linjer, 1)], **kw)
    return {
        r.raekke: r
        for r in beregn(hent_koncept("taskforce"), [sag], *vindue, konvention=konvention)
    }


def tabel_1(linjer, vindue, **kw):
    """The rows of table 1 that the case is counted in."""
    fundet = maal(linjer, vindue, **kw)
    return {
        i: (r.taeller, r.naevner) for i, r in fundet.items() if i.startswith("T1-") and r.naevner
    }


def undersoegt(
    begivenhed,
    slut,
    afgoerelse,
    *,
    tale=None,
    felter="",
    plan=None,
    art="BARNETS_PLAN",
    indsats="familiebehandling",
):
    """A course in order: event, investigation, talk, decision, plan."""
    linjer = [
        f"UDSLAGSGIVENDE_BEGIVENHED {begivenhed} art=underretning",
        f"BFU_AFSLUTTET {slut} {NY}",
        f"BOERNESAMTALE {tale or afgoerelse} emner={indsats}|udfoert_af=myndighed",
        f"AFGOERELSE {afgoerelse} foranstaltninger={indsats}{felter}",
    ]
    return [*linjer, f"{art} {plan} foranstaltning={indsats}"] if plan else linjer


HP = {"art": "HANDLEPLAN"}
I_ORDEN = {
    "T1-03": (0, 1),
    "T1-04": (0, 1),
    "T1-05": (0, 1),
    "T1-06": (0, 1),
    "T1-07": (0, 1),
    "T1-09": (0, 1),
    "T1-10": (0, 1),
}
SAGER = {
    # Four months from 31 October 2019 end on 29 February 2020 (leap year); that day is in time.
    "frist på skuddag": (
        undersoegt("2019-10-31", "2020-02-29", "2020-03-02", plan="2020-03-01", **HP),
        SEL,
        I_ORDEN | {"T1-08": (0, 1)},
    ),
    "dagen efter skuddag": (
        undersoegt("2019-10-31", "2020-03-01", "2020-03-02", plan="2020-03-01", **HP),
        SEL,
        I_ORDEN | {"T1-08": (0, 1), "T1-06": (1, 1)},
    ),
    # SEL: investigation, plan and talk on the day of the decision are all in time; the day after none of them is.
    "alt på dagen": (
        undersoegt("2019-10-31", "2020-01-15", "2020-01-15", plan="2020-01-15", **HP),
        SEL,
        I_ORDEN | {"T1-08": (0, 1)},
    ),
    "alt dagen efter": (
        undersoegt(
            "2019-10-31", "2020-01-16", "2020-01-15", tale="2020-01-16", plan="2020-01-16", **HP
        ),
        SEL,
        I_ORDEN | {"T1-03": (1, 1), "T1-08": (1, 1), "T1-10": (1, 1)},
    ),
    # The last day of the Service Act: plan before the decision; the first of Barnets Lov: within three months, and
    # support does not need the investigation, so row 4, 5 and 8 do not concern it.
    "sidste dag efter serviceloven": (
        undersoegt("2023-10-01", "2024-01-20", "2023-12-31", plan="2024-02-15", **HP),
        OVER,
        I_ORDEN | {"T1-08": (1, 1), "T1-10": (1, 1)},
    ),
    "første dag efter barnets lov": (
        undersoegt(
            "2023-10-01", "2024-01-20", "2024-01-01", felter="|barnets_plan=ja", plan="2024-02-15"
        ),
        OVER,
        {k: v for k, v in I_ORDEN.items() if k not in ("T1-04", "T1-05")},
    ),
    # Three months from 30 November 2024 end on 28 February 2025.
    "plan ved månedens slutning": (
        undersoegt(
            "2024-08-01",
            "2024-11-20",
            "2024-11-30",
            felter="|samtykke=ja",
            plan="2025-02-28",
            indsats="anbringelse",
        ),
        BL,
        I_ORDEN | {"T1-08": (0, 1)},
    ),
    "plan dagen efter": (
        undersoegt(
            "2024-08-01",
            "2024-11-20",
            "2024-11-30",
            felter="|samtykke=ja",
            plan="2025-03-01",
            indsats="anbringelse",
        ),
        BL,
        I_ORDEN | {"T1-08": (0, 1), "T1-10": (1, 1)},
    ),
    # A young person of 15 says no: placed without consent, so the plan must lie before the decision.
    "15 år uden samtykke, plan samme dag": (
        undersoegt(
            "2024-08-01",
            "2024-11-20",
            "2024-11-30",
            felter="|samtykke=nej",
            plan="2024-11-30",
            indsats="anbringelse",
        ),
        BL,
        I_ORDEN | {"T1-08": (0, 1)},
    ),
    "15 år uden samtykke, plan dagen efter": (
        undersoegt(
            "2024-08-01",
            "2024-11-20",
            "2024-11-30",
            felter="|samtykke=nej",
            plan="2024-12-01",
            indsats="anbringelse",
        ),
        BL,
        I_ORDEN | {"T1-08": (0, 1), "T1-10": (1, 1)},
    ),
    "uden samtykke, ingen plan": (
        undersoegt(
            "2024-08-01", "2024-11-20", "2025-05-30", felter="|samtykke=nej", indsats="anbringelse"
        ),
        BL,
        {k: v for k, v in I_ORDEN.items() if k != "T1-10"} | {"T1-08": (0, 1), "T1-09": (1, 1)},
    ),
    # Acute (§ 143): investigation in parallel, plan for the final decision. Row 4 and 5 wait while the time runs.
    "akut uden samtykke": (
        [
            "UDSLAGSGIVENDE_BEGIVENHED 2025-04-01 art=underretning",
            "BFU_BESLUTTET 2025-04-02",
            "BOERNESAMTALE 2025-04-03 emner=anbringelse|udfoert_af=myndighed",
            "AFGOERELSE 2025-04-03 foranstaltninger=anbringelse|samtykke=nej|akut=ja",
        ],
        BL,
        {"T1-03": (0, 1)},
    ),
    # § 32: no plan was decided. That one was made all the same, and late, breaks nothing.
    "plan ikke besluttet": (
        undersoegt("2024-08-01", "2024-11-20", "2024-11-30", felter="|barnets_plan=nej"),
        BL,
        {"T1-03": (0, 1), "T1-06": (0, 1), "T1-07": (0, 1)},
    ),
    "plan ikke besluttet, lavet sent": (
        undersoegt(
            "2024-08-01", "2024-11-20", "2024-11-30", felter="|barnets_plan=nej", plan="2025-04-15"
        ),
        BL,
        {"T1-03": (0, 1), "T1-06": (0, 1), "T1-07": (0, 1), "T1-09": (0, 1)},
    ),
    "plan fravalgt": (
        [
            *undersoegt("2024-08-01", "2024-11-20", "2024-11-30", felter="|barnets_plan=ja"),
            "PLAN_FRAVALGT 2024-12-10 foranstaltning=familiebehandling|begrundelse=kort forløb",
        ],
        BL,
        {"T1-03": (0, 1), "T1-06": (0, 1), "T1-07": (0, 1)},
    ),
    "ungeplan for en på 16": (
        undersoegt(
            "2024-08-01",
            "2024-11-20",
            "2024-11-30",
            felter="|samtykke=ja",
            plan="2025-02-28",
            art="UNGEPLAN",
            indsats="anbringelse",
        ),
        BL,
        I_ORDEN | {"T1-08": (0, 1)},
    ),
    # Another municipality's investigation, and an own one of two years, are not current.
    "anden kommunes undersøgelse": (
        [
            "BFU_AFSLUTTET 2019-09-01 art=ny|udfoert_af=anden_kommune",
            "BOERNESAMTALE 2020-01-10 emner=kontaktperson|udfoert_af=myndighed",
            "AFGOERELSE 2020-01-15 foranstaltninger=kontaktperson",
        ],
        SEL,
        {"T1-03": (0, 1), "T1-04": (0, 1), "T1-05": (1, 1), "T1-09": (1, 1)},
    ),
    "gammel undersøgelse": (
        [
            "BFU_AFSLUTTET 2017-09-01 art=ny|vedroerer_aktuelle_forhold=nej",
            "BOERNESAMTALE 2025-01-10 emner=anbringelse|udfoert_af=myndighed",
            "AFGOERELSE 2025-01-15 foranstaltninger=anbringelse|samtykke=ja",
        ],
        BL,
        {"T1-03": (0, 1), "T1-04": (0, 1), "T1-05": (1, 1), "T1-09": (1, 1)},
    ),
    # The talk was held by the family therapist: not the authority itself.
    "uddelegeret samtale": (
        [
            "BOERNESAMTALE 2025-01-10 emner=familiebehandling|udfoert_af=familiebehandler",
            "AFGOERELSE 2025-01-15 foranstaltninger=familiebehandling|barnets_plan=nej",
        ],
        BL,
        {"T1-03": (1, 1)},
    ),
    # A decision about two measures: the talk must be about both.
    "samtale om én af to": (
        [
            "BOERNESAMTALE 2025-01-10 emner=familiebehandling|udfoert_af=myndighed",
            "AFGOERELSE 2025-01-15 foranstaltninger=familiebehandling+kontaktperson|barnets_plan=nej",
        ],
        BL,
        {"T1-03": (1, 1)},
    ),
    # Begun 30 November 2023: three months end on 29 February 2024, and Barnets Lov judges it.
    "første opfølgning over lovskiftet": (
        [
            "IVAERKSAT 2023-11-30 foranstaltning=anbringelse",
            "OPFOELGNING 2024-02-29 foranstaltning=anbringelse|naeste=2024-10-01",
        ],
        OVER,
        {"T1-12": (0, 1), "T1-14": (1, 1)},
    ),
    "første opfølgning en dag for sent": (
        [
            "IVAERKSAT 2023-11-30 foranstaltning=anbringelse",
            "OPFOELGNING 2024-03-01 foranstaltning=anbringelse|naeste=2024-10-01",
        ],
        OVER,
        {"T1-12": (1, 1), "T1-14": (1, 1)},
    ),
    "ingen opfølgning efter den aftalte dag": (
        [
            "IVAERKSAT 2024-01-10 foranstaltning=anbringelse",
            "OPFOELGNING 2024-04-01 foranstaltning=anbringelse|naeste=2025-05-31",
        ],
        BL,
        {"T1-13": (1, 1), "T1-14": (1, 1)},
    ),
    "den aftalte dag er ikke nået": (
        [
            "IVAERKSAT 2024-01-10 foranstaltning=anbringelse",
            "OPFOELGNING 2024-04-01 foranstaltning=anbringelse|naeste=2025-06-01",
        ],
        BL,
        {"T1-14": (1, 1)},
    ),
    # Placed until April: not a follow-up case on the window's last day, so nothing is counted.
    "hjemgivet": (
        ["IVAERKSAT 2023-11-10 foranstaltning=anbringelse", "HJEMGIVET 2025-04-01"],
        BL,
        {},
    ),
}


@pytest.mark.parametrize("t", SAGER.values(), ids=SAGER)
def test_case_stands_in_these_rows_and_no_others(t):
    linjer, vindue, forventet = t
    assert tabel_1(linjer, vindue) == forventet


def test_law_of_the_due_day_is_named():
    r = maal(SAGER["første opfølgning over lovskiftet"][0], OVER)["T1-12"]
    assert (r.hjemmel, r.lov) == ("BL § 95, stk. 2", ("BL",))


FRAVALG = (
    "BOERNESAMTALE_FRAVALGT 2025-01-10 begrundelse=alder|bedoemmer_enig={}",
    "AFGOERELSE 2025-01-15 foranstaltninger=kontaktperson|barnets_plan=nej",
)


@pytest.mark.parametrize(
    ("enig", "konvention", "t1_03", "alt_04", "alt_05"),
    [
        ("ja", None, (0, 0), (0, 0), (1, 1)),
        ("ja", "taeller_som_overholdt", (0, 1), (0, 0), (1, 1)),
        ("nej", None, (1, 1), (0, 1), (0, 1)),
        ("nej", "taeller_som_overholdt", (1, 1), (0, 1), (0, 1)),
    ],
)
def test_both_conventions_on_the_same_opt_out(enig, konvention, t1_03, alt_04, alt_05):
    """ALT-04 and ALT-05 fix theirs; row 3 follows the one that is chosen."""
    r = maal([x.format(enig) for x in FRAVALG], BL, konvention)
    assert [(r[i].taeller, r[i].naevner) for i in ("T1-03", "ALT-04", "ALT-05")] == [
        t1_03,
        alt_04,
        alt_05,
    ]
    assert r["ALT-04"].vist_som == ("Ikke relevant" if alt_04[1] == 0 else "0 %")


def test_an_opt_out_after_the_decision_frees_the_case_and_is_told_of():
    efter = [FRAVALG[0].format("ja").replace("01-10", "02-01"), FRAVALG[1]]
    r = maal(efter, BL)
    grund = (
        "Samtalen er først fravalgt 1. februar 2025, efter afgørelsen 15. januar 2025, "
        "og bedømmeren er enig."
    )
    assert (r["T1-03"].naevner, r["T1-03"].udeladt["S"]) == (0, grund)
    assert r["T1-03"].advarsler[0].startswith("1 sag er fritaget for kravet af et fravalg")
    assert maal(efter, BL, "taeller_som_overholdt")["ALT-05"].grunde["S"] == grund
    foer = maal([FRAVALG[0].format("ja"), *efter], BL)["T1-03"]
    assert (foer.udeladt["S"], foer.advarsler) == (
        "Samtalen er fravalgt, og bedømmeren er enig.",
        (),
    )


def test_the_three_months_applied_to_decisions_of_the_service_act():
    """ALT-03: 15 January plus three months is 15 April; a plan that day is in time, though row 10 calls it late."""
    for plan, sent in (("2020-04-15", 0), ("2020-04-16", 1)):
        r = maal(undersoegt("2019-10-31", "2020-01-15", "2020-01-15", plan=plan, **HP), SEL)
        assert (r["T1-10"].taeller, r["ALT-03"].taeller, r["ALT-03"].naevner) == (1, sent, 1)


def test_open_overdue_investigation_is_shown_beside_the_row():
    """ALT-01 counts it; row 6, which sees finished ones only, does not. Due 1 December 2019."""
    linjer = [
        "UDSLAGSGIVENDE_BEGIVENHED 2019-08-01 art=x",
        "BFU_BESLUTTET 2019-08-15",
        "AFGOERELSE 2020-01-15 foranstaltninger=kontaktperson",
    ]
    r = maal(linjer, SEL)
    assert (r["T1-06"].vist_som, r["ALT-01"].vist_som) == ("Ikke relevant", "1 ud af 1")
    assert "1 sag har en påbegyndt undersøgelse" in r["T1-06"].advarsler[0]
    assert r["T1-04"].grunde["S"].startswith("Undersøgelsen er besluttet 15. august 2019")


def test_no_plan_in_time_adds_the_missing_to_the_late():
    """ALT-02 under each law: no plan on the day of the decision; no plan when it was due."""
    sent = undersoegt("2019-10-31", "2020-01-15", "2020-01-15", plan="2020-02-01", **HP)
    assert maal(sent, SEL)["ALT-02"].vist_som == "1 ud af 1"
    i_tide = undersoegt(
        "2024-08-01",
        "2024-11-20",
        "2024-11-30",
        felter="|samtykke=ja",
        plan="2025-02-01",
        indsats="anbringelse",
    )
    assert maal(i_tide, BL)["ALT-02"].vist_som == "0 ud af 1"
