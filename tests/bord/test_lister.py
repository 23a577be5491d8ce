"""Lists: search that leaves no name in an address, sorting, paging, and exports that are safe to open."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from omhu.bord.lister import PR_SIDE, sikker
from omhu.bord.queries import aabne, med_frister
from omhu.frister.models import Advis
from omhu.frister.queries import pligter_for
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Barn, Sag
from tests.bord.stoette import antal_paa, fyld, tekst


@pytest.fixture
def mette(hold, client):
    fyld(hold)
    for nr in range(PR_SIDE + 10):
        barn = Barn.objects.create(navn=f"Barn {nr:03}", foedselsdato=f"{2008 + nr % 15}-03-01")
        Sag.objects.create(barn=barn, nummer=f"L-{nr}", enhed=hold.nord)
    client.force_login(hold.mette)
    return client


@pytest.mark.parametrize(
    ("vaerdi", "ud"),
    [
        ("=1+1", "'=1+1"),
        ("+45 12", "'+45 12"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("Emil", "Emil"),
        (-2, "-2"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(vaerdi, ud):
    assert sikker(vaerdi) == ud


def test_a_child_named_like_a_formula_is_text_in_both_files(hold, mette):
    hold.barn.navn = "=HYPERLINK(A1)"
    hold.barn.save()
    raa = b"".join(mette.get("/sager/?format=csv").streaming_content).decode("utf-8-sig")
    navne = [r[0] for r in csv.reader(io.StringIO(raa), delimiter=";")]
    assert "'=HYPERLINK(A1)" in navne
    bog = CalamineWorkbook.from_filelike(io.BytesIO(mette.get("/sager/?format=xlsx").content))
    ark = bog.get_sheet_by_index(0).to_python()
    assert "'=HYPERLINK(A1)" in [r[0] for r in ark]
    assert len(ark) == len(navne)


def test_paging_shows_every_case_once(mette):
    sider = [mette.get(f"/sager/?side={n}").content.decode() for n in (1, 2)]
    assert antal_paa(mette.get("/sager/")) == PR_SIDE + 11
    fundet = [sum(f"Barn {nr:03}<" in s for s in sider) for nr in range(PR_SIDE + 10)]
    assert set(fundet) == {1}


@pytest.mark.parametrize("orden", ["barn", "-barn", "alder", "-alder", "nummer", "over", "naeste"])
def test_sorting_turns_round(mette, orden):
    html = mette.get(f"/sager/?orden={orden}").content.decode()
    assert (
        'aria-sort="descending"' in html
        if orden.startswith("-")
        else 'aria-sort="ascending"' in html
    )


def test_the_oldest_child_comes_last_by_age(mette):
    html = mette.get("/sager/?orden=-alder").content.decode()
    assert html.index("Barn 000<") < html.index("Barn 001<")


def test_what_cannot_be_read_in_an_address_is_ignored(mette):
    svar = mette.get(
        "/frister/?ansvarlig=x&enhed=9e9&regel=%F0&orden=drop&side=nej&tilstand=?&sag="
    )
    assert svar.status_code == 200


def test_search_by_name_cpr_and_number_opens_the_one_case(hold, mette):
    for ord_ in ("emil holm", "700617-4001", "7006174001", "n-1"):
        svar = mette.post(reverse("soeg"), {"q": ord_})
        assert svar.url == reverse("sag", args=[hold.sag.pk]), ord_


def test_search_finds_nothing_of_another_unit(hold, mette, client):
    client.force_login(hold.ole)
    assert "passer" in tekst(client.post(reverse("soeg"), {"q": "Emil"}))
    assert "Emil Holm" not in tekst(client.post(reverse("soeg"), {"q": "7006174001"}))


def test_a_search_in_the_list_leaves_no_name_in_the_address(mette):
    svar = mette.post("/sager/?tilstand=aabne", {"q": "Barn 007"})
    assert "007" not in svar.url
    side = mette.get(svar.url)
    assert antal_paa(side) == 1
    assert "Barn 007" in tekst(side)


def test_cases_seen_come_first_in_the_search(hold, mette):
    mette.get(reverse("sag", args=[hold.sag.pk]))
    assert "Emil Holm" in tekst(mette.get(reverse("soeg")))


def test_an_empty_list_says_so_and_where_to_go(mette):
    svar = mette.get("/sager/?tilstand=lukkede")
    assert antal_paa(svar) == 0
    assert "Ingen sager passer til det valgte." in tekst(svar)


def test_deadlines_are_the_same_counted_together_and_case_by_case(kommune):
    leder = kommune(0.05)["superbruger"]
    mangler = aabne(pligter_for(leder, kun_aabne_sager=False)).filter(stand="mangler")
    pligter = list(mangler.order_by("pk")[:4])
    assert len(pligter) == 4
    for pligt in pligter[:3]:  # put away; the third is taken out again
        Advis.objects.create(sag=pligt.sag, noegle=pligt.noegle, art=Advis.Art.HENLAGT, af=leder)
    taget = pligter[2]
    Advis.objects.create(sag=taget.sag, noegle=taget.noegle, art=Advis.Art.TAGET_FREM, af=leder)

    def tal(alle: bool) -> dict:
        return {s.pk: (s.over, s.naeste) for s in med_frister(synlige_sager(leder), alle=alle)}

    samlet = tal(alle=True)
    assert samlet == tal(alle=False)
    assert set(samlet) == {s.pk for s in synlige_sager(leder)}
    assert sum(over for over, _ in samlet.values()) == mangler.count()
    assert any(naeste for _, naeste in samlet.values())
