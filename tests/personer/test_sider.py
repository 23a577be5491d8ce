"""The tab »Personer«: as one uses it in the browser."""

from __future__ import annotations

import re
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.log.models import Logpost
from omhu.sager.models import Barn, Person, Relation, Rettelse, Sag
from tests.bord.stoette import for_dage_siden

pytestmark = pytest.mark.django_db
ADRESSE = "Hemmeligvej 7, 9990 Skjultby"


@pytest.fixture
def ind(hold, client):
    client.force_login(hold.mette)
    return client


def sti(navn: str, hold, *ider) -> str:
    return reverse(navn, args=[hold.sag.pk, *ider])


def se(client, hold) -> str:
    svar = client.get(sti("sagens_personer", hold))
    assert svar.status_code == 200
    return svar.content.decode()


def send(client, sted: str, **felter):
    return client.post(sted, felter)


MOR = {"art": "MOR", "navn": "Ida Holm", "foraeldremyndighed": "ENE", "telefon": "20 00 00 01"}


def test_a_mother_is_written_and_her_rights_follow(ind, hold):
    assert "Det er ikke skrevet, hvem der har forældremyndigheden" in se(ind, hold)
    svar = send(ind, sti("ny_person", hold), **MOR, tilbage=sti("sagens_personer", hold))
    assert svar.url == sti("sagens_personer", hold)
    side = se(ind, hold)
    assert "Ida Holm" in side
    assert "Forældremyndighed: ja, alene" in side
    assert "Samtykker til anbringelse" in side
    assert "BL § 46, stk. 1-2" in side
    assert "Det er ikke skrevet, hvem" not in side


def test_the_ages_that_come_are_told(ind, hold):
    hold.barn.foedselsdato = timezone.localdate() + relativedelta(years=-15, months=4)
    hold.barn.save()
    side = se(ind, hold)
    assert "Fylder 15 år om 4 måneder" in side
    assert "skal selv samtykke til anbringelse" in side


