"""The reference against answers worked out by hand from omhu/regler/README.md."""

from datetime import UTC, date, datetime

import pytest

from tests.regler.reference import reference, reference_status
from tests.regler.reference.byg import dag, regel, trin
from tests.regler.reference.tid import fra_ms

PR = dag("2026-12-31")
U, A, B, S = "UNDERRETNING", "AKUTVURDERING", "BOERNESAMTALE", "AFGOERELSE"


def raekker(r, *skridt, pr=PR, foedt=None, **mere):
    return reference([r], skridt, foedt, pr, **mere)


def en(r, *skridt, **mere):
    (raekke,) = raekker(r, *skridt, **mere)
    return raekke


def frist(frist, **mere):
    return regel(udloest_af=[{"skridt": U}], opfyldt_af=[{"skridt": A}], frist=frist, **mere)


@pytest.mark.parametrize(
    ("form", "fra", "til"),
    [
        ({"maaneder": 4}, "2023-10-31", "2024-02-29"),
        ({"maaneder": 1}, "2023-01-31", "2023-02-28"),
        ({"aar": 1}, "2024-02-29", "2025-02-28"),
        ({"dage": 0}, "2024-03-31", "2024-03-31"),
        ({"uger": 4}, "2024-03-01", "2024-03-29"),
        # Easter 2024: Thursday 28 March to Monday 1 April are holidays, 30-31 the weekend.
        ({"hverdage": 2}, "2024-03-26", "2024-04-02"),
        # Store bededag: Friday 5 May 2023, and no longer Friday 26 April 2024.
        ({"hverdage": 1}, "2023-05-04", "2023-05-08"),
        ({"hverdage": 1}, "2024-04-25", "2024-04-26"),
        # 5 June 2024 is a Wednesday: a hverdag, not an arbejdsdag.
        ({"hverdage": 1}, "2024-06-04", "2024-06-05"),
        ({"arbejdsdage": 1}, "2024-06-04", "2024-06-06"),
        # 10 February 2024 is a Saturday.
        ({"dage": 1, "rul": "ja"}, "2024-02-09", "2024-02-12"),
        # 25 December rolls over 26 December and the weekend of 2026 to Monday 28.
        ({"dage": 1, "rul": "ja"}, "2026-12-24", "2026-12-28"),
        ({"dage": 1, "rul": "ja"}, "2024-06-04", "2024-06-05"),
    ],
)
def test_due_day(form, fra, til):
    assert en(frist(form), trin(fra, U))["frist_dag"] == dag(til)


def test_saturday_counts_by_setting():
    r = frist({"hverdage": 1})
    assert en(r, trin("2024-02-09", U))["frist_dag"] == dag("2024-02-12")
    assert en(r, trin("2024-02-09", U), loerdag_er_hverdag=True)["frist_dag"] == dag("2024-02-10")


def test_24_hours_are_elapsed_hours_over_the_change_of_clock():
    raekke = en(frist({"timer": 24}), trin("2024-03-30T10:00", U))
    # 10:00 +01:00 is 09:00 UTC; a day later it is 11:00 +02:00.
    assert fra_ms(raekke["frist_ms"]) == datetime(2024, 3, 31, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("anker", "svar", "status"),
    [
        ("2024-02-01T10:00", "2024-02-02T10:00", "overholdt"),
        ("2024-02-01T10:00", "2024-02-02T10:01", "overskredet"),
        ("2024-02-01T10:00", "2024-02-01", "overholdt"),
        ("2024-02-01T10:00", "2024-02-02", "kan_ikke_vurderes"),
        ("2024-02-01T10:00", "2024-02-03", "overskredet"),
        ("2024-02-01", "2024-02-01T23:00", "overholdt"),
        ("2024-02-01", "2024-02-02T08:00", "kan_ikke_vurderes"),
        ("2024-02-01", "2024-02-02", "kan_ikke_vurderes"),
        ("2024-02-01", "2024-02-03T00:00", "overskredet"),
        # The response came before the trigger.
        ("2024-02-01T10:00", "2024-02-01T09:59", "mangler"),
    ],
)
def test_hours_and_missing_clock_time(anker, svar, status):
    raekke = en(frist({"timer": 24}), trin(anker, U), trin(svar, A))
    assert reference_status(raekke, PR) == status


def test_certain_response_beats_a_doubtful_one():
    skridt = trin("2024-02-01T10:00", U), trin("2024-02-02", A), trin("2024-02-02T09:00", A)
    raekke = en(frist({"timer": 24}), *skridt)
    assert (raekke["lukket"], raekke["opfyldt"], raekke["uvis"]) == ("overholdt", 2, None)


