"""The case page: as of a day, as known on a day, with every correction to be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.tidslinje.models import Skridt
from tests.bord.stoette import aar, for_dage_siden, fyld, pligt, skriv, tekst


@pytest.fixture
def mette(hold, client):
    fyld(hold)
    client.force_login(hold.mette)
    return client


def sti(hold) -> str:
    return reverse("sag", args=[hold.sag.pk])


def tidslinje(hold) -> str:
    return reverse("sagens_tidslinje", args=[hold.sag.pk])


def test_the_head_tells_who_where_and_what_happens(hold, mette):
    ord_ = tekst(mette.get(sti(hold)))
    assert f"Emil Holm, {aar(hold.barn)}" in ord_
    assert "700617-••••" in ord_
    assert "7006174001" not in ord_
    assert "Undersøgelse siden" in ord_
    assert "Team Nord · Mette Kjær siden" in ord_


def test_as_of_a_day_everything_on_the_page_is_of_that_day(hold, mette):
    dag = for_dage_siden(19)
    svar = mette.get(sti(hold), {"pr": dag.isoformat()})
    ord_ = tekst(svar)
    assert "Du ser sagen pr." in ord_
    assert "Alt på siden gælder den dag." in ord_
    assert "Undersøgelse siden" not in ord_
    assert "Afgørelse " not in tekst(mette.get(tidslinje(hold), {"pr": dag.isoformat()}))
    assert "Registrér kvittering" not in ord_
    assert "i dag" not in svar.content.decode().split("<svg")[1].split("</svg>")[0]


def test_as_known_on_a_day_a_late_registration_is_not_there(hold, mette):
    """The steps of `fyld` were all registered today."""
    svar = mette.get(sti(hold), {"kendt_pr": for_dage_siden(1).isoformat()})
    assert "som den var kendt" in tekst(svar)
    assert "Frister (0)" in tekst(svar)
    assert "Ingen undersøgelse eller indsats i gang." in tekst(svar)


def test_a_day_ahead_is_told_and_not_used(hold, mette):
    i_morgen = (timezone.localdate() + timedelta(1)).isoformat()
    ord_ = tekst(mette.get(sti(hold), {"pr": i_morgen}))
    assert "Vælg i dag eller en tidligere dag." in ord_
    assert "Du ser sagen pr." not in ord_


def test_correct_and_withdraw_with_reasons_that_stay_visible(hold, mette):
    skridt = Skridt.objects.get(sag=hold.sag, art="UNDERRETNING")
    ny_dag = for_dage_siden(21).isoformat()
    data = {
        "dag": ny_dag,
        "tid": "10:12",
        "afsender": "børnehave",
        "hvorfor": "Det var børnehaven.",
    }
    svar = mette.post(reverse("ret_skridt", args=[skridt.pk]), data, follow=True)
    assert "Underretning er rettet." in tekst(svar)
    ord_ = tekst(mette.get(tidslinje(hold)))
    assert "børnehave" in ord_
    assert "skole" in ord_
    assert "Det var børnehaven." in ord_
    ny = Skridt.objects.get(erstatter=skridt)
    assert pligt(hold, "underretning-24t").udloest_tid == ny.sket
    mette.post(reverse("traek_skridt_tilbage", args=[ny.pk]), {"begrundelse": "Forkert barn."})
    ord_ = tekst(mette.get(tidslinje(hold)))
    assert "trukket tilbage" in ord_
    assert "Forkert barn." in ord_
    assert pligt(hold, "underretning-24t") is None


def test_a_reason_is_asked_for(hold, mette):
    skridt = Skridt.objects.get(sag=hold.sag, art="UNDERRETNING")
    svar = mette.post(reverse("traek_skridt_tilbage", args=[skridt.pk]), {})
    assert "Vi mangler begrundelsen. Skriv, hvorfor." in tekst(svar)


def test_only_kinds_that_the_role_may_are_offered(hold, mette, client):
    vaelg = reverse("vaelg_skridt", args=[hold.sag.pk])
    assert "OPMAERKSOMHEDSPUNKT" not in mette.get(vaelg).content.decode()
    assert (
        mette.get(
            reverse("registrer_skridt", args=[hold.sag.pk, "OPMAERKSOMHEDSPUNKT"])
        ).status_code
        == 403
    )
    client.force_login(hold.leder_nord)
    assert "OPMAERKSOMHEDSPUNKT" in client.get(vaelg).content.decode()


def test_every_kind_that_is_offered_has_a_form_that_opens(hold, mette, client):
    import re

    for bruger in (hold.mette, hold.leder_nord):
        client.force_login(bruger)
        html = client.get(reverse("vaelg_skridt", args=[hold.sag.pk])).content.decode()
        stier = re.findall(r'href="([^"]+)"', html.split('class="vaelg"')[1].split("</main>")[0])
        assert len(stier) > 25
        assert {client.get(s.replace("&amp;", "&")).status_code for s in stier} == {200}


def test_what_the_assessment_asks_cannot_be_passed_by_with_a_day_alone(hold, mette):
    """A mismatch between worry and result is a question that only the underretning's own page asks."""
    svar = mette.get(reverse("registrer_skridt", args=[hold.sag.pk, "AKUTVURDERING"]))
    assert svar.url == reverse("sagens_underretninger", args=[hold.sag.pk])
    p = pligt(hold, "underretning-24t")
    rod = Skridt.objects.get(sag=hold.sag, art="UNDERRETNING").rod
    svar = mette.get(reverse("registrer_frist", args=[p.pk]))
    assert svar.url == reverse("underretning", args=[hold.sag.pk, rod])


