"""docs/regler.md is what the rules and examples say today."""

from __future__ import annotations

import yaml

from omhu.regler import side
from omhu.regler.filer import regelsaet


def test_the_page_is_the_generated_text():
    assert side.SIDE.read_text("utf-8") == side.side(), "Kør: python -m omhu.regler.side"


def test_every_rule_has_its_place_on_the_page():
    tekst = side.side()
    for regel in regelsaet():
        assert tekst.count(f'<a id="{regel.id}"></a>') == 1


def test_the_page_speaks_danish_and_not_code():
    """No name of a step or characteristic outside the examples."""
    tekst = side.side()
    uden_eksempler = "".join(d.split("</details>")[-1] for d in tekst.split("<details>"))
    foer_ikke_beregnet = uden_eksempler.split("## Ikke beregnet")[0]
    for kode in ("BOERNESAMTALE", "aktiv_indsats", "udloesende", "None"):
        assert kode not in foer_ikke_beregnet


def test_what_is_not_computed_says_why():
    for x in yaml.safe_load(side.IKKE_BEREGNET.read_text("utf-8")):
        assert (
            {"pligt", "hjemmel", "hvorfor"}
            <= set(x)
            <= {"pligt", "hjemmel", "hvorfor", "udvidelse"}
        )
        assert all(x.values())