def test_due_day_is_inclusive_and_overdue_is_the_day_after():
    r = frist({"dage": 7})
    aaben = en(r, trin("2024-02-01T10:00", U))
    assert reference_status(aaben, dag("2024-02-08")) == "afventer"
    assert reference_status(aaben, dag("2024-02-09")) == "mangler"
    assert en(r, trin("2024-02-01", U), trin("2024-02-08T23:59", A))["lukket"] == "overholdt"
    assert en(r, trin("2024-02-01", U), trin("2024-02-09T00:00", A))["sent"]


def test_late_response_counts_for_a_while():
    r = frist({"dage": 7}, taeller_indtil={"maaneder": 1})
    for svar, status in (("2024-03-08", "overskredet"), ("2024-03-09", "mangler")):
        assert reference_status(en(r, trin("2024-02-01", U), trin(svar, A)), PR) == status


FOER = {
    "udloest_af": [{"skridt": S}],
    "frist": {"foer": "udloesende", "tidligst": {"maaneder": 6}},
    "opfyldt_af": [{"skridt": B, "ikke": ["ikke_myndighed"]}],
    "samme": "indsats",
}


@pytest.mark.parametrize(
    ("samtaler", "lukket"),
    [
        ([("2024-01-31", "kontaktperson", "familiebehandling")], "overholdt"),
        ([("2024-01-30", "kontaktperson", "familiebehandling")], None),
        ([("2024-07-31", "kontaktperson", "familiebehandling")], "overholdt"),
        ([("2024-08-01", "kontaktperson", "familiebehandling")], None),
        ([("2024-05-01", "kontaktperson")], None),
        ([("2024-05-01", "kontaktperson"), ("2024-06-01", "familiebehandling")], "overholdt"),
        ([("2024-05-01", "kontaktperson"), ("2024-06-01", "dagtilbud")], None),
    ],
)
def test_talk_before_decision(samtaler, lukket):
    afgoerelse = trin("2024-07-31T09:00", S, "kontaktperson", "familiebehandling")
    skridt = [trin(naar, B, *om) for naar, *om in samtaler]
    assert en(regel(**FOER), *skridt, afgoerelse)["lukket"] == lukket


def test_talk_that_names_no_measure_is_doubt_unless_the_rule_says():
    skridt = trin("2024-05-01", B), trin("2024-07-31", S, "kontaktperson")
    tvivl = en(regel(**FOER), *skridt)
    assert (tvivl["lukket"], tvivl["uvis"]) == (None, 0)
    assert reference_status(tvivl, dag("2024-05-01")) == "kan_ikke_vurderes"
    assert en(regel(**FOER, uden_indsats="taeller"), *skridt)["lukket"] == "overholdt"
    ikke = en(regel(**FOER, uden_indsats="taeller_ikke"), *skridt)
    assert (ikke["lukket"], ikke["uvis"]) == (None, None)


def test_response_by_an_outsider_does_not_count():
    skridt = (
        trin("2024-05-01", B, "kontaktperson", udfoert_af="ekstern"),
        trin("2024-07-31", S, "kontaktperson"),
    )
    assert en(regel(**FOER), *skridt)["opfyldt"] is None


def test_reference_to_the_trigger():
    r = frist({"dage": 5}, samme="henvisning")
    for vedroerer, lukket in (("u1", "overholdt"), ("", "overholdt"), ("u2", None), ("væk", None)):
        skridt = trin("2024-02-01", U, navn="u1"), trin("2024-02-02", A, vedroerer=vedroerer)
        assert en(r, *skridt)["lukket"] == lukket


def test_first_event_closes():
    r = frist(
        {"dage": 10},
        fravalg={"af": [{"skridt": "BOERNESAMTALE_FRAVALGT", "ikke": ["bedoemmer_uenig"]}]},
        bortfalder=[{"skridt": "SAG_LUKKET"}],
    )
    u = trin("2024-02-01", U)
    lukket, fravalgt = (
        trin("2024-02-05", "SAG_LUKKET"),
        trin("2024-02-04", "BOERNESAMTALE_FRAVALGT"),
    )
    underkendt = trin("2024-02-04", "BOERNESAMTALE_FRAVALGT", bedoemmer_enig="nej")
    assert en(r, u, trin("2024-02-06", A), lukket)["lukket"] == "ikke_relevant"
    assert en(r, u, trin("2024-02-05", A), lukket)["lukket"] == "overholdt"
    assert en(r, u, trin("2024-02-05", A), lukket, fravalgt)["lukket"] == "fravalgt"
    assert en(r, u, trin("2024-02-05", A), underkendt)["lukket"] == "overholdt"
    assert en(r, u, trin("2024-02-12", "SAG_LUKKET"))["lukket"] is None


