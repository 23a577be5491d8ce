"""Rules in Danish words: what the screens and docs/regler.md say."""

from __future__ import annotations

import pytest

from omhu.regler import ord as o
from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Anker, Bortfald, Fravalg, Frist, Match


@pytest.mark.parametrize(
    ("frist", "uden", "med"),
    [
        ({"timer": 24}, "inden 24 timer", "senest 24 timer efter start"),
        ({"maaneder": 1}, "inden 1 måned", "senest 1 måned efter start"),
        ({"hverdage": 6}, "inden 6 hverdage", "senest 6 hverdage efter start"),
        ({"dage": 0}, "samme dag", "samme dag"),
        ({"foer": "udloesende"}, "før eller samme dag", "før start eller samme dag"),
        (
            {"foer": "udloesende", "tidligst": {"maaneder": 6}},
            "før eller samme dag, men højst 6 måneder før",
            "før start eller samme dag, men højst 6 måneder før",
        ),
        (
            {"dato": "naeste", "ellers": {"aar": 1}},
            "senest den dag, der er aftalt, ellers inden 1 år",
            "senest den dag, der er aftalt, ellers senest 1 år efter start",
        ),
        ({"hvert": "kalenderaar"}, "i hvert kalenderår", "i hvert kalenderår"),
        (
            {"hvert": "kalenderaar", "kun_hele": "ja"},
            "i hvert helt kalenderår",
            "i hvert helt kalenderår",
        ),
        (
            {"hver": {"maaneder": 12}},
            "i hver periode på 12 måneder",
            "i hver periode på 12 måneder, regnet fra start",
        ),
    ],
)
def test_the_window_in_words(frist, uden, med):
    assert o.frist_tekst(Frist(**frist)) == uden
    assert o.frist_tekst(Frist(**frist), "start") == med


def test_a_rolling_deadline_says_so():
    assert o.frist_tekst(Frist(uger=4, rul="ja")).endswith("flyttes den til næste arbejdsdag")


def test_a_match_in_words():
    match = Match(
        skridt=["AFGOERELSE"], hvis=["omfatter_anbringelse", "samtykke_nej"], ikke=["akut"]
    )
    assert o.match_tekst(match) == (
        "Afgørelse, når den angår anbringelse og der ikke er samtykke, undtagen når den er akut"
    )


def test_several_kinds_and_the_words_of_the_law():
    match = Match(skridt=["IVAERKSAT", "SAG_LUKKET"])
    assert o.match_tekst(match) == "Indsats iværksat eller Sag lukket"
    assert o.match_tekst(match, "SEL") == "Foranstaltning iværksat eller Sag lukket"


def test_waiver_lapse_and_anchor():
    fravalg = Fravalg(
        af=[Match(skridt=["PLAN_FRAVALGT"])], paa_udloesende=["ikke_myndighed"], samme="indsats"
    )
    assert o.fravalg_tekster(fravalg) == [
        "Plan fravalgt, for samme indsats",
        "når den ikke er ført af myndigheden selv",
    ]
    assert o.bortfald_tekst(Bortfald(skridt=["HJEMGIVET"], samme="henvisning")) == (
        "Barnet er hjemgivet, om samme skridt"
    )
    anker = Anker(skridt=["UNDERRETNING"], hoejst={"maaneder": 12}, efter=["BFU_AFSLUTTET"])
    assert o.anker_tekst(anker) == (
        "seneste Underretning, højst 12 måneder gammel, efter seneste Børnefaglig undersøgelse afsluttet"
    )


def test_the_texts_of_the_rules_are_whole_sentences():
    """krav and reasons are shown as they are: one Danish sentence with a capital and a full stop."""
    for regel in regelsaet():
        grunde = [u.grund for v in regel.versioner for t in v.tilfaelde for u in t.undtaget]
        for tekst in [regel.krav, *grunde]:
            assert tekst[0].isupper(), tekst
            assert tekst.endswith("."), tekst
        assert len(regel.krav) <= 130, regel.id
        assert len(regel.handling) <= 40, regel.id
        assert not regel.navn.endswith("."), regel.id
