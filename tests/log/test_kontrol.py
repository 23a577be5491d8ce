"""Whatever is done to the log behind Omhu's back is found, and the first post concerned is named."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from omhu.adgang.log import ALIAS, Handling, LogFejl, anker, kaede, log, vagter
from omhu.adgang.log import noegle as noeglemodul
from omhu.adgang.log.kontrol import Brud, forankr, kontroller
from omhu.adgang.log.models import Logkaede, Logpost
from omhu.adgang.log.noegle import noegle


@pytest.fixture
def ti_poster(db, ankerfil):
    return [log(Handling.LAES, sager=[n], detaljer={"n": n}) for n in range(1, 11)]


@pytest.fixture
def ankerfil(tmp_path, monkeypatch):
    fil = tmp_path / "anker.jsonl"
    monkeypatch.setattr(settings.OMHU, "loganker", fil)
    return fil


@contextmanager
def uden_vagter():
    """What somebody with the owner's rights can do."""
    vagter.luk_op(connections[ALIAS])
    try:
        yield
    finally:
        vagter.luk(connections[ALIAS])


def sql(*saetninger: str) -> None:
    with uden_vagter(), connections[ALIAS].cursor() as c:
        for s in saetninger:
            c.execute(s)


def fund():
    f = kontroller().fund
    return None if f is None else (f.nr, f.brud)


def test_an_untouched_log_is_intact(ti_poster):
    svar = kontroller()
    assert (svar.intakt, svar.poster, svar.sidste) == (True, 10, 10)


def test_an_empty_log_is_intact(db, ankerfil):
    assert kontroller().intakt


@pytest.mark.parametrize(
    "felt",
    ["bruger = 7", "handling = 'SOEG'", "formaal = 'X'", "sager = '[99]'", "rolle = 'CHEF'", "hvor = 'x'",
     "detaljer = '{}'", "enhed_navn = 'Team Syd'", "enhed = 3"],
)  # fmt: skip
def test_a_changed_post(felt, ti_poster):
    sql(f"UPDATE log_logpost SET {felt} WHERE nr = 4")
    assert fund() == (4, Brud.AENDRET)


def test_a_changed_time(ti_poster):
    with uden_vagter():
        Logpost.objects.filter(nr=4).update(tid=timezone.now())
    assert fund() == (4, Brud.AENDRET)


def test_a_post_taken_out_of_the_middle(ti_poster):
    sql("DELETE FROM log_logpost WHERE nr IN (5, 6)")
    assert fund() == (5, Brud.FJERNET)


def test_a_post_taken_out_and_the_gap_closed(ti_poster):
    sql("DELETE FROM log_logpost WHERE nr = 5")
    with uden_vagter():
        for nr in range(6, 11):
            Logpost.objects.filter(nr=nr).update(nr=nr - 1)
        Logkaede.objects.update(nr=9)
    assert fund()[1] is Brud.HOVED
    uden_hoved_i_vejen()
    assert fund() == (5, Brud.FJERNET)


def uden_hoved_i_vejen():
    """As if the intruder could sign the head too: the posts must tell by themselves."""
    sidste = Logpost.objects.order_by("nr").last()
    hoved = Logkaede.objects.get(slags="HOVED")
    hoved.nr, hoved.hash = sidste.nr, sidste.hash
    hoved.underskrift = kaede.underskrift(hoved, noegle())
    with uden_vagter():
        hoved.save()


def test_the_first_post_taken_away(ti_poster):
    sql("DELETE FROM log_logpost WHERE nr = 1")
    assert fund() == (1, Brud.FJERNET)


def test_the_end_cut_off(ti_poster):
    sql("DELETE FROM log_logpost WHERE nr > 7")
    assert fund() == (8, Brud.AFKORTET)


def test_the_end_cut_off_and_the_old_head_put_back(db, ankerfil):
    for n in range(7):
        log(Handling.LAES, sager=[n])
    gammelt = Logkaede.objects.values().get(slags="HOVED")
    forankr(kontroller(), hvor="prøve")
    with uden_vagter():
        Logpost.objects.filter(nr__gt=7).delete()
        Logkaede.objects.filter(slags="HOVED").update(**gammelt)
    assert fund() == (8, Brud.AFKORTET)
    for n in range(5):  # life goes on, and fills the numbers again
        log(Handling.LAES, sager=[n])
    assert fund() == (8, Brud.AENDRET)


