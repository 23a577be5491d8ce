"""What no browser does: commands and imports, by the account that ran them, in few posts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.db import connection, transaction

from omhu.adgang.log import Handling, LogFejl, log
from omhu.adgang.log import skriv as skrivemodul
from omhu.adgang.log.kommando import kommando, konto
from omhu.adgang.log.models import Logpost
from omhu.adgang.log.opsamling import MANGE, Opsamling, aaben, husk
from omhu.indlaesning.kommando import koer
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt

EKSEMPLER = Path(__file__).parents[2] / "docs" / "guide" / "eksempler"


def poster() -> list[Logpost]:
    return list(Logpost.objects.order_by("nr"))


def test_an_import_is_one_post_with_its_cases_and_its_load(hold):
    assert koer([EKSEMPLER / "sager.csv", EKSEMPLER / "haendelser.csv"]).exit_kode == 0
    (post,) = [p for p in poster() if "indlaesning" in p.detaljer]
    nye = set(Sag.objects.exclude(pk=hold.sag.pk).values_list("pk", flat=True))
    assert (post.handling, set(post.sager)) == ("AENDRE", nye)
    assert nye


def test_an_import_by_a_command_tells_the_account(hold):
    with kommando("indlaes"):
        koer([EKSEMPLER / "sager.csv", EKSEMPLER / "haendelser.csv"])
    (post,) = [p for p in poster() if "indlaesning" in p.detaljer]
    assert (post.handling, post.hvor, post.detaljer["konto"]) == ("SYSTEM", "omhu indlaes", konto())
    assert post.bruger is None


def test_without_the_log_nothing_is_imported(hold, monkeypatch):
    def nej(*_):
        raise OSError("disken er fuld")

    monkeypatch.setattr(skrivemodul, "_tilfoej", nej)
    with pytest.raises(LogFejl):
        koer([EKSEMPLER / "sager.csv", EKSEMPLER / "haendelser.csv"])
    assert Sag.objects.count() == 1


def test_the_first_case_a_command_reads_is_told_before_it_goes_on(hold):
    with kommando("frister"):
        Sag.objects.get(pk=hold.sag.pk)
        assert [p.hvor for p in poster()] == ["omhu frister"]  # what is printed now is in the log
    assert [p.sager for p in poster()] == [[], [hold.sag.pk]]


def test_very_many_cases_are_told_by_number_and_digest(db):
    ider = range(1, MANGE + 2)
    with kommando("genberegn"):
        for pk in ider:
            husk(pk)
    sidste = poster()[-1]
    assert sidste.sager == []
    assert sidste.detaljer["antal"] == MANGE + 1
    ventet = hashlib.sha256(",".join(map(str, ider)).encode()).hexdigest()
    assert sidste.detaljer["sum"] == ventet


def test_a_command_that_reads_no_case_leaves_no_post(db):
    with kommando("bruger"):
        pass
    assert poster() == []


# -- the guard on the way to the data -----------------------------------------------------------------


@pytest.fixture
def anmodning(hold):
    """Within a request of Mette's."""
    with aaben(Opsamling(hvem=lambda: hold.mette, sted=lambda: "sag")) as o:
        yield o


def test_the_post_is_there_before_the_first_statement_that_writes(hold, anmodning):
    sag = Sag.objects.get(pk=hold.sag.pk)
    set_: list[int] = []

    def se(execute, sql, *rest):
        if sql.startswith("INSERT"):
            set_.append(len(poster()))
        return execute(sql, *rest)

    with connection.execute_wrapper(se):
        registrer(sag, "JOURNALNOTAT", sag.barn.foedselsdato, af=hold.mette)
    assert set_[0] == 1
    (post,) = poster()
    assert (post.handling, post.sager, post.formaal) == ("AENDRE", [sag.pk], "EGEN_ENHED")


def test_a_change_without_a_post_is_impossible(hold, anmodning, monkeypatch):
    sag = Sag.objects.get(pk=hold.sag.pk)
    monkeypatch.setattr(skrivemodul, "_tilfoej", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        registrer(sag, "JOURNALNOTAT", sag.barn.foedselsdato, af=hold.mette)
    assert not Skridt.objects.exists()


@pytest.mark.parametrize(
    "skriver",
    [
        lambda s: Sag.objects.filter(pk=s.pk).update(bekymring="x"),
        lambda s: Sag.objects.bulk_update([s], ["bekymring"]),
        lambda s: s.save(),
        lambda s: connection.cursor().execute("UPDATE sager_sag SET bekymring = 'x'"),
        lambda s: connection.cursor().execute(
            "WITH a AS (SELECT 1) UPDATE sager_sag SET bekymring = 'x'"
        ),
    ],
)
def test_no_way_of_writing_gets_past(skriver, hold, anmodning):
    skriver(Sag.objects.get(pk=hold.sag.pk))
    assert [p.handling for p in poster()] == ["AENDRE"]


def test_reading_and_what_is_not_about_children_is_no_change(hold, anmodning):
    Sag.objects.count()
    with transaction.atomic():
        hold.mette.last_login = None
        hold.mette.save(update_fields=["last_login"])
    assert poster() == []


def test_sessions_and_counted_logins_are_no_change_either(hold, anmodning):
    for tabel in ("login_session", "login_forsoeg", "django_session"):
        with connection.cursor() as c:
            c.execute(f"DELETE FROM {tabel}")
    assert poster() == []


def test_a_change_of_a_user_is_told_as_such(hold, anmodning):
    hold.ole.rolle = "TEAMLEDER"
    hold.ole.save()
    assert [p.handling for p in poster()] == ["ADMIN"]


def test_two_changes_of_one_case_are_one_post_and_another_case_one_more(hold, anmodning):
    sag = Sag.objects.get(pk=hold.sag.pk)
    sag.save()
    sag.save()
    anden = Sag.objects.create(barn=hold.barn, nummer="N-2", enhed=hold.nord)
    Sag.objects.get(pk=anden.pk).save()
    assert [p.sager for p in poster()] == [[sag.pk], [anden.pk]]


def test_what_a_view_says_itself_is_kept(hold, anmodning):
    log(Handling.NOEDADGANG, sager=[hold.sag.pk], formaal="NOEDADGANG", detaljer={"adgang": 7})
    (post,) = poster()
    assert (post.bruger, post.hvor, post.detaljer) == (hold.mette.pk, "sag", {"adgang": 7})
