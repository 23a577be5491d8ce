"""Days that no act can have: before the birth, after the closing, an end before its start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from omhu.sagsarbejde.actions import EFTERSKRIFT, registrer_skridt, ret_skridt
from omhu.tidslinje.actions import traek_tilbage
from tests.bord.stoette import for_dage_siden

pytestmark = pytest.mark.django_db


def skriv(hold, art, dage, **felter):
    return registrer_skridt(hold.sag, art, for_dage_siden(dage), af=hold.mette, felter=felter)


@pytest.fixture
def lukket(hold):
    """Emil's case, closed ten days ago."""
    skriv(hold, "SAG_OPRETTET", 100)
    return skriv(hold, "SAG_LUKKET", 10)


@pytest.mark.parametrize("art", ["JOURNALNOTAT", "BFU_BESLUTTET", "BOERNESAMTALE", "UNDERRETNING"])
def test_what_happened_after_the_closing_asks_for_the_case_to_be_opened(hold, lukket, art):
    felter = {"afsender": "skole"} if art == "UNDERRETNING" else {}
    with pytest.raises(ValidationError, match="genåbn sagen først") as fejl:
        skriv(hold, art, 9, **felter)
    assert list(fejl.value.message_dict) == ["dag"]
    assert not hold.sag.skridt.filter(art=art).exists()


@pytest.mark.parametrize("dage", [10, 11, 50])
def test_what_happened_before_the_closing_may_be_written_late_and_is_marked(hold, lukket, dage):
    assert skriv(hold, "JOURNALNOTAT", dage).data[EFTERSKRIFT] == "ja"


def test_nothing_is_marked_while_the_case_is_open(hold):
    assert EFTERSKRIFT not in skriv(hold, "JOURNALNOTAT", 3).data


@pytest.mark.parametrize("art", ["KLAGE_MODTAGET", "AKTINDSIGT_ANMODET"])
def test_the_parties_may_ask_of_a_closed_case(hold, lukket, art):
    assert skriv(hold, art, 0).art == art


def test_a_case_that_was_opened_again_or_whose_closing_was_withdrawn_is_open(hold, lukket):
    skriv(hold, "SAG_OPRETTET", 5)
    assert skriv(hold, "JOURNALNOTAT", 4)
    skriv(hold, "SAG_LUKKET", 3)
    with pytest.raises(ValidationError):
        skriv(hold, "JOURNALNOTAT", 2)
    sidste = hold.sag.skridt.filter(art="SAG_LUKKET").order_by("dag").last()
    traek_tilbage(sidste, af=hold.mette, begrundelse="Fejl")
    assert skriv(hold, "JOURNALNOTAT", 2)


def test_a_case_is_closed_once_and_not_before_its_last_step(hold, lukket):
    with pytest.raises(ValidationError, match="allerede lukket"):
        skriv(hold, "SAG_LUKKET", 0)
    skriv(hold, "SAG_OPRETTET", 5)
    with pytest.raises(ValidationError, match="skridt efter den dag"):
        skriv(hold, "SAG_LUKKET", 6)
    assert skriv(hold, "SAG_LUKKET", 5)


def test_a_correction_cannot_move_a_step_past_the_closing(hold):
    notat = skriv(hold, "JOURNALNOTAT", 20)
    lukning = skriv(hold, "SAG_LUKKET", 10)

    def ret(skridt, dage):
        return ret_skridt(
            skridt, for_dage_siden(dage), af=hold.mette, felter={}, begrundelse="Forkert dag"
        )

    with pytest.raises(ValidationError, match="genåbn"):
        ret(notat, 9)
    ret(notat, 11)
    assert ret(lukning, 9).dag == for_dage_siden(9)


@pytest.mark.parametrize(
    ("art", "foer_foedslen", "gaar"),
    [
        ("UNDERRETNING", 1, True),
        ("UNDERRETNING", 300, True),
        ("UNDERRETNING", 301, False),
        ("BOERNESAMTALE", 1, False),
        ("BOERNESAMTALE", 0, True),
        ("TILSYNSSAMTALE", 1, False),
        ("BFU_BESLUTTET", 30, True),
    ],
)
def test_before_the_birth_only_what_concerns_the_unborn(hold, art, foer_foedslen, gaar):
    felter = {"afsender": "jordemoder", "sted": "anbringelsessted"}
    dag = hold.barn.foedselsdato - timedelta(days=foer_foedslen)
    if gaar:
        assert registrer_skridt(hold.sag, art, dag, af=hold.mette, felter=felter).dag == dag
        return
    with pytest.raises(ValidationError, match=r"før barnet blev født \(10. juni 2017\)"):
        registrer_skridt(hold.sag, art, dag, af=hold.mette, felter=felter)


def test_a_child_without_a_birth_date_has_no_such_limit(hold):
    hold.barn.foedselsdato = None
    assert registrer_skridt(hold.sag, "JOURNALNOTAT", date(2010, 1, 1), af=hold.mette, felter={})


def test_a_measure_does_not_end_before_it_began(hold):
    skriv(hold, "IVAERKSAT", 30, foranstaltning="familiebehandling")
    with pytest.raises(ValidationError, match="Familiebehandling begyndte først"):
        skriv(hold, "FORANSTALTNING_OPHOERT", 31, foranstaltning="familiebehandling")
    assert skriv(hold, "FORANSTALTNING_OPHOERT", 30, foranstaltning="familiebehandling")


def test_a_measure_whose_start_nobody_wrote_may_end(hold):
    assert skriv(hold, "FORANSTALTNING_OPHOERT", 31, foranstaltning="kontaktperson")
