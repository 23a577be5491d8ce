"""The desk without JavaScript: what is due, why, and each of the three ways that a duty leaves it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Advis, Pligt
from omhu.kerne import ord_om_tid
from omhu.kerne.kalender import Kalender
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fyld, pligt, skriv, tekst


@pytest.fixture
def mette(hold, client):
    fyld(hold)
    client.force_login(hold.mette)
    return client


def raekke(p: Pligt) -> str:
    return f'id="raekke-{p.pk}"'


def test_the_desk_tells_what_when_why_and_the_next_act(hold, mette):
    side = mette.get("/")
    kvittering = pligt(hold, "underretning-kvittering")
    ord_ = tekst(side)
    assert raekke(kvittering) in side.content.decode()
    assert "Emil Holm" in ord_
    assert "Kvittering til underretter" in ord_
    assert "BL § 138 § ikke verificeret" in ord_
    assert "Hvorfor?" in ord_
    assert "Registrér kvittering" in ord_


def test_act_and_the_row_is_gone(hold, mette):
    """Desk, form, save, desk: all by plain links and forms."""
    p = pligt(hold, "underretning-kvittering")
    sti = reverse("registrer_frist", args=[p.pk])
    assert sti in mette.get("/").content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in mette.get(sti).content.decode()
    svar = mette.post(sti, {"dag": timezone.localdate().isoformat(), "tilbage": "/"}, follow=True)
    assert svar.redirect_chain[-1][0] == "/"
    assert raekke(p) not in svar.content.decode()
    assert "Kvittering til underretter er registreret for Emil Holm." in tekst(svar)
    p.refresh_from_db()
    assert p.opfyldt_dag == timezone.localdate()


def test_undo_withdraws_the_step_and_the_row_is_back(hold, mette):
    p = pligt(hold, "underretning-kvittering")
    svar = mette.post(
        reverse("registrer_frist", args=[p.pk]),
        {"dag": timezone.localdate().isoformat(), "tilbage": "/"},
        follow=True,
    )
    skridt = Skridt.objects.get(sag=hold.sag, art="KVITTERING")
    assert reverse("fortryd", args=[skridt.pk]) in svar.content.decode()
    svar = mette.post(reverse("fortryd", args=[skridt.pk]), {"tilbage": "/"}, follow=True)
    assert "Fortrudt" in tekst(svar)
    assert raekke(Pligt.objects.get(sag=hold.sag, noegle=p.noegle)) in svar.content.decode()
    assert Skridt.objects.filter(erstatter=skridt, tilbagetrukket=True).exists()


def test_undo_is_refused_later(hold, mette):
    skriv(
        hold.sag,
        ("KVITTERING", 0, {"af": hold.mette, "registreret": timezone.now() - timedelta(hours=1)}),
    )
    skridt = Skridt.objects.get(sag=hold.sag, art="KVITTERING")
    svar = mette.post(reverse("fortryd", args=[skridt.pk]), {"tilbage": "/"}, follow=True)
    assert "Det er for sent at fortryde her" in tekst(svar)
    assert not Skridt.objects.filter(erstatter=skridt).exists()


def test_a_missing_field_is_told_in_words_and_nothing_is_saved(hold, mette):
    p = pligt(hold, "boernesamtale-foer-afgoerelse")
    svar = mette.post(reverse("registrer_frist", args=[p.pk]), {"udfoert_af": "myndighed"})
    assert "Vi mangler datoen for samtalen. Skriv den dag, I talte sammen." in tekst(svar)
    assert not Skridt.objects.filter(sag=hold.sag, art="BOERNESAMTALE").exists()


def test_a_day_ahead_is_refused_by_the_room_below_and_told_at_the_form(hold, mette):
    p = pligt(hold, "underretning-kvittering")
    i_morgen = timezone.localdate() + timedelta(days=1)
    svar = mette.post(reverse("registrer_frist", args=[p.pk]), {"dag": i_morgen.isoformat()})
    assert "Tidspunktet ligger i fremtiden" in tekst(svar)


def test_measures_at_stake_are_ticked_beforehand(hold, mette):
    p = pligt(hold, "boernesamtale-foer-afgoerelse")
    html = mette.get(reverse("registrer_frist", args=[p.pk])).content.decode()
    linje = next(x for x in html.split("<input") if 'value="kontaktperson"' in x)
    assert "checked" in linje


def test_waiving_needs_a_reason_and_a_rule_that_knows_it(hold, mette):
    p = pligt(hold, "boernesamtale-foer-afgoerelse")
    sti = reverse("fravaelg", args=[p.pk])
    assert sti in mette.get("/").content.decode()
    kort = {"begrundelse": "nej", "dato": p.frist_dag.isoformat()}
    assert "Skriv begrundelsen" in tekst(mette.post(sti, kort))
    grund = {"begrundelse": "Barnet er spædt og kan ikke tale med.", "tilbage": "/"}
    i_dag = timezone.localdate().isoformat()
    assert "Et fravalg efter fristen" in tekst(mette.post(sti, {**grund, "dato": i_dag}))
    mette.post(sti, {**grund, "dato": p.frist_dag.isoformat()})
    assert Skridt.objects.filter(sag=hold.sag, art="BOERNESAMTALE_FRAVALGT").exists()
    kvittering = pligt(hold, "underretning-kvittering")
    sti = reverse("fravaelg", args=[kvittering.pk])
    assert sti not in mette.get("/").content.decode()
    assert "ikke mulighed for at fravælge" in tekst(mette.get(sti))


def test_what_cannot_be_mended_is_put_away_stays_a_breach_and_can_be_taken_out(hold, mette):
    p = pligt(hold, "underretning-kvittering")
    sti = reverse("laeg_vaek", args=[p.pk])
    assert sti in mette.get("/").content.decode()
    grund = "Underretteren er rejst og kan ikke findes."
    mette.post(sti, {"begrundelse": grund, "tilbage": "/"})
    assert raekke(p) not in mette.get("/").content.decode()
    hvorfor = reverse("hvorfor", args=[p.pk])
    assert hvorfor in mette.get("/frister/?tilstand=henlagt").content.decode()
    assert hvorfor in mette.get("/frister/?tilstand=mangler").content.decode()
    assert hvorfor not in mette.get("/frister/?tilstand=overskredet").content.decode()
    assert grund in mette.get(hvorfor).content.decode()
    mette.post(reverse("tag_frem", args=[p.pk]), {"tilbage": "/"})
    assert raekke(p) in mette.get("/").content.decode()


def test_the_row_warns_of_the_earlier_day_if_saturday_counts(hold, mette):
    """Six hverdage always pass a Saturday."""
    p = pligt(hold, "underretning-kvittering")
    uden, med = Kalender(), Kalender(loerdag_er_hverdag=True)
    assert p.frist_dag == uden.laeg_til(p.anker_dag, "hverdage", 6)
    tidligere = med.laeg_til(p.anker_dag, "hverdage", 6)
    assert tidligere < p.frist_dag
    ventet = f"helst {ord_om_tid.dato(tidligere, timezone.localdate())}, hvis lørdag tæller"
    assert ventet in tekst(mette.get("/"))


def test_handing_on_moves_the_row_to_the_colleague(hold, mette, client):
    p = pligt(hold, "underretning-kvittering")
    sti = reverse("giv_videre", args=[p.pk])
    mette.post(sti, {"til": hold.leder_nord.pk, "begrundelse": "Jeg er på kursus.", "tilbage": "/"})
    assert raekke(p) not in mette.get("/").content.decode()
    client.force_login(hold.leder_nord)
    liste = client.get(f"/frister/?ansvarlig={hold.leder_nord.pk}").content.decode()
    assert reverse("hvorfor", args=[p.pk]) in liste


def test_one_cannot_hand_on_to_another_unit(hold, mette):
    p = pligt(hold, "underretning-kvittering")
    svar = mette.post(
        reverse("giv_videre", args=[p.pk]), {"til": hold.ole.pk, "begrundelse": "Tag den."}
    )
    assert svar.status_code == 422
    assert not Advis.objects.exists()


def test_a_reminder_neither_moves_nor_hides_the_deadline(hold, mette):
    p = pligt(hold, "underretning-kvittering")
    i_morgen = timezone.localdate() + timedelta(days=1)
    svar = mette.post(
        reverse("paamind", args=[p.pk]), {"dato": i_morgen.isoformat(), "tilbage": "/"}, follow=True
    )
    assert raekke(p) in svar.content.decode()
    assert "Du bliver påmindet i morgen. Fristen er den samme." in tekst(svar)
    assert Pligt.objects.get(pk=p.pk).frist_dag == p.frist_dag


def test_nothing_leaves_the_desk_by_being_looked_at(hold, mette):
    foer = mette.get("/").content.decode().count("data-raekke")
    for p in Pligt.objects.filter(sag=hold.sag):
        mette.get(reverse("hvorfor", args=[p.pk]))
        mette.get(reverse("registrer_frist", args=[p.pk]))
    assert mette.get("/").content.decode().count("data-raekke") == foer > 0


def test_htmx_gets_the_desk_again_with_the_undo(hold, mette):
    p = pligt(hold, "underretning-kvittering")
    hoved = {"HX-Request": "true", "HX-Current-URL": "http://testserver/?regel="}
    form = mette.get(reverse("registrer_frist", args=[p.pk]), headers=hoved).content.decode()
    assert "<html" not in form
    assert "<form" in form
    svar = mette.post(
        reverse("registrer_frist", args=[p.pk]),
        {"dag": timezone.localdate().isoformat()},
        headers=hoved,
    )
    html = svar.content.decode()
    assert svar["HX-Retarget"] == "#skrivebord"
    assert raekke(p) not in html
    assert 'hx-swap-oob="true"' in html
    assert "/fortryd/" in html


def test_the_reason_line_and_why_tell_the_same_rule(hold, mette):
    p = pligt(hold, "boernesamtale-foer-afgoerelse")
    ord_ = tekst(mette.get(reverse("hvorfor", args=[p.pk])))
    assert "Sådan er fristen talt" in ord_
    assert "BL § 5, stk. 3" in ord_
    assert "efterset" in ord_


def test_a_leader_sees_the_team_and_who_has_what(hold, client):
    fyld(hold)
    client.force_login(hold.leder_nord)
    ord_ = tekst(client.get("/"))
    assert "Team Nord" in ord_
    assert "Mette Kjær" in ord_
    assert "Ole Bruun" not in ord_


def test_empty_is_a_state(hold, client):
    client.force_login(hold.ole)
    ord_ = tekst(client.get("/"))
    assert "Ingen frister de næste 30 dage." in ord_
    assert "Se dem, der kommer senere" in ord_


def test_filters_by_rule_and_child(hold, mette):
    andet = Sag.objects.create(
        barn=Barn.objects.create(navn="Noor Said", foedselsdato=for_dage_siden(5000)),
        nummer="N-2",
        enhed=hold.nord,
    )
    skriv(
        andet,
        ("SAGSBEHANDLER_TILDELT", 30, {"attributter": {"initialer": "MK"}}),
        ("UNDERRETNING", 20, {"attributter": {"afsender": "nabo"}}),
    )

    def raekker(sti):
        return mette.get(sti).content.decode().split('class="kolonne"')[0].split("data-raekke")[1:]

    assert any("Emil Holm" in r for r in raekker("/"))
    assert raekker(f"/?sag={andet.pk}")
    assert all("Noor Said" in r for r in raekker(f"/?sag={andet.pk}"))
    assert len(raekker("/?regel=underretning-kvittering")) == 2