def test_lapse_of_all_measures_of_the_trigger():
    r = regel(
        udloest_af=[{"skridt": S}],
        opfyldt_af=[{"skridt": "BARNETS_PLAN"}],
        frist={"maaneder": 3},
        bortfalder=[{"skridt": "FORANSTALTNING_OPHOERT", "samme": "indsats"}],
    )
    s = trin("2024-02-01", S, "kontaktperson", "dagtilbud")
    et = trin("2024-03-01", "FORANSTALTNING_OPHOERT", "kontaktperson")
    to = trin("2024-04-01", "FORANSTALTNING_OPHOERT", "dagtilbud")
    assert en(r, s, et)["bortfaldet"] is None
    assert en(r, s, et, to)["bortfaldet"] == 2
    assert en(r, s, trin("2024-03-02", "FORANSTALTNING_OPHOERT"))["bortfaldet"] == 1


def test_law_change_by_trigger_and_by_due_day():
    to = [{"fra": dag("2011-01-01")}, {"fra": dag("2024-01-01"), "frist": {"dage": 9}}]
    r = frist({"dage": 7}, versioner=to)
    for fra, version, til in (
        ("2023-12-31", "2011-01-01", "2024-01-07"),
        ("2024-01-01", "2024-01-01", "2024-01-10"),
    ):
        raekke = en(r, trin(fra, U))
        assert (raekke["version"], raekke["frist_dag"]) == (version, dag(til))
    efter_frist = frist({"dage": 7}, versioner=to, version_efter="frist")
    assert en(efter_frist, trin("2023-12-24", U))["version"] == "2011-01-01"
    assert en(efter_frist, trin("2023-12-25", U))["frist_dag"] == dag("2024-01-03")


def test_two_visits_a_calendar_year():
    r = regel(
        udloest_af=[{"skridt": "IVAERKSAT", "hvis": ["omfatter_anbringelse"]}],
        opfyldt_af=[{"skridt": "TILSYNSSAMTALE", "ikke": ["ikke_paa_stedet"]}],
        antal=2,
        frist={"hvert": "kalenderaar", "kun_hele": "ja"},
        bortfalder=[{"skridt": "HJEMGIVET"}],
    )
    sted = {"sted": "anbringelsessted"}
    skridt = (
        trin("2023-03-01", "IVAERKSAT", "anbringelse"),
        trin("2024-02-01", "TILSYNSSAMTALE", **sted),
        trin("2024-05-01", "TILSYNSSAMTALE", sted="kontor"),
        trin("2024-12-31", "TILSYNSSAMTALE", **sted),
        trin("2025-12-31", "TILSYNSSAMTALE", **sted),
        trin("2026-01-01", "HJEMGIVET"),
    )
    alle = raekker(r, *skridt)
    assert [r["frist_dag"].year for r in alle] == [2024, 2025, 2026]
    assert [r["lukket"] for r in alle] == ["overholdt", None, "ikke_relevant"]


def test_every_six_months_from_the_last_of_august():
    r = regel(
        udloest_af=[{"skridt": "IVAERKSAT"}],
        opfyldt_af=[{"skridt": "OPFOELGNING"}],
        frist={"hver": {"maaneder": 6}},
    )
    skridt = trin("2023-08-31", "IVAERKSAT", "dagtilbud"), trin("2024-02-29", "OPFOELGNING")
    alle = raekker(r, *skridt, pr=dag("2024-08-30"))
    # Periods begin 31/8-23, 29/2-24, 31/8-24, 28/2-25; the next, 31/8-25, lies after the horizon 30/8-25.
    fire = [dag(d) for d in ("2024-02-28", "2024-08-30", "2025-02-27", "2025-08-30")]
    assert [r["frist_dag"] for r in alle] == fire
    assert not any(r["sent"] for r in alle)
    assert [r["lukket"] for r in alle] == [None, "overholdt", None, None]


def test_anchor_chain_and_one_per_anchor():
    r = regel(
        udloest_af=[{"skridt": "BFU_BESLUTTET"}],
        opfyldt_af=[{"skridt": "BFU_AFSLUTTET"}],
        frist={"maaneder": 4},
        en_pr_anker="ja",
        regnes_fra=[
            {"skridt": U, "hoejst": {"maaneder": 2}, "efter": ["BFU_AFSLUTTET"]},
            {"skridt": "SCREENING"},
        ],
    )
    u, b = trin("2024-01-31", U), trin("2024-03-31", "BFU_BESLUTTET")
    assert en(r, u, b)["anker"] == 0
    assert len(raekker(r, u, b, trin("2024-03-31", "BFU_BESLUTTET"))) == 1
    assert raekker(r, trin("2024-01-30", U), b) == []
    assert en(r, trin("2024-01-30", U), trin("2023-01-01", "SCREENING"), b)["anker"] == 0
    slut = trin("2024-02-01", "BFU_AFSLUTTET")
    assert raekker(r, u, slut, b) == []


