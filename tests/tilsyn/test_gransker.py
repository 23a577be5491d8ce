"""External reviewers: an account by the system administrator, named cases by a leader, a promise before anything opens,
notes of their own, and an end that comes by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import ROLLER
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Barn, Sag, Sagsadgang
from omhu.tilsyn.gransker import actions
from omhu.tilsyn.gransker.queries import sagsliste
from omhu.tilsyn.models import Granskernotat, Granskning
from tests.bord.stoette import fremmed_sag, tekst
from tests.tilsyn.genopret_stoette import om_dage
from tests.tilsyn.stoette import en_runde

FORMAAL = "Se efter, om børnene er inddraget"


@pytest.fixture
def admin(db) -> Bruger:
    return Bruger.objects.create(
        username="anders", first_name="Anders", last_name="Vang", rolle="SYSTEMADMINISTRATOR"
    )


@pytest.fixture
def aftale(hold, admin) -> Granskning:
    """Ordered by the leader of Nord, with an account, and Emil's case on the list; nothing is promised yet."""
    g = actions.bestil(hold.leder_nord, navn="Eva Lorentz", formaal=FORMAAL, til=om_dage(20))
    actions.opret_konto(admin, g, "eva.lorentz")
    g.refresh_from_db()
    assert actions.giv_sager(hold.leder_nord, g, hold.sag.nummer).givet == [hold.sag.nummer]
    return g


def lover(g: Granskning) -> Bruger:
    """The reviewer has promised."""
    actions.lov_tavshed(Bruger.objects.get(pk=g.bruger_id))
    return Bruger.objects.get(pk=g.bruger_id)


