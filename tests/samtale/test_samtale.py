"""Talks with the child: who may hold them, what is written, when they may be waived, and what a leader says of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from omhu.frister.actions import sagens_aendring
from omhu.frister.models import Pligt
from omhu.frister.pligter import status
from omhu.sagsarbejde.aftaler.actions import book
from omhu.sagsarbejde.samtale import actions, queries
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, skriv

pytestmark = pytest.mark.django_db
NOTAT = {"barnets_ord": "Jeg vil gerne have Karen.", "holdning": "Ja", "bisidder": "tilbudt"}
REGEL = "boernesamtale-foer-afgoerelse"


@pytest.fixture
def sag(hold):
    skriv(
        hold.sag,
        ("SAG_OPRETTET", 100),
        ("SAGSBEHANDLER_TILDELT", 100, {"attributter": {"initialer": "MK"}}),
        ("AFGOERELSE", 2, {"indsatser": "kontaktperson", "attributter": {"samtykke": "ja"}}),
    )
    return hold.sag


def stand(sag) -> str:
    return status(Pligt.objects.get(sag=sag, regel=REGEL), timezone.now())


def tal(hold, dage=3, **felter):
    with sagens_aendring(hold.sag):
        felter = {"emner": ["kontaktperson"], "af": hold.mette, **felter}
        return actions.hold(hold.sag, for_dage_siden(dage), NOTAT, **felter)


def fravaelg(hold, dage=3, **felter):
    with sagens_aendring(hold.sag):
        felter = {
            "begrundelse": "Barnet er indlagt og kan ikke tale.",
            "alternativ_kilde": "Mor og lægen",
            "emner": ["kontaktperson"],
            "af": hold.mette,
            **felter,
        }
        return actions.fravaelg(hold.sag, for_dage_siden(dage), **felter)


def test_a_talk_about_the_measure_keeps_the_duty_and_is_written_down(hold, sag):
    assert stand(sag) == "mangler"
    skridt = tal(hold, sted="Skolen")
    assert stand(sag) == "overholdt"
    [s] = queries.samtaler(sag)
    assert (s.skridt.data["sted"], s.felter["barnets_ord"]) == ("Skolen", NOTAT["barnets_ord"])
    assert (s.mangler, s.bisidder_tilbudt) == ([], True)
    assert Skrift.objects.get(skridt_rod=skridt.rod).afsluttet


def test_a_talk_about_something_else_does_not(hold, sag):
    tal(hold, emner=["familiebehandling"])
    assert stand(sag) == "mangler"


def test_one_that_somebody_else_held_is_refused_until_it_is_understood_and_keeps_no_duty(hold, sag):
    with pytest.raises(ValidationError, match="myndigheden skal selv tale med barnet") as fejl:
        tal(hold, udfoert_af="leverandoer")
    assert list(fejl.value.message_dict) == ["udfoert_af"]
    tal(hold, udfoert_af="leverandoer", forstaaet=True)
    assert stand(sag) == "mangler"
    assert queries.samtaler(sag)[0].udefra


def test_a_note_without_the_childs_words_is_kept_and_says_what_it_lacks(hold, sag):
    with sagens_aendring(sag):
        actions.hold(sag, for_dage_siden(3), {"formaal": "Kontaktperson"}, af=hold.mette)
    [s] = queries.samtaler(sag)
    assert [f.navn for f in s.mangler] == ["bisidder", "barnets_ord", "holdning"]
    assert s.skrift.afsluttet is None


def test_a_booked_talk_becomes_a_step_when_it_is_held(hold, sag):
    aftale = book(sag, "SAMTALE", timezone.localdate(), af=hold.mette)
    assert stand(sag) == "mangler"
    skridt = tal(hold, 0, aftale=aftale)
    aftale.refresh_from_db()
    assert aftale.skridt_rod == skridt.rod


@pytest.mark.parametrize(
    ("dag", "svar"),
    [
        (date(2017, 6, 9), "før barnet blev født"),
        (timezone.localdate() + timedelta(days=2), "fremtiden"),
    ],
)
def test_a_day_that_cannot_be_is_named_at_its_field(hold, sag, dag, svar):
    for handling in (
        lambda: actions.hold(sag, dag, NOTAT, af=hold.mette),
        lambda: actions.fravaelg(sag, dag, begrundelse="Det går ikke an", af=hold.mette),
    ):
        with pytest.raises(ValidationError, match=svar) as fejl:
            handling()
        assert list(fejl.value.message_dict) == ["dag"]
    assert not Skridt.objects.filter(art__startswith="BOERNESAMTALE").exists()


def test_nothing_happens_after_the_case_is_closed(hold, sag):
    skriv(sag, ("SAG_LUKKET", 1))
    with pytest.raises(ValidationError, match="lukket"):
        tal(hold, 0)


# -- waived ----------------------------------------------------------------------------------------


def test_a_waiver_with_a_reason_counts_until_a_leader_overrules_it(hold, sag):
    skridt = fravaelg(hold)
    assert stand(sag) == "fravalgt"
    assert list(queries.venter_paa_leder(hold.leder_nord)) == [skridt]
    with sagens_aendring(sag):
        actions.bedoem(skridt, enig=False, af=hold.leder_nord, note="Tal med barnet på hospitalet.")
    assert stand(sag) == "mangler"
    assert not queries.venter_paa_leder(hold.leder_nord).exists()
    assert queries.samtaler(sag)[0].svar == "nej"


def test_a_leader_who_agrees_leaves_it_standing(hold, sag):
    skridt = fravaelg(hold)
    with sagens_aendring(sag):
        ny = actions.bedoem(skridt, enig=True, af=hold.leder_nord)
    assert stand(sag) == "fravalgt"
    assert (ny.data["bedoemmer_enig"], ny.data["bedoemt_af"], ny.dag) == ("ja", "LF", skridt.dag)
    with pytest.raises(ValidationError, match="allerede bedømt"):
        actions.bedoem(ny, enig=False, af=hold.leder_nord, note="Det er en fejl.")


def test_only_a_leader_of_the_case_answers_a_waiver(hold, sag):
    skridt = fravaelg(hold)
    for hvem in (hold.mette, hold.leder_syd):
        with pytest.raises(PermissionDenied):
            actions.bedoem(skridt, enig=True, af=hvem)
    assert not queries.venter_paa_leder(hold.leder_syd).exists()


def test_barnets_lov_asks_where_the_childs_view_is_known_from_and_serviceloven_does_not(hold, sag):
    with pytest.raises(ValidationError, match="BL § 5, stk. 4") as fejl:
        fravaelg(hold, alternativ_kilde="")
    assert list(fejl.value.message_dict) == ["alternativ_kilde"]
    with sagens_aendring(sag):
        actions.fravaelg(sag, date(2023, 12, 31), begrundelse="Barnet er spæd.", af=hold.mette)
    assert queries.samtaler(sag)[0].lov == "SEL"


def test_a_waiver_without_a_reason_is_refused(hold, sag):
    with pytest.raises(ValidationError, match="mindst 10 tegn"):
        fravaelg(hold, begrundelse="nej")


def test_those_who_may_not_work_in_the_case_neither_hold_nor_waive(hold, sag):
    for handling in (
        lambda: actions.hold(sag, for_dage_siden(1), NOTAT, af=hold.ole),
        lambda: actions.fravaelg(
            sag,
            for_dage_siden(1),
            begrundelse="Barnet er spædt.",
            alternativ_kilde="Mor",
            af=hold.ole,
        ),
    ):
        with pytest.raises(PermissionDenied):
            handling()
