"""Files on a case: what they are is read from them, their content is encrypted, and nothing in them can act."""

import io
import tracemalloc
import zipfile
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.urls import reverse

from omhu.kerne import krypto
from omhu.kerne.krypto import Noeglefejl, brug
from omhu.sagsarbejde.journal import filtyper, laes_ud, lager
from omhu.sagsarbejde.journal.models import Dokument, Dokumentdel
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fremmed_sag
from tests.journal.stoette import CPR, PNG, lav_docx, lav_pdf, lav_zip, sendt

pytestmark = pytest.mark.django_db


def laeg(client, sag, fil, **felter):
    data = {
        "dag": for_dage_siden(9).isoformat(), "retning": "ind", "slags": "udtalelse", "titel": "Udtalelse fra skolen",
        "fra": "skolen", "fil": fil,
    } | felter  # fmt: skip
    return client.post(reverse("nyt_dokument", args=[sag.pk]), data)


@pytest.fixture
def mette(client, hold):
    client.force_login(hold.mette)
    return client


def test_a_file_is_a_dated_step_with_words_and_its_very_content(hold, mette):
    data = lav_pdf("Emil er ofte træt.")
    assert laeg(mette, hold.sag, sendt("Emil Holm udtalelse.pdf", data)).status_code == 302
    skridt, dok = Skridt.objects.get(art="DOKUMENT"), Dokument.objects.get()
    assert (skridt.dag, skridt.data) == (
        for_dage_siden(9),
        {"retning": "ind", "slags": "udtalelse"},
    )
    assert (dok.nr, dok.filtype, dok.stoerrelse, dok.sha256) == (
        1,
        "pdf",
        len(data),
        sha256(data).hexdigest(),
    )
    svar = mette.get(reverse("dokument_hent", args=[dok.pk]))
    assert svar.content == data
    assert svar["Content-Disposition"] == 'attachment; filename="dokument-1.pdf"'
    html = mette.get(reverse("sagens_journal", args=[hold.sag.pk])).content.decode()
    assert "Udtalelse fra skolen" in html
    assert "lagt på sagen 9 dage efter" in html


def test_the_name_on_the_users_disk_is_kept_nowhere(hold, mette):
    laeg(mette, hold.sag, sendt("Emil Holm 710781.pdf", lav_pdf("x")))
    alt = str([list(m.objects.values()) for m in (Dokument, Skridt)])
    assert "Emil Holm 710781" not in alt


@pytest.mark.parametrize(
    ("navn", "data", "kode", "vises"),
    [
        ("a.pdf", b"%PDF-1.7\nx", "pdf", True),
        ("a.png", PNG, "png", True),
        ("a.JPEG", b"\xff\xd8\xff\xe0xx", "jpg", True),
        ("a.txt", "Møde på Ågården".encode(), "txt", True),
        ("a.txt", "Møde".encode("cp1252"), "txt", True),
        ("a.docx", lav_docx("x"), "docx", False),
        ("a.odt", lav_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "odt", False),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 900 + "Workbook".encode("utf-16-le"), "xls", False),
        ("a.eml", b"From: a@b.dk\nTo: c@d.dk\nSubject: x\n\nHej", "eml", False),
        ("a.heic", b"\0\0\0\x18ftypheic", "heic", False),
        ("a.mp4", b"\0\0\0\x18ftypisom", "mp4", False),
    ],
)  # fmt: skip
def test_the_type_is_read_from_the_content(navn, data, kode, vises):
    fundet = filtyper.laes_type(io.BytesIO(data), navn)
    assert (fundet.kode, fundet.vises) == (kode, vises)


def test_of_a_zip_that_is_a_bomb_only_a_beginning_is_unpacked():
    ud = io.BytesIO()
    with zipfile.ZipFile(ud, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", b"application/vnd.oasis.opendocument.text" + b" " * (60 << 20))
    tracemalloc.start()
    try:
        assert filtyper.laes_type(ud, "a.odt").kode == "odt"
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("navn", "data", "ord_"),
    [
        ("a.pdf", lav_docx("x"), "hedder .pdf, men den er et Word-dokument"),
        ("a.png", b"%PDF-1.7", "hedder .png, men den er en PDF-fil"),
        ("a", b"%PDF-1.7", "har ingen endelse"),
        ("a.pdf", b"MZ\x90\0", "et program"),
        ("a.txt", b"#!/bin/sh\n", "et program"),
        ("a.txt", b"  <!-- x --><!DOCTYPE HTML><script>", "en webside"),
        ("a.txt", b"\xef\xbb\xbf<html>", "en webside"),
        ("a.png", b"<svg xmlns='x' onload='y'>", "en SVG-tegning"),
        ("a.docx", lav_zip(**{"word/document.xml": b"", "word/vbaProject.bin": b""}), "makroer"),
        ("a.docx", lav_zip(a=b"x"), "pakket fil"),
        ("a.docx", b"PK\x03\x04 i stykker", "ikke kan åbnes"),
        ("a.docx", lav_zip(**{f"{n}": b"" for n in range(2001)}), "med 2001 dele"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 900, "ældre Office-program"),
        ("a.txt", b"\x00\x01\x02binary", "kan ikke bruge"),
        ("a.pdf", b"", "tom (0 byte)"),
    ],
)
def test_a_file_that_lies_or_could_act_is_refused_with_what_it_is(hold, mette, navn, data, ord_):
    svar = laeg(mette, hold.sag, sendt(navn, data), bemaerkning="Ringet og aftalt")
    [fejl] = svar.context["form"].errors["fil"]
    assert ord_ in fejl
    assert "Ringet og aftalt" in svar.content.decode()
    assert "Udtalelse fra skolen" in svar.content.decode()
    assert not Dokument.objects.exists()
    assert not Skridt.objects.filter(art="DOKUMENT").exists()


