"""A session ends: by rest, by age, by number, by a change of what it was given for, and by one's own hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from omhu.adgang.login.models import Session
from tests.bord.stoette import tekst
from tests.login.stoette import KODE, poster


@pytest.fixture
def inde(mette, client, log_ind):
    """Mette's browser, logged in by password."""
    log_ind()
    return client


def er_inde(klient: Client) -> bool:
    return klient.get("/").status_code == 200


def sidst_set(minutter: float) -> None:
    Session.objects.update(sidst_set=timezone.now() - timedelta(minutes=minutter))


def anden_browser() -> Client:
    klient = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    klient.post("/login/", {"username": "mk", "password": KODE})
    assert er_inde(klient)
    return klient


def test_half_an_hour_of_rest_ends_it(inde):
    sidst_set(29)
    assert er_inde(inde)
    sidst_set(31)
    assert inde.get("/").url == "/login/?next=/"
    assert "fordi der ikke er sket noget i 30 minutter" in tekst(inde.get("/login/"))
    assert not Session.objects.exclude(bruger=None).exists()


def test_use_keeps_it_alive(inde):
    for _ in range(4):
        sidst_set(20)
        assert er_inde(inde)
        assert timezone.now() - Session.objects.get().sidst_set < timedelta(minutes=1)


def test_not_every_request_writes(inde):
    def skrivninger() -> list[str]:
        with CaptureQueriesContext(connection) as alle:
            assert er_inde(inde)
        return [
            q["sql"] for q in alle if "login_session" in q["sql"] and q["sql"].startswith("UPDATE")
        ]

    inde.get("/")
    assert skrivninger() == skrivninger() == []
    sidst_set(4)
    assert len(skrivninger()) == 1
    assert skrivninger() == []


def test_ten_hours_end_it_however_busy(inde):
    session = inde.session
    session["begyndt"] -= 10 * 3600 - 60
    session.save()
    assert er_inde(inde)
    session["begyndt"] -= 61
    session.save()
    assert inde.get("/").status_code == 302
    assert "fordi du har været logget ind i 10 timer" in tekst(inde.get("/login/"))


def test_a_session_without_a_beginning_is_no_session(inde):
    session = inde.session
    del session["begyndt"]
    session.save()
    assert not er_inde(inde)


def test_the_key_is_another_after_login(mette, client):
    client.get("/login/")
    session = client.session
    session["før"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    foer = client.cookies["sessionid"].value
    client.post("/login/", {"username": "mk", "password": KODE})
    assert client.cookies["sessionid"].value != foer
    assert not Session.objects.filter(pk=foer).exists()


def test_no_more_than_the_limit_at_once_the_oldest_goes(inde, omhu):
    omhu(sessioner_pr_bruger=3)
    andre = [anden_browser() for _ in range(3)]
    assert not er_inde(inde)
    assert all(er_inde(k) for k in andre)


def test_a_changed_password_ends_the_others(inde):
    anden = anden_browser()
    nyt = "gæs-flyver-sydpaa-nu"
    inde.post("/adgangskode/", {"old_password": KODE, "new_password1": nyt, "new_password2": nyt})
    assert er_inde(inde)
    assert not er_inde(anden)
    assert Session.objects.exclude(bruger=None).count() == 1


@pytest.mark.parametrize(
    "aendring",
    [
        {"rolle": "JURIST"},
        {"enhed_id": None},
        {"kle": "27.24"},
        {"udloeber": timezone.localdate() + timedelta(days=400)},
    ],
    ids=lambda a: next(iter(a)),
)
def test_a_changed_role_or_unit_ends_it_at_once(inde, mette, aendring):
    type(mette).objects.filter(pk=mette.pk).update(**aendring)
    assert inde.get("/").status_code == 302
    assert "fordi din rolle eller enhed er ændret" in tekst(inde.get("/login/"))


@pytest.mark.parametrize("felt", ["udloeber", "ansat_til"])
def test_after_the_last_day_one_is_out_and_stays_out(inde, mette, felt, log_ind):
    i_dag = timezone.localdate()
    setattr(mette, felt, i_dag)
    mette.save()
    log_ind()
    assert er_inde(inde)
    type(mette).objects.filter(pk=mette.pk).update(**{felt: i_dag - timedelta(days=1)})
    assert not er_inde(inde)
    assert "passer ikke sammen" in tekst(log_ind())


def test_a_closed_user_is_out_at_once(inde, mette):
    type(mette).objects.filter(pk=mette.pk).update(is_active=False)
    assert not er_inde(inde)


def test_one_sees_ones_sessions_and_ends_them(inde):
    anden = anden_browser()
    side = inde.get("/konto/sessioner/").content.decode()
    assert "Firefox på Windows" in side
    assert "(denne)" in side
    for s in Session.objects.all():
        assert s.pk not in side
    nr = side.split('name="nr" value="')[1].split('"')[0]
    inde.post("/konto/sessioner/afslut/", {"nr": nr})
    assert not er_inde(anden)
    assert er_inde(inde)


def test_all_others_end_by_one_click(inde):
    andre = [anden_browser(), anden_browser()]
    inde.post("/konto/sessioner/afslut/")
    assert not any(er_inde(k) for k in andre)
    assert er_inde(inde)


def test_nobody_ends_another_persons_session(inde, hold):
    from omhu.adgang.login.sessioner import nummer_af

    ole = Client()
    ole.force_login(hold.ole)
    ole.post("/konto/sessioner/afslut/", {"nr": nummer_af(inde.session.session_key)})
    assert er_inde(inde)


def test_dead_sessions_are_swept_at_the_next_login(inde, mette):
    sidst_set(31)
    anden_browser()
    assert Session.objects.filter(bruger=mette).count() == 1


def test_logins_and_logouts_are_in_the_log(inde):
    inde.post("/logud/")
    assert poster("LOGIN")[-1].detaljer == {"vej": "Adgangskode"}
    assert len(poster("LOGUD")) == 1


def test_htmx_takes_the_whole_page_to_the_login(inde):
    sidst_set(31)
    svar = inde.get(
        "/frister/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/sager/?q=1"},
    )
    assert svar.status_code == 204
    assert svar["HX-Redirect"] == "/login/?next=%2Fsager%2F"
