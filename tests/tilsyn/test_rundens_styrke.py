"""What a draw can show, before it is made: a question of one sagstrin rests on that sagstrin's cases alone."""

from __future__ import annotations

from types import SimpleNamespace

from omhu.tilsyn.runder.styrke import kan_vise
from omhu.tilsyn.runder.udtraek import ventet_pr_trin

NAVNE = {"enhed": {"1": "Nord", "2": "Syd"}, "sagstrin": {"bfu": "Undersøgelse", "plan": "Plan"}}


def raekker(antal):
    return [
        SimpleNamespace(sag_id=nr, sagstrin=trin, enhed_id=enhed, raadgiver_id=None, sagstype="")
        for nr, (trin, enhed) in enumerate([x for x, n in antal.items() for _ in range(n)], start=1)
    ]


RAMME = raekker({("bfu", 1): 60, ("bfu", 2): 20, ("plan", 1): 20})


def test_cases_expected_of_each_sagstrin_follow_the_groups_of_the_draw():
    simpelt = ventet_pr_trin(RAMME, (), 50, navne_=NAVNE)
    assert simpelt == {"Undersøgelse": 40, "Plan": 10}
    pr_trin = ventet_pr_trin(RAMME, (), 40, grupper=["sagstrin"], mindst=20, navne_=NAVNE)
    assert pr_trin == {"Undersøgelse": 20, "Plan": 20}
    pr_enhed = ventet_pr_trin(RAMME, (), 40, grupper=["enhed"], mindst=20, navne_=NAVNE)
    assert pr_enhed == {"Undersøgelse": 35, "Plan": 5}
    brugte = [(r.sag_id, r.sagstrin) for r in RAMME if r.sagstrin == "plan"]
    assert ventet_pr_trin(RAMME, brugte, 10, navne_=NAVNE) == {"Undersøgelse": 10}
    assert ventet_pr_trin(RAMME, (), 10, grupper=["enhed"], mindst=20, navne_=NAVNE) == {}


def test_the_sentence_names_the_sagstrin_with_fewest_and_most_cases():
    alle, dele = kan_vise(95, pr_trin={"Samvær": 5.6, "Underretninger": 36.8, "Plan": 13})
    assert alle.startswith("Med 95 sager")
    assert "fra omkring 6 i Samvær til 37 i Underretninger" in dele
    assert "Med 6 sager hver gang kan ingen ændring" in dele
    assert "Med 37 sager" in dele
    assert "omkring 16 sager i hvert" in kan_vise(95, pr_trin={"Samvær": 16, "Plan": 16})[1]
