"""One way to a case, one table of rights, and holes that were proved elsewhere and must not open here."""

from __future__ import annotations

import ast
import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.deletion import ProtectedError
from django.test import override_settings
from django.urls import get_resolver, path, reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.adgang.hold import RETTER, ROLLER, SER, lav_kreds
from tests.bord.stoette import antal_paa, taltlinks

PAKKE = Path(settings.PAKKE)
OM_BOERN = {"Sag", "Barn", "Person", "Relation", "Rettelse", "Dokumentdel"} | {
    m.__name__
    for m in apps.get_models()
    if any(f.related_model is Sag for f in m._meta.get_fields() if f.concrete)
}

UDEN_OM = {
    "bord/queries.py": "the id for the log, one step by id before hent_sag, subqueries of visible cases",
    "bord/views/sag.py": "the steps of a case that hent_sag gave",
    "bord/views/frist.py": "the step behind an obligation that hent_pligt gave",
    "bord/views/fordel.py": "an empty choice, filled from visible cases",
    "bord/views/adgang.py": "one grant by id before hent_sag",
    "bord/siden_sidst.py": "the texts of a case that hent_sag gave",
    "bord/lukning/aabent.py": "the obligations of a case that hent_sag gave",
    "bord/lukning/views.py": "the steps of a case that hent_sag gave",
}
"""Page code that names a table of children itself, and why it may."""


@cache
def kode(sti: Path) -> ast.Module:
    return ast.parse(sti.read_text("utf-8"))


def navne(sti: Path):
    """Every `X.y` in a file, as ("X", "y")."""
    for knude in ast.walk(kode(sti)):
        if isinstance(knude, ast.Attribute) and isinstance(knude.value, ast.Name):
            yield knude.value.id, knude.attr


def test_pages_reach_children_only_through_the_one_module():
    rum = [PAKKE / "bord", PAKKE / "adgang", *sorted((PAKKE / "indlaesning").glob("*view*.py"))]
    filer = [f for r in rum for f in ([r] if r.is_file() else r.rglob("*.py"))]
    fundne = {
        f.relative_to(PAKKE).as_posix()
        for f in filer
        for navn, del_ in navne(f)
        if navn in OM_BOERN and del_ in ("objects", "_base_manager", "_default_manager")
    }
    assert fundne == set(UDEN_OM)


PARTENS_ROLLE = {
    ("rapporter/breve/afgoerelse.py", "p"),
    ("sagsarbejde/journal/aktindsigt.py", "p"),
    ("sagsarbejde/afgoerelse/valg.py", "part"),
    ("bord/personer/vis.py", "p"),
}
"""`sager.parter.Part.rolle`: what a person is to the child, no user's role. (File, name of the part.)"""
MAA_NAEVNE_ROLLER = (
    "adgang/",
    "config/",
    "sager/logproeveliste.py",
    "sager/logudtraek.py",
    "tilsyn/gransker/",
)
"""Where roles are defined, given and named in words. Everybody else asks for a right."""


def test_nobody_asks_for_a_role_where_a_right_is_meant():
    fundne = {
        f.relative_to(PAKKE).as_posix()
        for f in PAKKE.rglob("*.py")
        for navn, del_ in navne(f)
        if (navn, del_) == ("Bruger", "Rolle") or del_ == "rolle"
        if (f.relative_to(PAKKE).as_posix(), navn) not in PARTENS_ROLLE
    }
    assert [f for f in sorted(fundne) if not f.startswith(MAA_NAEVNE_ROLLER)] == []


# --- a permission is decided by the name of a view ------------------------------------------------


def flad(resolver, foer=""):
    for m in resolver.url_patterns:
        if hasattr(m, "url_patterns"):
            yield from flad(m, foer + str(m.pattern))
        else:
            yield foer + str(m.pattern), m.callback


def test_views_under_other_names_refuse_the_same_people(db, client):
    kreds = lav_kreds()
    sager = [kreds.sager[n].pk for n in ("egen_enhed", "andet_team", "beskyttet", "spaerret")]
    stier = [s.format(pk) for pk in sager for s in ("/sager/{}/", "/sager/{}/registrer/")]
    stier += ["/brugere/", "/noedadgange/", "/fordel/", "/indlaesning/profiler/", "/soeg/"]

    def svar() -> dict:
        ud = {}
        for rolle in ROLLER:
            client.force_login(kreds.folk[rolle])
            for sti in stier:
                ud[rolle, sti] = client.get(sti).status_code == 403
        return ud

    foer = svar()
    modul = type("urls", (), {"urlpatterns": _omdoebt()})
    with override_settings(ROOT_URLCONF=modul):
        assert svar() == foer
    assert any(foer.values())
    assert not all(foer.values())


def _omdoebt():
    """The real views at the real addresses, each twice: first under a foreign name, which resolves; then under
    its own, so that pages can still write links."""
    fremmede = [
        path(rute, view, name=f"fremmed{nr}")
        for nr, (rute, view) in enumerate(flad(get_resolver()))
    ]
    return [*fremmede, *get_resolver().url_patterns]


