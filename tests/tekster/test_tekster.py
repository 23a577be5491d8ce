"""Texts of a case: editions are added, two who write lose nothing, what is finished is only added to with a reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from omhu.sagsarbejde.tekster import actions, kladder, queries, skema
from omhu.sagsarbejde.tekster.models import Kladde, Skrift, Udgave

pytestmark = pytest.mark.django_db
PROEVE = skema.Slags(
    "proeve",
    "Prøve",
    felter=(
        skema.Tekstfelt("formaal", "Formål", krav={"BL": "BL § 92"}),
        skema.Tekstfelt("indhold", "Indhold"),
        skema.Tekstfelt("valg", "Valg", form="valg", valg=(("ja", "Ja"),)),
    ),
    lister={"maal": (skema.Tekstfelt("tekst", "Mål", krav={"BL": "BL § 92"}),)},
)


@pytest.fixture(autouse=True)
def _slags(monkeypatch):
    monkeypatch.setitem(skema._SLAGS, "proeve", PROEVE)


@pytest.fixture
def skrift(hold):
    return actions.opret(hold.sag, "proeve", {"formaal": "Ro", "indhold": "Først"}, af=hold.mette)


def felter(skrift):
    return actions.nyeste(skrift).felter


def test_each_saving_is_an_edition_and_the_old_one_can_be_read(hold, skrift):
    actions.gem(skrift, {"formaal": "Ro", "indhold": "Siden"}, paa=1, af=hold.mette)
    assert [u.felter["indhold"] for u in queries.udgaver(skrift)] == ["Siden", "Først"]


def test_saving_the_same_again_makes_no_edition(hold, skrift):
    actions.gem(skrift, {"formaal": " Ro ", "indhold": "Først"}, paa=1, af=hold.mette)
    assert skrift.udgaver.count() == 1


def test_the_database_refuses_to_change_or_delete_an_edition(skrift):
    for forsoeg in (
        lambda: Udgave.objects.filter(skrift=skrift).update(nr=9),
        lambda: Udgave.objects.filter(skrift=skrift)._raw_delete("default"),
        lambda: Skrift.objects.filter(pk=skrift.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="kan ikke"), transaction.atomic():
            forsoeg()


def test_two_who_write_in_different_fields_both_have_their_words(hold, skrift):
    actions.gem(skrift, {"formaal": "Ro i hjemmet", "indhold": "Først"}, paa=1, af=hold.mette)
    actions.gem(skrift, {"formaal": "Ro", "indhold": "Andet"}, paa=1, af=hold.leder_nord)
    assert felter(skrift) == {"formaal": "Ro i hjemmet", "indhold": "Andet"}


def test_two_who_write_in_different_rows_both_have_their_words(hold, skrift):
    actions.gem(skrift, {"maal.1.tekst": "Sover"}, paa=1, af=hold.mette, hele=False)
    actions.gem(skrift, {"maal.2.tekst": "Spiser"}, paa=1, af=hold.leder_nord, hele=False)
    assert skema.raekker(felter(skrift), "maal") == {
        "1": {"tekst": "Sover"},
        "2": {"tekst": "Spiser"},
    }


def test_who_comes_second_in_the_same_field_is_told_and_has_lost_nothing(hold, skrift):
    actions.gem(skrift, {"formaal": "Hendes", "indhold": "Ny"}, paa=1, af=hold.leder_nord)
    with pytest.raises(actions.Konflikt) as fejl:
        actions.gem(skrift, {"formaal": "Mit", "indhold": "Først"}, paa=1, af=hold.mette)
    assert fejl.value.felter == ["formaal"]
    assert fejl.value.samlet == {"formaal": "Mit", "indhold": "Ny"}
    assert felter(skrift)["formaal"] == "Hendes"


def test_the_page_of_who_comes_second_is_a_refusal_with_both_words(hold, client):
    """As any form that comes back: nothing was saved."""
    sti = reverse("bekymring", args=[hold.sag.pk])
    client.force_login(hold.leder_nord)
    assert client.post(sti, {"tekst": "Først", "paa": ""}).status_code == 302
    assert client.post(sti, {"tekst": "Hendes", "paa": "1"}).status_code == 302
    client.force_login(hold.mette)
    svar = client.post(sti, {"tekst": "Mit", "paa": "1"})
    assert svar.status_code == 422
    ordene = [f"<{t}>{o}</{t}>" for t, o in (("del", "Hendes"), ("ins", "Mit"))]
    assert [o for o in ordene if o not in svar.content.decode()] == []


def test_what_is_finished_takes_additions_with_a_reason_only(hold, skrift):
    actions.afslut(skrift, skridt_rod=None, af=hold.mette)
    with pytest.raises(ValidationError, match="afsluttet"):
        actions.gem(skrift, {"formaal": "Andet"}, paa=1, af=hold.mette)
    ny = actions.gem(skrift, {"formaal": "Andet"}, paa=1, af=hold.mette, begrundelse="Skrivefejl")
    assert (ny.nr, ny.begrundelse) == (2, "Skrivefejl")
    with pytest.raises(ValidationError, match="allerede afsluttet"):
        actions.afslut(skrift, skridt_rod=None, af=hold.mette)


@pytest.mark.parametrize(
    ("felt", "vaerdi", "svar"),
    [
        ("formaal", "Far er 700617-4001", "CPR-nummer"),
        ("formaal", "a" * (1 << 20), "1048576 tegn"),
        ("valg", "nej", "Vælg en af"),
    ],
)
def test_a_field_that_cannot_be_stored_is_named(hold, felt, vaerdi, svar):
    with pytest.raises(ValidationError, match=svar) as fejl:
        actions.opret(hold.sag, "proeve", {felt: vaerdi}, af=hold.mette)
    assert list(fejl.value.message_dict) == [felt]


def test_only_those_who_may_work_in_the_case_write_in_it(hold, skrift):
    with pytest.raises(PermissionDenied):
        actions.gem(skrift, {"formaal": "x"}, paa=1, af=hold.ole)
    with pytest.raises(PermissionDenied):
        queries.hent_skrift(hold.ole, skrift.pk)


def test_the_checklist_names_what_the_law_asks_for_and_is_empty():
    assert [f.label for f in skema.mangler(PROEVE, {"indhold": "x"}, "BL")] == ["Formål", "Mål"]
    assert skema.mangler(PROEVE, {}, "SEL") == []
    assert skema.mangler(PROEVE, {"formaal": "x", "maal.1.tekst": "y"}, "BL") == []


def test_differences_are_told_word_by_word():
    [f] = queries.forskelle("proeve", {"formaal": "Ro i hjemmet"}, {"formaal": "Ro i skolen"})
    assert f.ord == [("=", "Ro i "), ("-", "hjemmet"), ("+", "skolen")]


# -- drafts ----------------------------------------------------------------------------------------


def test_a_draft_is_ones_own_and_unreadable_in_the_row(hold):
    kladder.gem(hold.mette, "/sager/1/", [("tekst", ["Hemmeligt"]), ("csrfmiddlewaretoken", ["x"])])
    assert kladder.felter(kladder.hent(hold.mette, "/sager/1/")) == {"tekst": ["Hemmeligt"]}
    assert kladder.hent(hold.ole, "/sager/1/") is None
    from django.db import connection

    with connection.cursor() as c:
        c.execute("SELECT felter FROM tekster_kladde")
        assert "Hemmeligt" not in c.fetchone()[0]


def test_a_draft_that_is_too_large_or_of_no_page_is_refused(hold):
    with pytest.raises(ValidationError, match="for lang"):
        kladder.gem(hold.mette, "/a/", [("t", ["x" * (1 << 20)])])
    with pytest.raises(ValidationError, match="side i Omhu"):
        kladder.gem(hold.mette, "javascript:x", [])
    assert not Kladde.objects.exists()


def test_the_draft_address_keeps_and_throws_away(hold, client):
    client.force_login(hold.mette)
    svar = client.post("/kladde/", {"kladdens_sti": "/sager/1/x/", "note": ["a", "b"]})
    assert "gemt" in svar.json()
    assert kladder.felter(kladder.hent(hold.mette, "/sager/1/x/")) == {"note": ["a", "b"]}
    svar = client.post("/kladde/kasser/", {"sti": "https://ond.example/"})
    assert svar.url == "/"
    client.post("/kladde/kasser/", {"sti": "/sager/1/x/"})
    assert kladder.hent(hold.mette, "/sager/1/x/") is None
