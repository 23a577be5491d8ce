"""The triangle and the funnel: links that can be read aloud, signs that differ without colour, the list's numbers."""

import re
from xml.etree import ElementTree as ET

import pytest

from omhu.bord.undersoegelse import tragt, trekant
from omhu.sagsarbejde.undersoegelse import ics, queries
from tests.undersoegelse.hel import med_udsagn, planlagt

NS = {"s": "http://www.w3.org/2000/svg"}


def laes(svg: str):
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def ordene(rod):
    return {a.get("aria-label"): a.get("href") for a in rod.iterfind(".//s:a", NS)}


@pytest.mark.parametrize("udgave", list(ics.udgaver()))
def test_every_side_and_dimension_is_a_link_within_the_drawing(udgave):
    valgt = ics.udgaver()[udgave]
    rod = laes(trekant.svg(trekant.sider(valgt, []), "Trekanten"))
    links = ordene(rod)
    for side in valgt.sider:
        assert links[f"{side.navn}: ingen udsagn"] == f"?domaene={side.domaene}#udsagn"
        for kode, navn in side.dimensioner.items():
            assert f"?dimension={kode}#udsagn" in links.values(), navn
    bredde, hoejde = map(int, rod.get("viewBox").split()[2:])
    for t in rod.iterfind(".//s:text", NS):
        x, y = float(t.get("x")), float(t.get("y"))
        assert 0 <= x <= bredde
        assert 0 <= y <= hoejde


def test_the_drawing_counts_what_the_list_holds():
    u = [
        queries.Udsagn(str(n), "r-skole", s, "Mor", None, "x")
        for n, s in enumerate(["bekymring"] * 2 + ["ressource"])
    ]
    rod = laes(trekant.svg(trekant.sider(ics.udgave(""), u), "Trekanten"))
    assert "Dagtilbud, skoleforhold og læring: 1 ressource, 2 bekymring" in ordene(rod)
    tekst = "".join(rod.itertext())
    assert "●1" in tekst
    assert "▲2" in tekst


def test_names_with_signs_are_written_as_text():
    side = ics.Side("barn", "A & <B>", {"r-skole": 'C "D"'})
    rod = laes(trekant.svg(trekant.sider(ics.Ics("x", "x", (side, side, side)), []), "E & F"))
    assert "A & <B>" in "".join(rod.itertext())
    led = tragt.Trin("A & <B>", 'C "D"', "/?a=1&b=<2>", False)
    rod = laes(tragt.svg([led], "E & F"))
    assert "A & <B>" in "".join(rod.itertext())
    assert list(ordene(rod).values()) == ["/?a=1&b=<2>"]


@pytest.mark.django_db
def test_the_funnel_tells_each_step_and_what_comes_next(hold):
    u = med_udsagn(hold, planlagt(hold), 6)
    alle = tragt.trin(u)
    svg = tragt.svg(alle, "Vejen")
    links = ordene(laes(svg))
    assert "Indsamling: 1 af 2 punkter modtaget (ikke begyndt)" in links
    assert "Sortering: 6 udsagn, 2 bekymringer (gjort)" in links
    assert sum("(næste)" in o for o in links) == 1
    assert not re.search(r"\sstyle=|<script", svg)