# --- a user deletes a case and all cascades away --------------------------------------------------


def test_nothing_falls_with_a_case_or_a_child():
    om_sager = {Sag, Barn, Skridt}
    fald = [
        f"{m.__name__}.{f.name}"
        for m in apps.get_models()
        for f in m._meta.get_fields()
        if isinstance(f, models.ForeignKey)
        and f.related_model in om_sager
        and f.remote_field.on_delete is not models.PROTECT
    ]
    assert fald == []


def test_a_case_cannot_be_deleted_by_the_program(db):
    kreds = lav_kreds()
    with pytest.raises(ProtectedError):
        kreds.sager["egen_enhed"].delete()
    with pytest.raises(ProtectedError):
        kreds.sager["egen_enhed"].barn.delete()
    assert Pligt.objects.filter(sag=kreds.sager["egen_enhed"]).exists()


def test_no_address_takes_a_delete(db, client):
    kreds = lav_kreds()
    client.force_login(kreds.folk["SUPERBRUGER"])
    sag = kreds.sager["egen_enhed"]
    for sti in (reverse("sag", args=[sag.pk]), reverse("sager"), reverse("fordel")):
        assert client.delete(sti).status_code == 405
    assert Sag.objects.filter(pk=sag.pk).exists()


# --- a read-only user lists every child with CPR --------------------------------------------------

SIDER = ("/", "/sager/?tilstand=alle", "/frister/?tilstand=alle", "/regler/", "/soeg/")


def test_no_role_gets_a_cpr_number_from_a_page_or_a_file(db, client):
    kreds = lav_kreds()
    cpr = [s.barn.cpr for s in kreds.sager.values()]
    for rolle in ROLLER:
        client.force_login(kreds.folk[rolle])
        stier = [*SIDER, *(f"/sager/{s.pk}/" for s in kreds.sager.values())]
        stier += [
            f"/{liste}/?tilstand=alle&format={f}"
            for liste in ("sager", "frister")
            for f in ("csv", "xlsx")
        ]
        for sti in stier:
            indhold = _indhold(client.get(sti))
            fundne = [c for c in cpr if c in indhold or f"{c[:6]}-{c[6:]}" in indhold]
            assert fundne == [], (rolle, sti)


def test_only_those_who_may_take_lists_out_get_a_file(db, client):
    kreds = lav_kreds()
    for rolle in ROLLER:
        client.force_login(kreds.folk[rolle])
        for liste in ("sager", "frister"):
            status = client.get(f"/{liste}/?format=csv").status_code
            assert status == (200 if rolle in RETTER["EKSPORTERE"] else 403), (rolle, liste)


def test_the_lists_hold_the_cases_of_the_role_and_no_other(db, client):
    kreds = lav_kreds()
    for rolle in ROLLER:
        client.force_login(kreds.folk[rolle])
        liste = _indhold(client.get("/sager/?tilstand=alle"))
        set_ = {n for n, s in kreds.sager.items() if str(s.barn) in liste}
        assert set_ == SER[rolle], rolle
        soegt = _indhold(client.post("/soeg/", {"q": "Prøve"}, follow=True))
        assert {n for n, s in kreds.sager.items() if str(s.barn) in soegt} == SER[rolle], rolle


def _indhold(svar) -> str:
    data = b"".join(svar.streaming_content) if svar.streaming else svar.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            data = b"".join(z.read(n) for n in z.namelist())
    return data.decode("utf-8", "replace")


# --- a figure counts other cases than the list it opens -------------------------------------------


@pytest.mark.parametrize("rolle", sorted(r for r in ROLLER if SER[r]))
def test_every_figure_of_every_role_opens_as_many_as_it_says(rolle, db, client):
    kreds = lav_kreds()
    client.force_login(kreds.folk[rolle])
    antal = 0
    for side in ("/", "/regler/", "/regler/underretning-kvittering/"):
        html = client.get(side).content.decode()
        for sti, tal in {*taltlinks(html, "/frister/"), *taltlinks(html, "/sager/?")}:
            assert antal_paa(client.get(sti)) == tal, sti
            antal += 1
    assert antal > 3


@pytest.mark.parametrize("rolle", ["POLITIKER", "OEKONOM"])
def test_those_who_see_figures_only_get_no_list_and_no_small_number(rolle, db, client):
    kreds = lav_kreds()
    client.force_login(kreds.folk[rolle])
    for side in ("/regler/", "/regler/underretning-kvittering/"):
        html = client.get(side).content.decode()
        assert "/frister/?" not in html
        assert "ansvarlig=" not in html
    en_regel = client.get("/regler/underretning-kvittering/").content.decode()
    mangler = Pligt.objects.filter(regel="underretning-kvittering").count()
    assert mangler == len(kreds.sager)
    assert f'<td class="tal">{mangler}</td>' in en_regel
    Sag.objects.exclude(pk=kreds.sager["egen_enhed"].pk).update(lukket=timezone.localdate())
    assert "skjult, for få" in client.get("/regler/underretning-kvittering/").content.decode()