def test_a_birthday_is_no_step_that_one_registers(hold, mette):
    assert (
        mette.get(reverse("registrer_skridt", args=[hold.sag.pk, "FYLDER_18"])).status_code == 404
    )


def test_a_closed_case_can_be_read(hold, mette):
    skriv(hold.sag, ("SAG_LUKKET", 0))
    ord_ = tekst(mette.get(sti(hold)))
    assert "Lukket" in ord_


def test_no_number_in_an_address_is_written_with_a_thousands_dot(hold, mette):
    from django.db import connection

    with connection.cursor() as c:
        c.execute(
            "UPDATE sqlite_sequence SET seq = 123456 WHERE name = 'frister_pligt'"
            if connection.vendor == "sqlite"
            else "SELECT setval(pg_get_serial_sequence('frister_pligt', 'id'), 123456)"
        )
    skriv(hold.sag, ("UNDERRETNING", 3, {"attributter": {"afsender": "nabo"}}))
    assert pligt(hold, "underretning-kvittering") is not None
    for side in ("/", sti(hold), "/frister/"):
        html = mette.get(side).content.decode()
        assert "12345" in html, side
        assert "123.4" not in html, side


def test_why_is_of_the_same_day_as_the_page(hold, mette):
    """A duty that has been settled since is explained as it stood then."""
    import re
    from html import unescape

    skriv(hold.sag, ("KVITTERING", 2))
    dag = for_dage_siden(5).isoformat()
    html = mette.get(sti(hold), {"pr": dag}).content.decode()
    assert "Kvittering til underretter" in html
    stier = [unescape(s) for s in re.findall(r'href="(/sager/\d+/hvorfor/[^"]+)"', html)]
    svar = next(mette.get(s) for s in stier if "underretning-kvittering" in s)
    assert "Set pr." in tekst(svar)
    assert "mangler" in tekst(svar)
    assert mette.get(sti(hold) + f"hvorfor/?noegle=nej&pr={dag}").status_code == 404


def test_the_responsible_is_the_one_of_that_day(hold, mette):
    skriv(hold.sag, ("SAGSBEHANDLER_TILDELT", 1, {"attributter": {"initialer": "LF"}}))
    assert "Lene Friis siden" in tekst(mette.get(sti(hold)))
    ord_ = tekst(mette.get(sti(hold), {"pr": for_dage_siden(3).isoformat()}))
    assert "Mette Kjær siden" in ord_
    assert "Lene Friis siden" not in ord_