def afvist(handling, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as fejl:
        handling(*args, **kwargs)
    return " ".join(fejl.value.messages)


# -- the account ----------------------------------------------------------------------------------


def test_a_leader_orders_and_the_system_administrator_makes_the_account(hold, admin, client):
    client.force_login(hold.leder_nord)
    svar = client.post(
        reverse("tilsyn_ny_gransker"),
        {"navn": "Eva Lorentz", "firma": "KLK", "formaal": FORMAAL, "til": om_dage(20).isoformat()},
    )
    g = Granskning.objects.get()
    assert svar.url == reverse("tilsyn_gransker", args=[g.pk])
    assert "Kontoen er ikke oprettet endnu" in tekst(client.get(svar.url))
    with pytest.raises(PermissionDenied):
        actions.opret_konto(hold.leder_nord, g, "eva.lorentz")
    assert "ikke oprettet endnu" in afvist(actions.giv_sager, hold.leder_nord, g, "N-1")
    konto = actions.opret_konto(admin, g, "eva.lorentz")
    assert (konto.rolle, konto.udloeber, konto.enhed) == ("EKSTERN_GRANSKER", om_dage(20), None)
    assert str(konto) == "Eva Lorentz"
    assert not konto.has_usable_password()


def test_who_may_make_accounts_is_as_it_was():
    assert [r for r, ret in ROLLER.items() if "styre_brugere" in ret.maa] == ["SYSTEMADMINISTRATOR"]


@pytest.mark.parametrize(
    ("dage", "ord_"),
    [(-1, "Dagen er gået"), (400, "Højst et år"), (None, "mangler den sidste dag")],
)
def test_an_end_that_cannot_be_is_refused(hold, dage, ord_):
    til = None if dage is None else om_dage(dage)
    assert ord_ in afvist(
        actions.bestil, hold.leder_nord, navn="Eva Lorentz", formaal=FORMAAL, til=til
    )
    assert not Granskning.objects.exists()


def test_a_form_with_an_end_in_the_past_comes_back_filled(hold, client):
    client.force_login(hold.leder_nord)
    svar = client.post(
        reverse("tilsyn_ny_gransker"),
        {"navn": "Eva Lorentz", "formaal": FORMAAL, "til": om_dage(-1).isoformat()},
    )
    assert svar.status_code == 422
    assert "Dagen er gået" in tekst(svar)
    assert FORMAAL in svar.content.decode()


# -- the promise ----------------------------------------------------------------------------------


def test_before_the_promise_nothing_opens_by_any_way(aftale, hold, client):
    eva = Bruger.objects.get(pk=aftale.bruger_id)
    assert list(synlige_sager(eva)) == []
    client.force_login(eva)
    for navn, args in (
        ("sag", [hold.sag.pk]), ("sager", []), ("skrivebord", []), ("frister", []),
        ("sagens_journal", [hold.sag.pk]), ("tilsyn", []), ("tilsyn_granskernoter", []),
    ):  # fmt: skip
        svar = client.get(reverse(navn, args=args))
        assert (svar.status_code, svar.url) == (302, reverse("tilsyn_tavshed")), navn
    svar = client.post(reverse("soeg"), {"q": "Emil"})
    assert svar.url == reverse("tilsyn_tavshed")
    assert client.post(reverse("logud")).url == reverse("login")


def test_a_list_given_by_the_cases_own_page_opens_nothing_without_an_engagement(hold, client):
    """Without an engagement there is nothing to promise for."""
    eva = Bruger.objects.create(username="eva", rolle="EKSTERN_GRANSKER", udloeber=om_dage(9))
    Sagsadgang.objects.create(bruger=eva, sag=hold.sag, slags="LISTE", givet_af=hold.leder_nord)
    assert not synlige_sager(eva).exists()
    client.force_login(eva)
    assert "ingen aftale" in tekst(client.get(reverse("tilsyn_tavshed")))
    assert client.post(reverse("tilsyn_tavshed")).status_code == 403
    assert not synlige_sager(Bruger.objects.get(pk=eva.pk)).exists()


def test_the_promise_opens_the_list_and_its_words_are_kept(aftale, hold, client):
    client.force_login(Bruger.objects.get(pk=aftale.bruger_id))
    side = tekst(client.get(reverse("tilsyn_tavshed")))
    assert "forvaltningslovens § 27" in side
    assert client.post(reverse("tilsyn_tavshed")).url == reverse("tilsyn_granskernoter")
    aftale.refresh_from_db()
    assert aftale.tavshed
    assert "ikke fortæller andre" in aftale.tavshed_tekst
    assert aftale.tavshed_tekst.startswith("Teksten af 2026-11-22")
    assert client.get(reverse("sag", args=[hold.sag.pk])).status_code == 200


def test_a_municipality_has_its_own_dated_words(aftale, settings, tmp_path):
    from omhu.tilsyn.gransker.tavshed_tekst import tavshedstekst

    mappe = settings.OMHU.rod() / "tavshed"
    mappe.mkdir(exist_ok=True)
    fil, senere = mappe / "2026-01-01.txt", mappe / "2999-01-01.txt"
    try:
        fil.write_text("Kommunens egne ord.", encoding="utf-8")
        senere.write_text("Ikke endnu.", encoding="utf-8")
        assert tavshedstekst() == ("2026-01-01", "Kommunens egne ord.")
    finally:
        fil.unlink()
        senere.unlink()


def test_a_new_engagement_asks_for_a_new_promise(aftale, hold):
    lover(aftale)
    actions.afslut(hold.leder_nord, aftale)
    eva = Bruger.objects.get(pk=aftale.bruger_id)
    ny = actions.bestil(hold.leder_nord, navn="", formaal=FORMAAL, til=om_dage(9), bruger=eva)
    actions.giv_sager(hold.leder_nord, ny, hold.sag.nummer)
    assert not synlige_sager(Bruger.objects.get(pk=eva.pk)).exists()
    assert synlige_sager(lover(ny)).get() == hold.sag


# -- the list -------------------------------------------------------------------------------------


def test_numbers_that_cannot_be_given_are_named_and_the_rest_are_kept(aftale, hold, client):
    fremmed = fremmed_sag(hold)
    ny = Sag.objects.create(
        barn=Barn.objects.create(navn="Liva Beck"), nummer="N-2", enhed=hold.nord
    )
    client.force_login(hold.leder_nord)
    svar = actions.giv_sager(
        hold.leder_nord, aftale, f"n-2\nFINDES-IKKE, {fremmed.nummer}; {hold.sag.nummer}\n\nN-2"
    )
    assert svar.givet == [ny.nummer]
    assert [nr for nr, _ in svar.fejl] == ["FINDES-IKKE", fremmed.nummer, "N-1"]
    assert svar.fejl[0][1] == svar.fejl[1][1], "one of another unit looks like none"
    assert svar.fejl[2][1] == "står allerede på listen"
    assert set(synlige_sager(lover(aftale))) == {hold.sag, ny}


def test_a_rounds_cases_are_given_and_the_reviewer_can_read_in_it(aftale, hold, client):
    to = Sag.objects.create(
        barn=Barn.objects.create(navn="Liva Beck"), nummer="N-2", enhed=hold.nord
    )
    fremmed = fremmed_sag(hold)
    eva = lover(aftale)
    runde = en_runde([hold.sag, to, fremmed], hold.leder_nord, [("n1", eva)])
    svar = actions.giv_rundens_sager(hold.leder_nord, aftale, runde)
    assert svar.givet == ["N-2"]
    assert [nr for nr, _ in svar.fejl] == ["N-1", "nr. 3 i udtrækket"]
    laesning = runde.sager.get(sag=to).laesninger.get()
    client.force_login(eva)
    assert client.get(reverse("tilsyn_laes", args=[laesning.pk])).status_code in (200, 302)
    fremmede = runde.sager.get(sag=fremmed).laesninger.get()
    assert client.get(reverse("tilsyn_laes", args=[fremmede.pk])).status_code in (403, 404)


def test_a_jurist_orders_but_gives_no_access(hold, admin):
    jurist = Bruger.objects.create(username="j", rolle="JURIST")
    g = actions.bestil(jurist, navn="Eva Lorentz", formaal=FORMAAL, til=om_dage(20))
    actions.opret_konto(admin, g, "eva")
    g.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.giv_sager(jurist, g, hold.sag.nummer)


# -- the end --------------------------------------------------------------------------------------


def test_it_ends_by_itself_the_day_after_the_last(aftale, hold, client, monkeypatch):
    eva = lover(aftale)
    adgang = Sagsadgang.objects.get(bruger=eva)
    assert timezone.localdate(adgang.udloeber) == aftale.til == eva.udloeber
    Sagsadgang.objects.update(udloeber=timezone.now() - timedelta(seconds=1))
    assert not synlige_sager(eva).exists(), "the case alone"
    Sagsadgang.objects.update(udloeber=None)
    eva.udloeber = om_dage(-1)
    assert not synlige_sager(eva).exists(), "the account alone"


def test_ending_it_shuts_everything_at_once(aftale, hold, client):
    eva = lover(aftale)
    client.force_login(eva)
    assert client.get(reverse("sag", args=[hold.sag.pk])).status_code == 200
    actions.afslut(hold.leder_nord, aftale)
    assert client.get(reverse("sag", args=[hold.sag.pk])).url == reverse("tilsyn_tavshed")
    assert not Sagsadgang.objects.filter(bruger=eva, udloeber__gt=timezone.now()).exists()
    assert "allerede afsluttet" in afvist(actions.afslut, hold.leder_nord, aftale)


def test_a_later_day_moves_the_cases_and_the_account_waits_for_the_administrator(
    aftale, hold, admin
):
    eva = lover(aftale)
    actions.forlaeng(hold.leder_nord, aftale, om_dage(40))
    i_kraft = Sagsadgang.objects.filter(bruger=eva, udloeber__gt=timezone.now())
    assert [timezone.localdate(a.udloeber) for a in i_kraft] == [om_dage(40)]
    from omhu.tilsyn.gransker.queries import til_systemadministratoren

    assert [(g.pk, hvad) for g, hvad in til_systemadministratoren()] == [(aftale.pk, "forlaeng")]
    aftale.refresh_from_db()
    actions.foelg_konto(admin, aftale)
    assert Bruger.objects.get(pk=eva.pk).udloeber == om_dage(40)
    actions.afslut(hold.leder_nord, aftale)
    assert [hvad for _, hvad in til_systemadministratoren()] == ["luk"]
    aftale = Granskning.objects.select_related("bruger").get(pk=aftale.pk)
    actions.foelg_konto(admin, aftale)
    assert til_systemadministratoren() == []


def test_an_engagement_shows_its_own_cases_and_not_those_of_the_next(aftale, hold):
    leder = hold.leder_nord
    eva = lover(aftale)
    actions.afslut(leder, aftale)
    ny = actions.bestil(leder, navn="", formaal=FORMAAL, til=om_dage(9), bruger=eva)
    Sag.objects.create(barn=hold.barn, nummer="N-2", enhed=hold.nord)
    assert actions.giv_sager(leder, ny, "N-2").givet == ["N-2"]
    for pk, nummer in ((aftale.pk, "N-1"), (ny.pk, "N-2")):
        linjer, skjulte = sagsliste(leder, Granskning.objects.get(pk=pk))
        assert ([x.sag.nummer for x in linjer], skjulte) == ([nummer], 0)


# -- notes, and what has been read ----------------------------------------------------------------


def test_notes_are_the_reviewers_own(aftale, hold, client):
    eva = lover(aftale)
    client.force_login(eva)
    sti = reverse("tilsyn_granskernoter")
    client.post(sti, {"sag": str(hold.sag.pk), "tekst": "Ingen samtale før planen."})
    client.post(sti, {"sag": "", "tekst": "Teamet skriver godt."})
    side = tekst(client.get(sti))
    assert "Ingen samtale før planen." in side
    assert "Teamet skriver godt." in side
    svar = client.post(sti, {"sag": "", "tekst": "Barnet er 700617-4001"})
    assert svar.status_code == 422
    assert "700617-4001" in svar.content.decode()
    n = Granskernotat.objects.get(sag=hold.sag)
    client.force_login(hold.leder_nord)
    assert client.get(sti).status_code == 403
    assert client.get(reverse("tilsyn_granskernotat", args=[n.pk])).status_code == 403
    assert "Ingen samtale" not in tekst(client.get(reverse("tilsyn_gransker", args=[aftale.pk])))
    with pytest.raises(PermissionDenied):
        actions.skriv_notat(eva, "Om en anden sag", sag_pk=fremmed_sag(hold).pk)


def test_the_leader_sees_in_the_log_what_was_opened(aftale, hold, client):
    eva = lover(aftale)
    client.force_login(eva)
    client.get(reverse("sag", args=[hold.sag.pk]))
    client.force_login(hold.leder_nord)
    side = client.get(reverse("tilsyn_gransker", args=[aftale.pk]))
    (linje,) = side.context["linjer"]
    assert linje.gange == 1
    assert linje.sidst
    assert Logpost.objects.last().handling == "LOG", "the look at the log is in it"
    client.force_login(hold.leder_syd)
    assert client.get(reverse("tilsyn_gransker", args=[aftale.pk])).status_code == 404


def test_the_pages_ask_little(aftale, hold, client, django_assert_max_num_queries):
    for n in range(12):
        Sag.objects.create(
            barn=Barn.objects.create(navn=f"Barn{n} Prøve"), nummer=f"Q-{n}", enhed=hold.nord
        )
    actions.giv_sager(hold.leder_nord, aftale, ",".join(f"Q-{n}" for n in range(12)))
    for hvem, navn, args in (
        (lover(aftale), "tilsyn_granskernoter", []),
        (hold.leder_nord, "tilsyn_gransker", [aftale.pk]),
        (hold.leder_nord, "tilsyn_granskere", []),
    ):
        client.force_login(hvem)
        client.get(reverse(navn, args=args))
        with django_assert_max_num_queries(20):
            assert client.get(reverse(navn, args=args)).status_code == 200
