"""The drawing: what is in it, that labels keep apart, and that it does without colour and inline style."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random
from xml.etree import ElementTree

import pytest

from omhu.bord import tidslinje_plan
from omhu.bord.tidslinje_plan import TEGN, Doed, Fristmaerke, laeg, tabel
from omhu.bord.tidslinje_svg import TEGNBREDDE, akse, noegle, tegn
from omhu.regler.trin import Trin

I_DAG = date(2026, 11, 21)


def t(art: str, dage_siden: int, *indsatser: str, **attributter: str) -> Trin:
    return Trin(
        art, I_DAG - timedelta(days=dage_siden), indsatser=indsatser, attributter=attributter
    )


def tilfaeldige(fro: int) -> list[Trin]:
    r = Random(fro)
    arter = [
        "UNDERRETNING",
        "KVITTERING",
        "BOERNESAMTALE",
        "AFGOERELSE",
        "IVAERKSAT",
        "FORANSTALTNING_OPHOERT",
    ]
    arter += [
        "OPFOELGNING",
        "TILSYNSSAMTALE",
        "BARNETS_PLAN",
        "BFU_BESLUTTET",
        "BFU_AFSLUTTET",
        "PARTSHOERING",
    ]
    dage = sorted(
        (r.randint(0, r.choice([90, 700, 3000])) for _ in range(r.randint(1, 80))), reverse=True
    )
    koder = ["anbringelse", "familiebehandling", "kontaktperson", "stoetteophold", "anden_hjaelp"]
    return [t(r.choice(arter), d, r.choice(koder), afsender="sundhedsplejerske") for d in dage]


FRISTER = [
    Fristmaerke(I_DAG - timedelta(6), "samtale", "Børnesamtale før afgørelse", True),
    Fristmaerke(I_DAG + timedelta(12), "undersoegelse", "Undersøgelse", False),
    Fristmaerke(I_DAG + timedelta(23), "opfoelgning", "Opfølgning", False),
]


def rod(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def tekster(svg: str) -> list[tuple[float, float, float, str]]:
    """(y, left, right, words) of every label, by the mean width that the drawing reckons with."""
    ud = []
    for el in rod(svg).iter("text"):
        bredde = len(el.text or "") * TEGNBREDDE * 0.98
        x = float(el.get("x"))
        fra = {"start": x, "middle": x - bredde / 2, "end": x - bredde}[
            el.get("text-anchor", "start")
        ]
        ud.append((float(el.get("y")), fra, fra + bredde, el.text or ""))
    return ud


@pytest.mark.parametrize("fro", range(40))
def test_labels_keep_apart_and_inside(fro):
    alle = tekster(tegn(tilfaeldige(fro), FRISTER, I_DAG, navn="Tidslinje"))
    for i, (y1, fra1, til1, a) in enumerate(alle):
        assert fra1 >= 0, a
        assert til1 <= 1306, a
        for y2, fra2, til2, b in alle[i + 1 :]:
            if abs(y1 - y2) < 8:
                assert til1 <= fra2 + 1 or til2 <= fra1 + 1, f"{a} / {b}"


@pytest.mark.parametrize("fro", range(10))
def test_it_is_accessible_and_keeps_the_strict_policy(fro):
    svg = tegn(tilfaeldige(fro), FRISTER, I_DAG, navn="Tidslinje for <Emil> & co.")
    el = rod(svg)
    assert el.get("role") == "img"
    assert [b.tag for b in list(el)[:2]] == ["title", "desc"]
    assert el[0].text == "Tidslinje for <Emil> & co."
    assert el.get("aria-labelledby").split() == [el[0].get("id"), el[1].get("id")]
    assert "style" not in svg
    assert "<script" not in svg


def test_an_empty_case_is_drawn_too():
    assert "i dag" in tegn([], [], I_DAG, navn="Tidslinje")


@pytest.mark.parametrize(("dage", "doede"), [(60, []), (61, [61])])
def test_a_period_is_dead_after_sixty_days(dage, doede):
    plan = laeg([t("UNDERRETNING", dage + 5), t("KVITTERING", 5)], [], I_DAG)
    assert [d.dage for d in plan.doede] == doede


def test_silence_until_today_is_dead_but_not_after_the_case_is_closed():
    assert laeg([t("UNDERRETNING", 93)], [], I_DAG).doede == [Doed(I_DAG - timedelta(93), I_DAG)]
    assert laeg([t("UNDERRETNING", 93), t("SAG_LUKKET", 92)], [], I_DAG).doede == []


def test_dead_periods_are_hatched_and_told():
    svg = tegn([t("UNDERRETNING", 200), t("KVITTERING", 20)], [], I_DAG, navn="x")
    assert "180 dage uden aktivitet" in svg
    assert "url(#tl-doed)" in svg


def test_courses_run_from_start_to_end_or_today():
    plan = laeg(
        [
            t("BFU_BESLUTTET", 100),
            t("IVAERKSAT", 90, "familiebehandling", "kontaktperson"),
            t("BFU_AFSLUTTET", 30),
            t("FORANSTALTNING_OPHOERT", 10, "kontaktperson"),
        ],
        [],
        I_DAG,
    )
    ender = {f.tekst: f.slut for f in plan.forloeb}
    assert ender == {
        "undersøgelse": I_DAG - timedelta(30),
        "fast kontaktperson": I_DAG - timedelta(10),
        "familiebehandling": None,
    }


def test_closing_the_case_ends_every_course():
    plan = laeg(
        [t("BFU_BESLUTTET", 9), t("IVAERKSAT", 8, "anbringelse"), t("SAG_LUKKET", 2)], [], I_DAG
    )
    assert {f.slut for f in plan.forloeb} == {I_DAG - timedelta(2)}


def test_an_overdue_duty_is_told_by_sign_and_word():
    svg = tegn([t("UNDERRETNING", 30)], FRISTER, I_DAG, navn="x")
    assert "børnesamtale før afgørelse mangler" in svg
    assert "overskredet 15. november 2026" in svg


def test_an_overdue_sign_is_seen_whole_though_another_lies_on_its_day():
    """It is drawn last, and so much higher that neither hides the other."""
    frist = Fristmaerke(I_DAG - timedelta(6), "samtale", "Børnesamtale før afgørelse", True)
    for andre in ([t("BOERNESAMTALE_FRAVALGT", 6)], [t("BOERNESAMTALE", 6), t("UNDERRETNING", 6)]):
        svg = tegn(andre, [frist], I_DAG, navn="Emil")
        steder = [
            (el.get("class"), *_sted(el))
            for el in rod(svg).iter()
            if el.tag in ("path", "circle") and (el.get("class") or "").startswith("tl-")
        ]
        klasse, x, y = steder[-1]
        assert klasse == "tl-over"
        taet = [dy for _, dx, dy in steder[:-1] if abs(dx - x) < 1 and abs(dy - y) < 20]
        assert taet
        assert min(abs(dy - y) for dy in taet) >= 9


def _sted(el) -> tuple[float, float]:
    if el.tag == "circle":
        return float(el.get("cx")), float(el.get("cy"))
    x, y = re.search(r"translate\(([\d.]+) ([\d.]+)\)", el.get("transform")).groups()
    return float(x), float(y)


def test_signs_differ_without_colour():
    """Same shape and filling only where the lane tells them apart."""
    i_samme_bane = [
        ("underretning", "svar"),
        ("vurdering", "afsluttet"),
        ("samtale", "fravalgt"),
        ("afgoerelse", "plan"),
        ("afgoerelse", "brev"),
    ]
    for a, b in i_samme_bane:
        fyldt = [k.endswith(("fyldt", "sort", "over")) for k in (TEGN[a].klasse, TEGN[b].klasse)]
        assert (TEGN[a].form, fyldt[0]) != (TEGN[b].form, fyldt[1])


@pytest.mark.parametrize(
    ("dage", "foerste", "antal"),
    [
        (200, ("2026-06-01", "juni 2026"), 6),
        (1000, ("2024-04-01", "2. kvt. 2024"), 11),
        (3000, ("2019-01-01", "2019"), 8),
    ],
)
def test_the_axis_follows_the_span(dage, foerste, antal):
    streger = akse(I_DAG - timedelta(dage), I_DAG)
    assert (streger[0][0].isoformat(), streger[0][1]) == foerste
    assert len(streger) == antal


def test_the_table_tells_the_same():
    trin = [
        t("UNDERRETNING", 200, afsender="skole"),
        t("BFU_BESLUTTET", 100),
        t("BOERNESAMTALE", 90),
    ]
    plan = laeg(trin, FRISTER, I_DAG)
    hvad = [r.hvad for r in tabel(plan)]
    assert "Underretning: skole" in hvad
    assert "Undersøgelse, i gang" in hvad
    assert "100 dage uden aktivitet" in hvad
    assert any("Børnesamtale før afgørelse: overskredet" in h for h in hvad)
    assert len(hvad) == len(plan.maerker) + len(plan.frister) + len(plan.forloeb) + len(plan.doede)


def test_the_key_has_the_signs_in_use_and_no_others():
    plan = laeg([t("UNDERRETNING", 20), t("BOERNESAMTALE", 10)], [], I_DAG)
    assert [ord_ for _, ord_ in noegle(plan)] == ["Underretning", "Samtale"]


def test_all_kinds_of_step_can_be_drawn():
    from omhu.regler.katalog import katalog

    alle = [t(kode, 50) for kode, art in katalog().arter.items() if not art.fylder]
    svg = tegn(alle, [], I_DAG, navn="x")
    rod(svg)
    assert not re.search(r"nan|None", svg)
    assert tidslinje_plan.bane_for("journal") == ""