def test_the_whole_log_emptied(ti_poster, ankerfil):
    forankr(kontroller(), hvor="prøve")
    sql("DELETE FROM log_logpost", "DELETE FROM log_logkaede")
    assert fund() == (1, Brud.AFKORTET)


def test_two_posts_swapped(ti_poster):
    sql(
        "UPDATE log_logpost SET nr = 99 WHERE nr = 3",
        "UPDATE log_logpost SET nr = 3 WHERE nr = 4",
        "UPDATE log_logpost SET nr = 4 WHERE nr = 99",
    )
    assert fund() == (3, Brud.BYTTET)


def test_a_post_put_in(ti_poster):
    with uden_vagter():
        for nr in range(10, 4, -1):
            Logpost.objects.filter(nr=nr).update(nr=nr + 1)
        falsk = Logpost.objects.get(nr=4)
        falsk.nr, falsk.foer, falsk.bruger = 5, falsk.hash, 42
        falsk.hash = kaede.sum_af(falsk, b"x" * 32)
        falsk.save(force_insert=True)
    uden_hoved_i_vejen()
    assert fund() == (5, Brud.INDSAT)


def test_a_post_put_in_after_the_end(ti_poster):
    with uden_vagter():
        falsk = Logpost.objects.get(nr=10)
        falsk.nr, falsk.foer = 11, falsk.hash
        falsk.save(force_insert=True)
    assert fund() == (11, Brud.INDSAT)


def test_the_rest_of_the_chain_computed_anew_without_the_key(ti_poster):
    falsk_noegle, foer = b"g" * 32, Logpost.objects.get(nr=5).hash
    with uden_vagter():
        for post in Logpost.objects.filter(nr__gte=6).order_by("nr"):
            post.bruger, post.foer = (42 if post.nr == 6 else post.bruger), foer
            post.hash = foer = kaede.sum_af(post, falsk_noegle)
            post.save()
        hoved = Logkaede.objects.get(slags="HOVED")
        hoved.hash = foer
        hoved.underskrift = kaede.underskrift(hoved, falsk_noegle)
        hoved.save()
    assert fund() == (10, Brud.HOVED)
    uden_hoved_i_vejen()
    assert fund() == (6, Brud.AENDRET)


def test_the_head_taken_away(ti_poster):
    sql("DELETE FROM log_logkaede")
    assert fund() == (1, Brud.HOVED)


def test_posts_deleted_under_a_point_that_omhu_has_not_signed(ti_poster):
    hash_ = Logpost.objects.get(nr=5).hash
    Logkaede.objects.create(
        slags="SLETTET", nr=5, hash=hash_, tid=timezone.now(), noegle="", underskrift="0" * 64
    )
    Logpost.objects.filter(nr__lte=5).delete()  # the database lets it happen; the control does not
    assert fund() == (5, Brud.FJERNET)


def test_another_key(ti_poster, monkeypatch):
    monkeypatch.setattr(noeglemodul, "_laes", lambda fil: b"a" * 32)
    assert fund() == (None, Brud.NOEGLE)
    with pytest.raises(LogFejl, match="Lognøglen er ikke den"):
        log(Handling.SYSTEM)


def test_a_missing_key_is_not_made_anew_for_a_log_that_has_posts(ti_poster, monkeypatch):
    monkeypatch.setattr(noeglemodul, "FIL", "lognoegle-som-ikke-findes")
    assert fund() == (None, Brud.NOEGLE)
    with pytest.raises(LogFejl, match="Lognøglen mangler"):
        log(Handling.SYSTEM)


def test_an_anchor_that_was_changed(ti_poster, ankerfil):
    forankr(kontroller(), hvor="prøve")
    linje = json.loads(ankerfil.read_text())
    ankerfil.write_text(json.dumps({**linje, "nr": 3}) + "\n")
    assert fund() == (None, Brud.ANKER)


def test_an_anchor_that_cannot_be_written_is_said(ti_poster, monkeypatch, tmp_path):
    monkeypatch.setattr(settings.OMHU, "loganker", tmp_path / "findes-ikke" / "anker")
    with pytest.raises(LogFejl, match="Ankerfilen"):
        forankr(kontroller(), hvor="prøve")


def test_the_anchor_is_readable_and_ours(ti_poster, ankerfil):
    forankr(kontroller(), hvor="prøve")
    ankre, daarlig = anker.laes(ankerfil, noegle())
    assert (len(ankre), daarlig, ankre[0].nr) == (1, 0, 11)
    assert ankerfil.stat().st_mode & 0o777 == 0o600
