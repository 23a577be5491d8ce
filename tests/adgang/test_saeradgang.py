"""Protected cases, named people, break-glass and the bar: who may, who may not, and what the leader sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.log import Handling
from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.sager import saeradgang
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Sag, Sagsadgang
from tests.adgang.hold import lav_kreds

GRUND = "Barnet er på skadestuen, og vagten ringer til mig."


@pytest.fixture
def kreds(db):
    return lav_kreds()


def ser(bruger, sag) -> bool:
    return synlige_sager(bruger).filter(pk=sag.pk).exists()


def test_break_glass_opens_one_case_for_some_hours_and_no_other(kreds):
    raadgiver, sag = kreds.folk["RAADGIVER"], kreds.sager["andet_team"]
    adgang = saeradgang.tag_noedadgang(raadgiver, sag, GRUND)
    assert ser(raadgiver, sag)
    assert not ser(raadgiver, kreds.sager["andet_center"])
    Sagsadgang.objects.filter(pk=adgang.pk).update(udloeber=timezone.now())
    assert not ser(raadgiver, sag)


def test_break_glass_needs_a_reason_and_a_role_that_may(kreds):
    sag = kreds.sager["andet_center"]
    with pytest.raises(ValidationError, match="mindst 15"):
        saeradgang.tag_noedadgang(kreds.folk["RAADGIVER"], sag, "haster")
    for rolle in ("OEKONOM", "SYSTEMADMINISTRATOR", "POLITIKER", "EKSTERN_GRANSKER", "UDFOERER"):
        with pytest.raises(PermissionDenied):
            saeradgang.tag_noedadgang(kreds.folk[rolle], sag, GRUND)
    assert not Sagsadgang.objects.filter(sag=sag).exists()


def test_break_glass_does_not_open_ones_own_family(kreds):
    with pytest.raises(PermissionDenied, match="egen familie"):
        saeradgang.tag_noedadgang(kreds.folk["CHEF"], kreds.sager["spaerret"], GRUND)


def test_both_leaders_see_it_the_same_day_and_say_so(kreds):
    raadgiver = kreds.folk["RAADGIVER"]
    adgang = saeradgang.tag_noedadgang(raadgiver, kreds.sager["andet_team"], GRUND)
    for leder in (kreds.folk["TEAMLEDER"], kreds.leder_syd, kreds.folk["CHEF"]):
        assert adgang in saeradgang.usete(leder)
    assert adgang not in saeradgang.noedadgange_for(kreds.folk["RAADGIVER"])
    saeradgang.marker_set(kreds.leder_syd, adgang.pk)
    adgang.refresh_from_db()
    assert (adgang.set_af, adgang.set_tid is None) == (kreds.leder_syd, False)
    assert adgang not in saeradgang.usete(kreds.folk["CHEF"])


def test_a_leader_does_not_tick_off_ones_own_break_glass(kreds):
    leder = kreds.folk["TEAMLEDER"]
    adgang = saeradgang.tag_noedadgang(leder, kreds.sager["andet_team"], GRUND)
    with pytest.raises(PermissionDenied):
        saeradgang.marker_set(leder, adgang.pk)
    assert adgang in saeradgang.usete(kreds.leder_syd)


def test_the_desk_of_the_leader_tells_of_it_and_the_list_says_when_a_day_has_passed(kreds, client):
    adgang = saeradgang.tag_noedadgang(kreds.folk["RAADGIVER"], kreds.sager["andet_team"], GRUND)
    for leder in (kreds.folk["TEAMLEDER"], kreds.leder_syd):
        client.force_login(leder)
        assert "mangler, at du ser på dem" in client.get("/").content.decode()
        assert (
            kreds.sager["andet_team"].nummer in client.get(reverse("noedadgange")).content.decode()
        )
    side = client.get(reverse("noedadgange")).content.decode()
    assert GRUND in side
    assert "ikke set samme dag" not in side
    Sagsadgang.objects.filter(pk=adgang.pk).update(givet=timezone.now() - timedelta(days=1))
    assert "ikke set samme dag" in client.get(reverse("noedadgange")).content.decode()


def test_break_glass_by_number_or_cpr_in_the_browser_is_logged(kreds, client):
    client.force_login(kreds.folk["RAADGIVER"])
    for noegle in (kreds.sager["andet_team"].nummer, kreds.sager["andet_center"].barn.cpr):
        svar = client.post(reverse("noedadgang"), {"noegle": noegle, "begrundelse": GRUND})
        assert svar.status_code == 302
        assert client.get(svar.url).status_code == 200
    poster = Logpost.objects.filter(handling=Handling.NOEDADGANG)
    assert {tuple(p.sager) for p in poster} == {
        (kreds.sager["andet_team"].pk,),
        (kreds.sager["andet_center"].pk,),
    }
    svar = client.post(reverse("noedadgang"), {"noegle": "findes-ikke", "begrundelse": GRUND})
    assert "Vi fandt ingen sag" in svar.content.decode()
    assert GRUND in svar.content.decode(), "what was typed is kept"


def test_nobody_grants_oneself(kreds):
    leder = kreds.folk["TEAMLEDER"]
    with pytest.raises(PermissionDenied, match="dig selv"):
        saeradgang.giv_adgang(leder, kreds.sager["egen_enhed"], leder, GRUND)


def test_a_grant_needs_a_leader_who_sees_the_case(kreds):
    til, sag = kreds.folk["JURIST"], kreds.sager["beskyttet"]
    for rolle in ("RAADGIVER", "KOORDINATOR", "SUPERBRUGER", "JURIST"):
        with pytest.raises(PermissionDenied):
            saeradgang.giv_adgang(kreds.folk[rolle], sag, til, GRUND)
    with pytest.raises(PermissionDenied):
        saeradgang.giv_adgang(kreds.leder_syd, sag, til, GRUND)
    assert not ser(til, sag)
    saeradgang.giv_adgang(kreds.folk["TEAMLEDER"], sag, til, GRUND)
    assert ser(til, sag)


def test_one_who_sees_the_case_but_may_not_give_access_gives_none(kreds):
    sag = kreds.sager["egen_enhed"]
    for rolle in ("RAADGIVER", "KOORDINATOR", "SUPERBRUGER", "JURIST"):
        assert ser(kreds.folk[rolle], sag)
        with pytest.raises(PermissionDenied):
            saeradgang.giv_adgang(kreds.folk[rolle], sag, kreds.folk["EKSTERN_GRANSKER"], GRUND)
        with pytest.raises(PermissionDenied):
            saeradgang.beskyt(kreds.folk[rolle], sag, "ANDET", GRUND)
        with pytest.raises(PermissionDenied):
            saeradgang.spaer(kreds.folk[rolle], sag, kreds.folk["CHEF"], GRUND)
    assert not Sagsadgang.objects.filter(sag=sag).exists()


def test_nobody_ends_ones_own_access(kreds):
    chef, sag = kreds.folk["CHEF"], kreds.sager["navngivet"]
    egen = Sagsadgang.objects.get(sag=sag, bruger=chef)
    with pytest.raises(PermissionDenied, match="din egen adgang"):
        saeradgang.afslut(chef, egen)


def test_the_case_list_of_an_external_reviewer_ends_by_itself(kreds):
    gransker, sag = kreds.folk["EKSTERN_GRANSKER"], kreds.sager["egen_enhed"]
    assert not ser(gransker, sag)
    adgang = saeradgang.giv_adgang(kreds.folk["TEAMLEDER"], sag, gransker, GRUND)
    assert adgang.slags == Sagsadgang.Slags.LISTE
    assert ser(gransker, sag)
    gransker.udloeber = timezone.localdate() - timedelta(1)
    assert not ser(gransker, sag)


def test_one_who_is_barred_sees_nothing_whatever_the_role_and_lifts_nothing(kreds):
    chef, sag = kreds.folk["CHEF"], kreds.sager["egen_enhed"]
    saeradgang.spaer(chef, sag, chef, "Min søsters barn, jeg er inhabil.")
    with pytest.raises(PermissionDenied):
        hent_sag(chef, sag.pk)
    spaerring = Sagsadgang.objects.get(sag=sag, bruger=chef)
    with pytest.raises(PermissionDenied):
        saeradgang.afslut(chef, spaerring)
    saeradgang.afslut(kreds.folk["TEAMLEDER"], spaerring)
    assert ser(chef, sag)


def test_a_protected_case_is_seen_by_its_own_and_its_leaders_only(kreds):
    sag = kreds.sager["egen_enhed"]
    raadgiver, anden = kreds.folk["RAADGIVER"], kreds.folk["MODTAGELSE"]
    Sag.objects.filter(pk=sag.pk).update(ansvarlig=raadgiver)
    assert ser(anden, sag)
    saeradgang.beskyt(kreds.folk["TEAMLEDER"], sag, "ANSAT", "Barnets mor er ansat i huset.")
    seere = {r for r, b in kreds.folk.items() if ser(b, sag)}
    assert seere == {"RAADGIVER", "TEAMLEDER", "CHEF"}


def test_protection_is_lifted_only_by_a_leader(kreds):
    sag = kreds.sager["beskyttet"]
    for rolle in ("KOORDINATOR", "SUPERBRUGER", "SYSTEMADMINISTRATOR"):
        with pytest.raises(PermissionDenied):
            saeradgang.beskyt(kreds.folk[rolle], sag, "", GRUND)
    sag.refresh_from_db()
    assert sag.beskyttelse == "ANSAT"


def test_delimitation_by_kle(kreds):
    jurist = kreds.folk["JURIST"]
    Sag.objects.filter(pk=kreds.sager["egen_enhed"].pk).update(kle="27.24.00")
    Sag.objects.filter(pk=kreds.sager["andet_team"].pk).update(kle="34.10.10")
    jurist.kle = "27.24"
    jurist.save()
    assert ser(jurist, kreds.sager["egen_enhed"])
    assert not ser(jurist, kreds.sager["andet_team"])
    assert not ser(jurist, kreds.sager["andet_center"]), "a case without KLE is outside"


def test_a_leader_without_a_unit_sees_no_unit(kreds):
    leder = kreds.folk["TEAMLEDER"]
    leder.enhed = None
    assert not ser(leder, kreds.sager["egen_enhed"])


def test_an_unknown_role_and_an_inactive_user_see_nothing(kreds):
    bruger = kreds.folk["SUPERBRUGER"]
    bruger.rolle = "NOGET_ANDET"
    assert not synlige_sager(bruger).exists()
    bruger.rolle, bruger.is_active = Bruger.Rolle.SUPERBRUGER, False
    assert not synlige_sager(bruger).exists()
