"""Posts are chained, and the database itself lets none be changed or taken away."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections, transaction

from omhu.adgang.log import ALIAS, Handling, log
from omhu.adgang.log.models import Logkaede, Logpost


def test_a_post_tells_who_what_and_which_cases(hold):
    post = log(
        Handling.LAES, sager=[hold.sag.pk], formaal="EGEN_SAG", bruger=hold.mette, hvor="sag"
    )
    post.refresh_from_db()
    assert (post.nr, post.bruger, post.rolle, post.enhed_navn) == (
        1,
        hold.mette.pk,
        "RAADGIVER",
        "Team Nord",
    )
    assert (post.handling, post.hvor, post.formaal, post.sager) == (
        "LAES",
        "sag",
        "EGEN_SAG",
        [hold.sag.pk],
    )


def test_each_post_stands_on_the_one_before(db):
    foerste, anden = log(Handling.SYSTEM), log(Handling.SYSTEM)
    assert anden.foer == foerste.hash
    hoved = Logkaede.objects.get()
    assert (hoved.nr, hoved.hash) == (anden.nr, anden.hash)


def test_a_post_stays_when_the_callers_transaction_is_rolled_back(hold):
    with transaction.atomic():
        log(Handling.AENDRE, sager=[hold.sag.pk])
        transaction.set_rollback(True)
    assert Logpost.objects.count() == 1


def test_what_looks_like_a_cpr_number_is_not_written(db):
    post = log(Handling.SYSTEM, formaal="700617-4001", detaljer={"a": ["x 7006174001", {"b": 5}]})
    assert (post.formaal, post.detaljer) == ("[cpr]", {"a": ["x [cpr]", {"b": 5}]})


@pytest.mark.parametrize(
    "angreb",
    [
        "UPDATE log_logpost SET bruger = 99 WHERE nr = 1",
        "DELETE FROM log_logpost WHERE nr = 2",
        "UPDATE log_logpost SET nr = nr + 10",
        "INSERT INTO log_logpost SELECT 1, tid, bruger, rolle, enhed, enhed_navn, handling, hvor, formaal, sager,"
        " detaljer, foer, hash FROM log_logpost WHERE nr = 2",
        "DELETE FROM log_logkaede",
        "UPDATE log_logkaede SET nr = 1",
        "UPDATE log_logkaede SET slags = 'SLETTET', nr = 9",
    ],
)
def test_the_database_refuses(angreb, db):
    log(Handling.SYSTEM)
    log(Handling.SYSTEM)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(using=ALIAS),
        connections[ALIAS].cursor() as c,
    ):
        c.execute(angreb)
    assert [p.nr for p in Logpost.objects.all()] == [1, 2]


def test_replacing_a_post_is_refused_on_sqlite(db):
    if connections[ALIAS].vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own")
    log(Handling.SYSTEM)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(using=ALIAS),
        connections[ALIAS].cursor() as c,
    ):
        c.execute("INSERT OR REPLACE INTO log_logpost SELECT * FROM log_logpost WHERE nr = 1")