@pytest.mark.parametrize(
    ("felter", "fejl"),
    [
        ({"navn": ""}, "Vi mangler navnet"),
        ({"art": ""}, "Vi mangler, hvem personen er for barnet"),
        ({"cpr": "123"}, "der skal være 10"),
        ({"email": "ida"}, "Skriv den som navn@sted.dk"),
        ({"note": "Ring til 700185-4000"}, "ligner et CPR-nummer"),
        ({"fra": "2999-01-01"}, "Dagen ligger i fremtiden"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_lost(ind, hold, felter, fejl):
    svar = send(ind, sti("ny_person", hold), **MOR | felter)
    assert svar.status_code == 422
    side = svar.content.decode()
    assert fejl in side
    assert "20 00 00 01" in side
    assert not Person.objects.exists()


def test_custody_alone_is_alone(ind, hold, giv):
    giv("Ida Holm", "MOR", foraeldremyndighed="ENE")
    far = {"art": "FAR", "navn": "Per Holm", "foraeldremyndighed": "DELT"}
    svar = send(ind, sti("ny_person", hold), **far)
    assert "Ida Holm står med forældremyndigheden" in svar.content.decode()
    assert send(ind, sti("ny_person", hold), **far | {"foraeldremyndighed": "NEJ"}).url


def test_a_change_of_custody_ends_one_row_and_begins_another(ind, hold, giv):
    r = giv("Ida Holm", "MOR", foraeldremyndighed="ENE", fra=date(2020, 1, 1))
    ny = MOR | {"foraeldremyndighed": "DELT", "fra": "2026-05-01"}
    assert send(ind, sti("ret_person", hold, r.pk), **ny).status_code == 302
    r.refresh_from_db()
    assert (r.til, r.foraeldremyndighed, r.fejlskrevet) == (date(2026, 4, 30), "ENE", False)
    nu = Relation.objects.exclude(pk=r.pk).get()
    assert (nu.fra, nu.foraeldremyndighed, nu.afsluttet) == (date(2026, 5, 1), "DELT", None)
    assert "Tidligere (1)" in se(ind, hold)


def test_what_was_written_wrongly_never_was(ind, hold, giv):
    r = giv("Ida Holm", "FAR", foraeldremyndighed="ENE")
    assert send(ind, sti("ret_person", hold, r.pk), **MOR).status_code == 302
    r.refresh_from_db()
    assert r.fejlskrevet
    assert not r.gaelder(timezone.localdate())
    assert "stod forkert" in se(ind, hold)


def test_a_corrected_name_leaves_the_old_one_readable(ind, hold, giv):
    r = giv("Ida Holm", "MOR", foraeldremyndighed="ENE")
    ny = MOR | {"navn": "Ida Holm Bak", "begrundelse": "Gift"}
    send(ind, sti("ret_person", hold, r.pk), **ny)
    assert r.person.relationer.count() == 1
    side = se(ind, hold)
    assert "Ida Holm Bak" in side
    assert "Navn: før »Ida Holm«: Gift" in side


def test_two_who_change_the_same_row_do_not_both(ind, hold, giv):
    r = giv("Ida Holm", "MOR", foraeldremyndighed="ENE")
    slut = {"til": for_dage_siden(1).isoformat(), "grund": "Flyttet"}
    assert send(ind, sti("afslut_person", hold, r.pk), **slut).status_code == 302
    igen = send(ind, sti("afslut_person", hold, r.pk), **slut)
    assert "allerede ændret eller afsluttet" in igen.content.decode()
    assert send(ind, sti("ret_person", hold, r.pk), **MOR).status_code == 403


def test_a_number_is_masked_until_one_asks_and_the_log_has_it(ind, hold, giv):
    side = se(ind, hold)
    assert "700617-••••" in side
    assert "700617-4001" not in side
    svar = send(ind, sti("vis_cpr", hold), hvem="")
    assert "700617-4001" in svar.content.decode()
    assert any(p.detaljer.get("cpr_vist") == "barnet" for p in Logpost.objects.all())
    assert "700617-4001" not in se(ind, hold)


# -- protected addresses ----------------------------------------------------------------------------


@pytest.fixture
def skjult(ind, hold):
    """A mother with a protected address, written in the browser."""
    send(ind, sti("ny_person", hold), **MOR, adresse=ADRESSE, adressebeskyttelse="on")
    return Relation.objects.get()


def test_a_protected_address_is_encrypted_and_in_no_page(ind, hold, skjult):
    from django.db import connection

    with connection.cursor() as c:
        c.execute("SELECT adresse, skjult_adresse FROM sager_person")
        [(aaben, lukket)] = c.fetchall()
    assert aaben == ""
    assert lukket.startswith("k0")
    assert Person.objects.get().vist_adresse == "Beskyttet adresse"
    for navn in ("sagens_personer", "sag"):
        assert ADRESSE not in ind.get(sti(navn, hold)).content.decode()
    assert ADRESSE not in ind.get(sti("ret_person", hold, skjult.pk)).content.decode()
    assert "Beskyttet adresse" in se(ind, hold)


def test_it_opens_with_a_reason_that_the_log_has(ind, hold, skjult):
    sted = sti("vis_adresse", hold, skjult.pk)
    tom = send(ind, sted, begrundelse="x")
    assert tom.status_code == 422
    assert ADRESSE not in tom.content.decode()
    svar = send(ind, sted, begrundelse="Hjemmebesøg i morgen")
    assert ADRESSE in svar.content.decode()
    post = Logpost.objects.filter(formaal__startswith="Beskyttet adresse").get()
    assert post.formaal == "Beskyttet adresse: Hjemmebesøg i morgen"
    assert post.sager == [hold.sag.pk]


@pytest.mark.parametrize("hvem", ["super", "ole", "leder_syd"])
def test_it_does_not_open_for_those_who_do_not_work_in_the_case(client, hold, skjult, hvem):
    client.force_login(getattr(hold, hvem))
    svar = send(client, sti("vis_adresse", hold, skjult.pk), begrundelse="Vil se den")
    assert svar.status_code == 403
    assert ADRESSE not in svar.content.decode()


def test_saving_again_keeps_the_hidden_address_and_a_new_one_replaces_it(ind, hold, skjult):
    ret = sti("ret_person", hold, skjult.pk)
    send(ind, ret, **MOR, adressebeskyttelse="on")
    assert Person.objects.get().skjult_adresse == ADRESSE
    send(ind, ret, **MOR, adressebeskyttelse="on", adresse="Nyvej 1")
    assert Person.objects.get().skjult_adresse == "Nyvej 1"
    gammel = Rettelse.objects.get(felt="skjult_adresse")
    assert gammel.foer == ADRESSE
    assert "Nyvej" not in se(ind, hold)
    assert ADRESSE not in se(ind, hold)


def test_an_address_that_becomes_protected_is_hidden(ind, hold, giv):
    r = giv("Ida Holm", "MOR", adresse=ADRESSE, foraeldremyndighed="ENE")
    assert ADRESSE in se(ind, hold)
    send(ind, sti("ret_person", hold, r.pk), **MOR, adresse=ADRESSE, adressebeskyttelse="on")
    assert ADRESSE not in se(ind, hold)
    assert Person.objects.get().skjult_adresse == ADRESSE


def test_the_export_does_not_have_it(hold, skjult):
    from omhu.config.udtraek.tabeller import tabeller

    raekker = [
        led
        for t in tabeller(med_cpr=True)
        if t.navn in ("sager_person", "sager_rettelse")
        for raekke in t.raekker("default", 100)
        for led in raekke
    ]
    assert "Ida Holm" in raekker
    assert ADRESSE not in raekker


# -- siblings and shared parents --------------------------------------------------------------------


@pytest.fixture
def sofie(hold):
    """Emil's sister, with a case in the same team."""
    barn = Barn.objects.create(navn="Sofie Holm", cpr="7003194002", foedselsdato=date(2019, 3, 10))
    return Sag.objects.create(barn=barn, nummer="N-2", enhed=hold.nord)


def test_a_sibling_with_a_case_is_seen_from_both(ind, hold, sofie):
    svar = send(ind, sti("soeskendesag", hold), noegle="N-2")
    assert svar.status_code == 302
    assert reverse("sag", args=[sofie.pk]) in se(ind, hold)
    fra_hende = ind.get(reverse("sagens_personer", args=[sofie.pk])).content.decode()
    assert "Emil Holm" in fra_hende
    igen = send(ind, sti("soeskendesag", hold), noegle="N-2")
    assert "står der allerede" in igen.content.decode()


def test_a_sibling_whose_case_one_may_not_see_has_no_link(ind, hold, sofie):
    send(ind, sti("soeskendesag", hold), noegle="N-2")
    Sag.objects.filter(pk=sofie.pk).update(enhed=hold.syd)
    side = se(ind, hold)
    assert "Sofie Holm" in side
    assert "N-2" not in side
    assert reverse("sag", args=[sofie.pk]) not in side
    svar = send(ind, sti("soeskendesag", hold), noegle="N-2")
    assert "Vi fandt ingen sag, du kan se" in svar.content.decode()


def test_a_sibling_without_a_case_is_written_by_name(ind, hold):
    send(ind, sti("ny_soeskende", hold), navn="Villads Holm", foedselsdato="2024-02-01")
    side = se(ind, hold)
    assert "Villads Holm" in side
    assert "Ingen sag, du kan se" in side


def test_parents_are_offered_to_siblings_and_not_retyped(ind, hold, sofie, giv):
    giv("Ida Holm", "MOR", foraeldremyndighed="DELT")
    send(ind, sti("soeskendesag", hold), noegle="N-2")
    ny = reverse("ny_person", args=[sofie.pk])
    side = ind.get(ny).content.decode()
    mor = Person.objects.get()
    assert f'href="?kendt={mor.pk}"' in side
    svar = send(ind, f"{ny}?kendt={mor.pk}", art="MOR", foraeldremyndighed="DELT")
    assert svar.status_code == 302
    assert Person.objects.count() == 1
    assert mor.relationer.count() == 2
    assert f"?kendt={mor.pk}" not in ind.get(ny).content.decode()


def test_what_a_person_is_to_a_child_whose_case_one_may_not_see_is_not_told(ind, hold, sofie):
    """The form offers what they are to the sibling, and nothing of a third child's."""
    storm = Barn.objects.create(navn="Storm Lind")
    Sag.objects.create(nummer="S-9", barn=storm, enhed=hold.syd)
    mor = Person.objects.create(navn="Ida Holm", oprettet_af=hold.super)
    for barn, art in ((storm, "STEDFORAELDER"), (hold.sag.barn, "MOR")):
        Relation.objects.create(barn=barn, person=mor, art=art, skrevet_af=hold.super)
    send(ind, sti("soeskendesag", hold), noegle="N-2")
    side = ind.get(reverse("ny_person", args=[sofie.pk]) + f"?kendt={mor.pk}").content.decode()
    assert re.search(r'value="MOR"\s+selected', side)


def test_a_person_of_a_case_one_may_not_see_is_not_offered(ind, hold, sofie, giv):
    giv("Ida Holm", "MOR")
    send(ind, sti("soeskendesag", hold), noegle="N-2")
    Sag.objects.filter(pk=hold.sag.pk).update(enhed=hold.syd)
    ny = reverse("ny_person", args=[sofie.pk])
    assert "Ida Holm" not in ind.get(ny).content.decode()
    mor = Person.objects.get()
    svar = send(ind, f"{ny}?kendt={mor.pk}", art="MOR", foraeldremyndighed="ENE")
    assert svar.status_code == 422  # as if nobody had been chosen: the name is missing
    assert mor.relationer.count() == 1


@pytest.mark.parametrize("ser_den", [True, False])
def test_the_same_number_is_the_same_person_only_where_one_may_see_it(ind, hold, sofie, ser_den):
    med_cpr = MOR | {"cpr": "700185-4000"}
    send(ind, sti("ny_person", hold), **med_cpr)
    if not ser_den:
        Sag.objects.filter(pk=hold.sag.pk).update(enhed=hold.syd)
    send(ind, reverse("ny_person", args=[sofie.pk]), **med_cpr)
    assert Person.objects.count() == (1 if ser_den else 2)


# -- the child --------------------------------------------------------------------------------------


def test_the_unborn_is_born_and_its_obligations_are_counted_anew(ind, hold):
    hold.barn.cpr, hold.barn.foedselsdato, hold.barn.navn = "", None, "Ufødt barn (Holm)"
    hold.barn.save()
    assert "Ikke født endnu" in se(ind, hold)
    svar = send(ind, sti("ret_barn", hold), navn="Alma Holm", cpr="701026-4004", begrundelse="Født")
    assert svar.status_code == 302
    barn = Barn.objects.get(pk=hold.barn.pk)
    assert (barn.navn, barn.cpr, barn.foedselsdato) == (
        "Alma Holm",
        "7010264004",
        date(2026, 10, 10),
    )
    assert "Navn: før »Ufødt barn (Holm)«: Født" in se(ind, hold)


@pytest.mark.parametrize(
    ("felter", "fejl"),
    [
        ({"navn": ""}, "Vi mangler navnet"),
        ({"navn": "Emil", "foedselsdato": "2999-01-01"}, "Dagen ligger i fremtiden"),
        ({"navn": "Emil", "cpr": "99"}, "der skal være 10"),
        ({"navn": "Emil", "cpr": "7003194002"}, "står på et andet barn"),
        (
            {"navn": "Emil", "cpr": "7006174001", "foedselsdato": "2016-01-01"},
            "passer ikke med CPR",
        ),
    ],
)
def test_the_child_is_not_corrected_into_nonsense(ind, hold, sofie, felter, fejl):
    svar = send(ind, sti("ret_barn", hold), **felter)
    assert svar.status_code == 422
    assert fejl in svar.content.decode()
    assert Barn.objects.get(pk=hold.barn.pk).navn == "Emil Holm"


def test_the_front_page_names_who_has_custody_and_until_then_what_the_extract_said(ind, hold, giv):
    Barn.objects.filter(pk=hold.barn.pk).update(foraeldremyndighed="faelles")
    assert "Forældremyndighed: fælles" in ind.get(sti("sag", hold)).content.decode()
    giv("Ida Holm", "MOR", foraeldremyndighed="DELT")
    giv("Per Holm", "FAR", foraeldremyndighed="DELT")
    side = ind.get(sti("sag", hold)).content.decode()
    assert "Forældremyndighed: Ida Holm og Per Holm (fælles)" in side


def test_who_may_only_read_sees_no_buttons(client, hold, giv):
    giv("Ida Holm", "MOR", foraeldremyndighed="ENE")
    hold.mette.rolle = "JURIST"
    hold.mette.save()
    client.force_login(hold.mette)
    side = se(client, hold)
    assert "Ida Holm" in side
    assert "Tilføj person" not in side
    assert send(client, sti("ny_person", hold), **MOR).status_code == 403
