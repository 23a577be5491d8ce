"""Who is a party, who consents and who is heard: a table by age, law and custody (lovkrav.md 1.3, 1.7, 4)."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from omhu.sager import alder, parter
from omhu.sager.models import Sag

pytestmark = pytest.mark.django_db
BL, SEL = date(2026, 11, 22), date(2023, 11, 22)


def barnet(hold, aar: int, dag: date, slags="stoette") -> parter.Part:
    hold.barn.foedselsdato = dag.replace(year=dag.year - aar)
    hold.barn.save()
    return parter.parter(Sag.objects.get(pk=hold.sag.pk), dag, slags)[0]


@pytest.mark.parametrize(
    ("dag", "aar", "part", "samtykker"),
    [
        (SEL, 9, False, False),
        (SEL, 10, False, False),
        (SEL, 11, False, False),
        (SEL, 12, True, False),
        (SEL, 14, True, False),
        (SEL, 15, True, True),
        (SEL, 17, True, True),
        (SEL, 18, True, True),
        (BL, 9, False, False),
        (BL, 10, True, False),
        (BL, 11, True, False),
        (BL, 12, True, False),
        (BL, 14, True, False),
        (BL, 15, True, True),
        (BL, 17, True, True),
        (BL, 18, True, True),
    ],
)
def test_the_childs_age_decides_by_the_law_of_the_day(hold, dag, aar, part, samtykker):
    fundet = barnet(hold, aar, dag, "anbringelse")
    assert (fundet.rolle, fundet.person) == ("barnet", None)
    assert (fundet.part, fundet.samtykker, fundet.hoeres) == (part, samtykker, True)


@pytest.mark.parametrize(
    ("dag", "part"),
    [(date(2026, 6, 9), False), (date(2026, 6, 10), True), (date(2026, 6, 11), True)],
)
def test_the_birthday_itself_counts(hold, dag, part):
    hold.barn.foedselsdato = date(2016, 6, 10)
    assert parter.parter(hold.sag, dag)[0].part is part


def test_a_child_of_eleven_became_a_party_when_the_law_changed(hold):
    hold.barn.foedselsdato = date(2012, 6, 10)
    assert not parter.parter(hold.sag, date(2023, 12, 31))[0].part
    assert parter.parter(hold.sag, date(2024, 1, 1))[0].part


def test_consent_of_the_young_is_for_placement_and_ungestoette_only(hold):
    assert not barnet(hold, 16, BL, "stoette").samtykker
    assert barnet(hold, 16, BL, "anbringelse").samtykker
    assert barnet(hold, 17, BL, "ungestoette").samtykker


def test_the_ground_names_the_paragraph_and_what_is_not_verified(hold):
    ti = barnet(hold, 10, BL)
    assert "Part i sin egen sag (BL § 3)." in ti.grund
    assert ti.verificeret
    assert "fra 10 år (BL § 3)" in barnet(hold, 9, BL).grund
    assert "§ 46, stk. 1-2" in barnet(hold, 15, BL, "anbringelse").grund
    tolv = barnet(hold, 12, SEL)
    assert "SEL §§ 48 a" in tolv.grund
    assert not tolv.verificeret


@pytest.mark.parametrize(
    ("mor", "far", "samtykker"),
    [
        ("ENE", "NEJ", ["Ida Holm"]),
        ("DELT", "DELT", ["Ida Holm", "Per Holm"]),
        ("NEJ", "ENE", ["Per Holm"]),
    ],
)
@pytest.mark.parametrize("slags", ["stoette", "anbringelse"])
def test_every_holder_of_custody_consents(hold, giv, mor, far, samtykker, slags):
    giv("Ida Holm", "MOR", foraeldremyndighed=mor)
    giv("Per Holm", "FAR", foraeldremyndighed=far)
    alle = [p for p in parter.parter(hold.sag, BL, slags) if p.rolle == "foraelder"]
    assert [p.navn for p in alle if p.samtykker] == samtykker
    assert [p.navn for p in alle if p.part] == samtykker
    assert [p.navn for p in alle if p.hoeres] == samtykker
    assert len(alle) == 2


def test_while_nobody_is_written_the_holder_of_custody_is_missing_by_name(hold):
    hold.barn.foraeldremyndighed = "mor"
    [barn, ukendt] = parter.parter(hold.sag, BL, "anbringelse")
    assert (ukendt.person, ukendt.rolle, ukendt.navn) == (
        None,
        "foraelder",
        "Forældremyndighedens indehaver (mor)",
    )
    assert (ukendt.part, ukendt.samtykker, ukendt.verificeret) == (True, True, False)


def test_a_parent_whose_custody_nobody_wrote_is_not_taken_for_a_party(hold, giv):
    giv("Ida Holm", "MOR")
    _, ukendt, ida = parter.parter(hold.sag, BL)
    assert (ukendt.person, ukendt.samtykker) == (None, True)
    assert (ida.navn, ida.part, ida.samtykker) == ("Ida Holm", False, False)
    assert "Skriv det under Personer" in ida.grund


def test_custody_that_has_ended_or_not_begun_does_not_count(hold, giv):
    giv("Ida Holm", "MOR", foraeldremyndighed="ENE", til=date(2026, 3, 31))
    giv("Per Holm", "FAR", foraeldremyndighed="ENE", fra=date(2026, 4, 1))
    paa = lambda dag: [p.navn for p in parter.parter(hold.sag, dag) if p.samtykker]  # noqa: E731 - a word for the test
    assert paa(date(2026, 3, 31)) == ["Ida Holm"]
    assert paa(date(2026, 4, 1)) == ["Per Holm"]


def test_from_eighteen_the_young_person_stands_alone(hold, giv):
    giv("Ida Holm", "MOR", foraeldremyndighed="ENE")
    hold.barn.foedselsdato = date(2008, 11, 22)
    [ung] = parter.parter(hold.sag, BL, "ungestoette")
    assert (ung.rolle, ung.part, ung.samtykker) == ("barnet", True, True)
    assert len(parter.parter(hold.sag, date(2026, 11, 21), "ungestoette")) == 2


def test_others_with_custody_and_those_who_help(hold, giv):
    giv("Karen Holm", "BEDSTEFORAELDER", foraeldremyndighed="ENE")
    giv("Bo Lund", "BISIDDER")
    giv("Lis Vang", "SKOLE")
    navne = {p.navn: (p.rolle, p.part) for p in parter.parter(hold.sag, BL)}
    assert navne == {
        "Emil Holm": ("barnet", False),
        "Karen Holm": ("anden", True),
        "Bo Lund": ("bisidder", False),
    }


def test_the_unborn_is_not_a_party_and_not_heard(hold):
    hold.barn.cpr, hold.barn.foedselsdato = "", None
    ufoedt = parter.parter(hold.sag, BL)[0]
    assert (ufoedt.part, ufoedt.hoeres, ufoedt.grund) == (
        False,
        False,
        "Barnet er ikke født endnu.",
    )


def test_letters_go_to_those_with_custody_and_else_to_the_parents(hold, giv):
    assert parter.foraeldre(hold.sag, BL) == []
    giv("Ida Holm", "MOR")
    giv("Bo Lund", "BISIDDER")
    assert [str(p) for p in parter.foraeldre(hold.sag, BL)] == ["Ida Holm"]
    giv("Per Holm", "FAR", foraeldremyndighed="ENE")
    assert [str(p) for p in parter.foraeldre(hold.sag, BL)] == ["Per Holm"]


@pytest.mark.parametrize(
    ("foedt", "ventet"),
    [
        (date(2011, 11, 23), [("samtykke_anbringelse", 0)]),
        (date(2011, 11, 22), [("ungeplan", 12)]),
        (date(2012, 3, 22), [("samtykke_anbringelse", 4)]),
        (date(2016, 12, 1), [("part", 0)]),
        (date(2014, 12, 1), []),  # twelve is an age of the former law
        (date(2010, 12, 1), [("ungeplan", 0)]),
        (date(2008, 12, 1), [("myndig", 0)]),
    ],
)
def test_coming_ages_are_told_a_year_ahead(hold, foedt, ventet):
    hold.barn.foedselsdato = foedt
    assert [(k.grund.kode, k.maaneder) for k in alder.kommende(hold.barn, BL)] == ventet


def test_every_version_of_the_file_has_a_paragraph_and_they_come_in_order():
    fil = yaml.safe_load(alder.DATA.read_text("utf-8"))
    for post in [*fil["aldre"].values(), *fil["grunde"].values()]:
        fra = [v["fra"] for v in post["versioner"]]
        assert fra == sorted(set(fra))
        assert all("§" in v["hjemmel"] for v in post["versioner"])
        assert all(v.get("kilde") for v in post["versioner"] if v["status"] == "verificeret")