def test_without_a_file_the_words_stay(hold, mette):
    data = {"dag": for_dage_siden(1).isoformat(), "retning": "ud", "titel": "Brev til mor"}
    svar = mette.post(reverse("nyt_dokument", args=[hold.sag.pk]), data)
    assert "fil" in svar.context["form"].errors
    assert "Brev til mor" in svar.content.decode()


def test_the_same_file_twice_is_told_and_kept(hold, mette):
    data = lav_pdf("x")
    for _ in range(2):
        laeg(mette, hold.sag, sendt("a.pdf", data))
    html = mette.get(reverse("sagens_journal", args=[hold.sag.pk])).content.decode()
    assert "ligger der allerede som dokument 1" in html
    assert [d.nr for d in Dokument.objects.order_by("nr")] == [1, 2]


def test_the_size_is_refused_before_the_body_is_read(hold, mette, settings):
    from omhu.config.web import graenser

    assert graenser.SLAGS["nyt_dokument"] == graenser.DOKUMENT
    svar = mette.post(
        reverse("nyt_dokument", args=[hold.sag.pk]), data=b"x", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str((settings.OMHU.max_dokument_mb + 2) << 20),
    )  # fmt: skip
    assert svar.status_code == 413
    assert "kladde" in svar.content.decode()


def test_the_setting_is_the_limit_for_the_file_itself(hold, mette, settings):
    with override_settings(OMHU=settings.OMHU.model_copy(update={"max_dokument_mb": 1})):
        svar = laeg(mette, hold.sag, sendt("a.txt", b"x" * ((1 << 20) + 1)))
    assert "højst" in svar.content.decode().lower()
    assert "1 MB" in svar.context["form"].errors["fil"][0]