def test_exemption_closes_at_the_trigger():
    r = frist({"dage": 7}, undtaget=[{"hvis": ["anonym"], "grund": "Underretteren er anonym."}])
    raekke = en(r, trin("2024-02-01", U, anonym="ja"), trin("2024-02-02", A))
    assert (raekke["lukket"], raekke["lukket_dag"]) == ("ikke_relevant", dag("2024-02-01"))
    assert (
        en(r, trin("2024-02-01", U, anonym="nej"), trin("2024-02-02", A))["lukket"] == "overholdt"
    )


def test_date_field_moved_due_and_postponement():
    r = regel(
        udloest_af=[{"skridt": "OPFOELGNING"}],
        opfyldt_af=[{"skridt": "OPFOELGNING"}],
        efter="senere_dag",
        frist={"dato": "naeste", "ellers": {"maaneder": 6}},
        dog_senest_ved=[{"skridt": "SAG_LUKKET"}],
        udskydes_af=[{"skridt": "FRISTBREV"}],
    )
    foerste = trin("2024-01-10", "OPFOELGNING", naeste="2024-05-01")
    assert en(r, foerste)["frist_dag"] == dag("2024-05-01")
    assert en(r, trin("2024-01-10", "OPFOELGNING"))["frist_dag"] == dag("2024-07-10")
    brev = trin("2024-05-01", "FRISTBREV", naeste="2024-06-01")
    assert en(r, foerste, brev)["frist_dag"] == dag("2024-06-01")
    for_sent = trin("2024-05-02", "FRISTBREV", naeste="2024-06-01")
    assert en(r, foerste, for_sent)["frist_dag"] == dag("2024-05-01")
    assert en(r, foerste, trin("2024-03-03", "SAG_LUKKET"), brev)["frist_dag"] == dag("2024-03-03")


def test_not_judged_unless_closed():
    r = frist({"dage": 7}, vurderes="nej", grund="Overgangsregel.")
    aaben = en(r, trin("2024-02-01", U))
    assert reference_status(aaben, dag("2024-02-08")) == "afventer"
    assert reference_status(aaben, dag("2024-02-09")) == "kan_ikke_vurderes"
    lukket = en(r, trin("2024-02-01", U), trin("2024-02-02", A))
    assert reference_status(lukket, PR) == "overholdt"


def test_ages_of_a_child_born_on_leap_day():
    r = regel(
        udloest_af=[{"skridt": "FYLDER_18"}],
        opfyldt_af=[{"skridt": "OVERGANGSPLAN"}],
        frist={"foer": "udloesende"},
    )
    foedt = date(2008, 2, 29)
    assert en(r, foedt=foedt, pr=dag("2025-02-28"))["frist_dag"] == dag("2026-02-28")
    assert raekker(r, foedt=foedt, pr=dag("2025-02-27")) == []


def test_states_before_the_step():
    def aktiv(*skridt):
        betinget = regel(
            udloest_af=[{"skridt": U, "hvis": ["aktiv_indsats"]}],
            opfyldt_af=[{"skridt": A}],
            frist={"dage": 1},
        )
        return len(raekker(betinget, *skridt))

    u = trin("2024-03-01", U)
    start = trin("2024-01-01", "IVAERKSAT", "kontaktperson")
    assert aktiv(start, u) == 1
    assert aktiv(trin("2024-01-01", "IVAERKSAT", "noget ukendt"), u) == 1
    assert aktiv(trin("2024-01-01", "IVAERKSAT", "konsulentbistand"), u) == 0
    assert aktiv(start, trin("2024-02-01", "HJEMGIVET"), u) == 1
    assert aktiv(start, trin("2024-02-01", "SAG_LUKKET"), u) == 0
    assert aktiv(start, trin("2024-02-01", "FORANSTALTNING_OPHOERT", "kontaktperson"), u) == 0
    assert aktiv(u, trin("2024-03-01", "IVAERKSAT", "kontaktperson")) == 0


def test_own_step_and_later_day():
    """The trigger may answer itself, unless the rule wants a later day."""
    krav = {"udloest_af": [{"skridt": A}], "opfyldt_af": [{"skridt": A}], "frist": {"dage": 7}}
    skridt = trin("2024-02-01T09:00", A), trin("2024-02-01T15:00", A), trin("2024-02-02", A)
    assert [r["opfyldt"] for r in raekker(regel(**krav), *skridt)] == [0, 1, 2]
    kaede = raekker(regel(**krav, efter="senere_dag"), *skridt)
    assert [r["opfyldt"] for r in kaede] == [2, 2, None]
