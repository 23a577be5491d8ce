"""Notes: when it happened and when it was written, corrections that take nothing away, and who may (OFL § 13)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from omhu.sagsarbejde.journal import actions
from omhu.sagsarbejde.journal.queries import hent_post
from omhu.sagsarbejde.tekster.models import Udgave
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fremmed_sag

pytestmark = pytest.mark.django_db
TEKST = "Mor ringede. Emil har ikke været i skole siden mandag."


@pytest.fixture
def notat(hold):
    return actions.skriv_notat(
        hold.sag,
        for_dage_siden(0),
        "Opkald fra mor",
        {"tekst": TEKST, "slags": "telefon"},
        af=hold.mette,
    )


def skriv(client, sag, **felter):
    data = {"dag": timezone.localdate().isoformat(), "emne": "Opkald", "tekst": TEKST} | felter
    return client.post(reverse("nyt_notat", args=[sag.pk]), data)


def side(client, sag):
    return client.get(reverse("sagens_journal", args=[sag.pk])).content.decode()


def test_a_note_is_written_on_the_page_and_stands_in_the_journal(hold, client):
    client.force_login(hold.mette)
    dag = for_dage_siden(1).isoformat()
    svar = skriv(client, hold.sag, dag=dag, slags="moede", deltagere="mor og lærer", tid="14.10")
    assert svar.status_code == 302
    skridt = Skridt.objects.get(sag=hold.sag, art="JOURNALNOTAT")
    assert timezone.localtime(skridt.sket).strftime("%H.%M") == "14.10"
    assert skridt.data == {"emne": "Opkald"}
    html = side(client, hold.sag)
    assert "Opkald" in html
    assert TEKST in html
    assert "Møde" in html
    assert "mor og lærer" in html


def test_today_and_now_are_filled_in(hold, client):
    client.force_login(hold.mette)
    form = client.get(reverse("nyt_notat", args=[hold.sag.pk])).context["form"]
    assert form.initial["dag"] == timezone.localdate()


@pytest.mark.parametrize(("dage", "sen"), [(0, False), (3, False), (4, True)])
def test_a_note_written_late_says_so(hold, client, dage, sen):
    actions.skriv_notat(hold.sag, for_dage_siden(dage), "Møde", {"tekst": TEKST}, af=hold.mette)
    client.force_login(hold.mette)
    assert (f"skrevet {dage} dage efter" in side(client, hold.sag)) == sen


def test_a_correction_does_not_make_a_note_late(hold):
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        gammelt = actions.skriv_notat(
            hold.sag, timezone.localdate(), "Møde", {"tekst": TEKST}, af=hold.mette
        )
    _, post, _ = hent_post(hold.mette, gammelt.rod)
    actions.ret(
        post.skridt, post.skrifter[0], for_dage_siden(20), {"emne": "Møde med mor"}, {"tekst": TEKST},
        paa=1, begrundelse="Overskriften manglede noget", af=hold.mette,
    )  # fmt: skip
    _, post, kaede = hent_post(hold.mette, gammelt.rod)
    assert (post.titel, post.sen, len(kaede)) == ("Møde med mor", False, 2)


def test_a_correction_is_added_and_both_can_be_read(hold, notat, client):
    client.force_login(hold.mette)
    svar = client.post(
        reverse("ret_journalpost", args=[notat.rod]),
        {
            "dag": for_dage_siden(0).isoformat(),
            "emne": "Opkald fra mor",
            "slags": "telefon",
            "tekst": TEKST.replace("mandag", "tirsdag"),
            "begrundelse": "Det var tirsdag",
            "paa": "1",
        },
    )
    assert svar.status_code == 302, svar.context["form"].errors
    assert [u.felter["tekst"] for u in Udgave.objects.order_by("nr")] == [
        TEKST,
        TEKST.replace("mandag", "tirsdag"),
    ]
    assert Skridt.objects.filter(rod=notat.rod).count() == 1  # its day and heading are the same
    html = client.get(reverse("journalpost", args=[notat.rod])).content.decode()
    assert "<del>mandag.</del><ins>tirsdag.</ins>" in html
    assert "Det var tirsdag" in html


def test_a_correction_needs_a_reason_and_loses_nothing(hold, notat, client):
    client.force_login(hold.mette)
    data = {
        "dag": for_dage_siden(0).isoformat(),
        "emne": "Nyt",
        "tekst": "Helt ny tekst",
        "paa": "1",
    }
    svar = client.post(reverse("ret_journalpost", args=[notat.rod]), data)
    assert svar.status_code == 422
    assert "Helt ny tekst" in svar.content.decode()
    assert Udgave.objects.count() == 1
    assert "begrundelse" in svar.context["form"].errors


def test_two_who_correct_the_same_note_see_each_other(hold, notat, client):
    _, post, _ = hent_post(hold.leder_nord, notat.rod)
    actions.ret(
        post.skridt, post.skrifter[0], notat.dag, {"emne": "Opkald fra mor"},
        {"tekst": "Hendes ord", "slags": "telefon"},
        paa=1, begrundelse="Rettet først", af=hold.leder_nord,
    )  # fmt: skip
    client.force_login(hold.mette)
    data = {
        "dag": notat.dag.isoformat(), "emne": "Opkald fra mor", "slags": "telefon", "tekst": "Mine ord", "paa": "1",
        "begrundelse": "Rettet bagefter",
    }  # fmt: skip
    svar = client.post(reverse("ret_journalpost", args=[notat.rod]), data)
    html = svar.content.decode()
    assert "Lene Friis har gemt" in html
    assert "Mine ord" in html
    assert "Rettet bagefter" in html
    igen = data | {"paa": str(svar.context["form"].initial["paa"])}
    assert client.post(reverse("ret_journalpost", args=[notat.rod]), igen).status_code == 302
    assert [u.felter["tekst"] for u in Udgave.objects.order_by("nr")] == [
        TEKST,
        "Hendes ord",
        "Mine ord",
    ]


@pytest.mark.parametrize(
    ("felter", "felt"),
    [
        ({"dag": "2999-01-01"}, None),
        ({"dag": "1995-01-01"}, "dag"),
        ({"emne": ""}, "emne"),
        ({"tekst": " "}, "tekst"),
        ({"tekst": "Hun har 710781-3001."}, "tekst"),
        ({"tekst": "x" * 1_000_000}, "tekst"),
        ({"dag": "i går"}, "dag"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_lost(hold, client, felter, felt):
    client.force_login(hold.mette)
    svar = skriv(client, hold.sag, deltagere="mormor", **felter)
    assert svar.status_code == 422
    assert felt is None or felt in svar.context["form"].errors
    assert svar.context["form"].errors
    assert "mormor" in svar.content.decode()
    assert not Skridt.objects.filter(sag=hold.sag).exists()


def test_only_those_who_work_in_the_case_write_and_correct(hold, notat, client):
    fremmed = fremmed_sag(hold)
    client.force_login(hold.mette)
    assert skriv(client, fremmed).status_code == 403
    client.force_login(hold.ole)
    assert client.get(reverse("journalpost", args=[notat.rod])).status_code == 403
    assert client.get(reverse("ret_journalpost", args=[notat.rod])).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.skriv_notat(hold.sag, for_dage_siden(0), "x", {"tekst": "y"}, af=hold.ole)


def test_the_list_is_narrowed_by_kind_person_and_period(hold, notat, client):
    actions.skriv_notat(hold.sag, for_dage_siden(30), "Gammelt", {"tekst": "x"}, af=hold.leder_nord)
    client.force_login(hold.mette)
    sti = reverse("sagens_journal", args=[hold.sag.pk])

    def titler(**valg):
        return [p.titel for p, _ in client.get(sti, valg).context["poster"]]

    assert titler() == ["Opkald fra mor", "Gammelt"]
    assert titler(person=hold.leder_nord.pk) == ["Gammelt"]
    assert titler(fra=for_dage_siden(5).isoformat()) == ["Opkald fra mor"]
    assert titler(til=for_dage_siden(5).isoformat()) == ["Gammelt"]
    assert titler(slags="dokument") == []
    assert (
        "slutdagen"
        in client.get(sti, {"fra": "2026-02-02", "til": "2026-01-01"}).content.decode().lower()
    )


def test_the_list_has_pages_and_can_be_seen_whole_for_print(hold, client):
    for n in range(55):
        actions.skriv_notat(hold.sag, for_dage_siden(n), f"Nr {n}", {"tekst": "x"}, af=hold.mette)
    client.force_login(hold.mette)
    sti = reverse("sagens_journal", args=[hold.sag.pk])
    assert len(client.get(sti).context["poster"]) == 50
    assert len(client.get(sti, {"side": 2}).context["poster"]) == 5
    assert len(client.get(sti, {"alt": 1}).context["poster"]) == 55


def test_a_long_journal_asks_the_database_no_more_than_a_short_one(
    hold, client, django_assert_max_num_queries
):
    for n in range(40):
        actions.skriv_notat(hold.sag, for_dage_siden(n), f"Nr {n}", {"tekst": "x"}, af=hold.mette)
    client.force_login(hold.mette)
    with django_assert_max_num_queries(20):
        client.get(reverse("sagens_journal", args=[hold.sag.pk]))