@pytest.mark.parametrize(
    ("navn", "data", "mime"),
    [("a.png", PNG, "image/png"), ("a.txt", b"<b>hej</b>", "text/plain; charset=utf-8")],
)
def test_what_is_shown_can_do_nothing(hold, mette, navn, data, mime):
    laeg(mette, hold.sag, sendt(navn, data))
    svar = mette.get(reverse("dokument_vis", args=[Dokument.objects.get().pk]))
    assert svar.content == data
    assert svar["Content-Type"] == mime
    assert svar["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in svar["Content-Security-Policy"]
    assert "script-src" not in svar["Content-Security-Policy"]
    assert "default-src 'none'" in svar["Content-Security-Policy"]


def test_what_could_act_is_only_saved(hold, mette):
    laeg(mette, hold.sag, sendt("a.docx", lav_docx("x")))
    dok = Dokument.objects.get()
    assert mette.get(reverse("dokument_vis", args=[dok.pk])).status_code == 404
    assert (
        mette.get(reverse("dokument_hent", args=[dok.pk]))["Content-Type"]
        == "application/octet-stream"
    )


def test_a_file_is_closed_to_those_who_do_not_see_the_case(hold, mette):
    laeg(mette, hold.sag, sendt("a.pdf", lav_pdf("x")))
    dok = Dokument.objects.get()
    mette.force_login(hold.ole)
    for navn in ("dokument_vis", "dokument_hent"):
        assert mette.get(reverse(navn, args=[dok.pk])).status_code == 403
    assert laeg(mette, hold.sag, sendt("a.pdf", lav_pdf("x"))).status_code == 403
    mette.force_login(hold.mette)
    assert laeg(mette, fremmed_sag(hold), sendt("a.pdf", lav_pdf("x"))).status_code == 403


# -- at rest --------------------------------------------------------------------------------------


def raa():
    with connection.cursor() as c:
        c.execute("SELECT indhold FROM journal_dokumentdel ORDER BY nr")
        dele = [bytes(d) for (d,) in c.fetchall()]
        c.execute("SELECT tekst FROM journal_dokument")
        return dele, [t for (t,) in c.fetchall()]


def test_neither_content_nor_text_lies_in_plain_and_search_text_has_no_cpr(hold, mette):
    laeg(mette, hold.sag, sendt("a.txt", f"Hemmelig sætning om {CPR[:6]}-{CPR[6:]}".encode()))
    dele, tekster = raa()
    assert all(b"Hemmelig" not in d and CPR[:6].encode() not in d for d in dele)
    assert all("Hemmelig" not in t for t in tekster)
    assert Dokument.objects.get().tekst == f"Hemmelig sætning om {CPR[:6]}-••••"


def test_a_file_of_many_pieces_comes_back_whole(hold, mette):
    data = bytes(range(33, 127)) * 9000
    laeg(mette, hold.sag, sendt("a.txt", data))
    assert Dokumentdel.objects.count() == 4
    assert b"".join(lager.laes(Dokument.objects.get())) == data


@pytest.mark.parametrize("skade", ["byt", "klip", "ret"])
def test_pieces_that_were_moved_cut_or_changed_are_refused(hold, mette, skade):
    laeg(mette, hold.sag, sendt("a.txt", b"abcdefgh" * 100_000))
    a, b, *_, sidste = Dokumentdel.objects.order_by("nr")
    if skade == "byt":
        Dokumentdel.objects.filter(pk=a.pk).update(indhold=bytes(b.indhold))
    elif skade == "klip":
        Dokument.objects.update(stoerrelse=sidste.nr * lager.STYKKE)
    else:
        Dokumentdel.objects.filter(pk=a.pk).update(indhold=bytes(a.indhold)[:-1] + b"x")
    with pytest.raises(Noeglefejl, match="beskadiget"):
        list(lager.laes(Dokument.objects.get()))


def test_the_database_refuses_to_delete_a_file(hold, mette):
    laeg(mette, hold.sag, sendt("a.pdf", lav_pdf("x")))
    for model in (Dokumentdel, Dokument):
        with pytest.raises(DatabaseError, match="kan ikke slettes"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_a_change_of_keys_moves_content_and_text(hold, mette, tmp_path, monkeypatch):
    data = b"abc" * 200_000
    laeg(mette, hold.sag, sendt("a.txt", data))
    ny = krypto.ring().med_ny()
    monkeypatch.setattr(krypto, "ring", lambda version=None: ny)
    mine = [b for b in brug.alle() if b.navn in ("filer på sager", "filers tekst")]
    assert [set(b.versioner()) for b in mine] == [{1}, {1}]
    assert [b.skift(lambda *_: None) for b in mine] == [3, 1]
    assert [set(b.versioner()) for b in mine] == [{2}, {2}]
    dok = Dokument.objects.get()
    assert b"".join(lager.laes(dok)) == data
    assert dok.tekst.startswith("abc")


# -- reading text out -----------------------------------------------------------------------------


def test_text_is_read_out_of_pdf_and_word_but_a_hostile_file_only_costs_its_text(hold, mette):
    laeg(mette, hold.sag, sendt("a.pdf", lav_pdf("Skolefraværet vokser.")))
    laeg(mette, hold.sag, sendt("a.docx", lav_docx("Moren er indlagt.")))
    laeg(mette, hold.sag, sendt("b.pdf", b"%PDF-1.7\n" + b"<" * 5000))
    tekster = [d.tekst for d in Dokument.objects.order_by("nr")]
    assert "Skolefraværet vokser." in tekster[0]
    assert tekster[1:] == ["Moren er indlagt.", ""]


def test_the_reader_takes_no_more_than_it_may():
    assert len(laes_ud.docx(lav_docx("ord " * 100_000))) > laes_ud.HOEJST  # cut by its caller:
    from omhu.sagsarbejde.journal.uddrag import tekst_af

    assert len(tekst_af("docx", lav_docx("ord " * 100_000))) <= laes_ud.HOEJST


def test_the_words_about_a_file_are_corrected_by_adding(hold, mette):
    laeg(mette, hold.sag, sendt("a.pdf", lav_pdf("x")))
    rod = Skridt.objects.get(art="DOKUMENT").rod
    svar = mette.post(
        reverse("ret_journalpost", args=[rod]),
        {
            "dag": for_dage_siden(8).isoformat(), "retning": "ud", "slags": "udtalelse", "fra": "os",
            "titel": "Udtalelse til skolen", "paa": "1", "begrundelse": "Vendt om",
        },
    )  # fmt: skip
    assert svar.status_code == 302
    html = mette.get(reverse("journalpost", args=[rod])).content.decode()
    assert "Udtalelse til skolen" in html
    assert "Fra os" in html
    assert "Vendt om" in html
    assert Skridt.objects.filter(rod=rod).count() == 2
