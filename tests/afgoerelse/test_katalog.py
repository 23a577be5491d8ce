"""The catalogue of support: one number a day, and what it says is required is what the rules ask."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from omhu.regler.evaluering import evaluer
from omhu.regler.filer import regelsaet
from omhu.regler.indsatskatalog import SKAL, alle, nummer, paa, ugyldige
from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin

SEL, BL = date(2022, 3, 1), date(2026, 3, 2)


def test_every_measure_has_a_row_for_each_law_that_knows_it():
    fundne = {(n.kode, n.lov) for n in alle()}
    assert fundne == {(i.kode, lov) for i in katalog().indsatser.values() for lov in i.paragraf}


def test_a_number_holds_from_a_day_to_a_day():
    assert nummer("anbringelse", date(2010, 12, 31)).hjemmel == "SEL § 52, stk. 3, nr. 8"
    assert not nummer("anbringelse", date(2010, 12, 31)).verificeret
    assert nummer("anbringelse", date(2011, 1, 1)).hjemmel == "SEL § 52, stk. 3, nr. 7"
    assert nummer("anbringelse", date(2023, 12, 31)).hjemmel == "SEL § 52, stk. 3, nr. 7"
    assert nummer("anbringelse", date(2024, 1, 1)).hjemmel == "BL § 46"


@pytest.mark.parametrize("dag", [SEL, BL])
def test_a_day_has_each_measure_once(dag):
    assert len({n.kode for n in paa(dag)}) == len(paa(dag)) > 30


def test_a_measure_that_the_law_of_the_day_does_not_have_is_refused_in_words():
    assert "findes ikke i Serviceloven" in ugyldige(["stofmisbrugsbehandling"], SEL)[0]
    assert ugyldige(["stofmisbrugsbehandling"], BL) == []
    assert "uden afgørelse" in ugyldige(["aaben_raadgivning"], BL)[0]
    assert ugyldige(["findes_ikke"], BL) == ["Vælg indsatserne fra listen."]


REGLER = regelsaet()


def udloest(kode: str, dag: date) -> set[str]:
    """The rules that a decision of a measure for a child of 9, and its start, set off."""
    trin = [
        Trin("SAG_OPRETTET", dag, id="1"),
        Trin("AFGOERELSE", dag, indsatser=(kode,), id="2"),
        Trin("IVAERKSAT", dag, indsatser=(kode,), id="3"),
    ]
    foedt = dag - relativedelta(years=9)
    raekker = evaluer(REGLER, trin, foedselsdag=foedt, pr=dag + relativedelta(years=1))
    return {r.regel.id for r in raekker if r.udloest.id in ("2", "3")}


SVAR = {
    "B": {"bfu-foer-afgoerelse", "bfu-foer-anbringelse"},
    "P": {"handleplan-foer-afgoerelse", "barnets-plan-3mdr", "barnets-plan-foer-tvang"},
    "S": {"boernesamtale-foer-afgoerelse"},
    "O": {"opfoelgning-3mdr"},
    "T": {"personrettet-tilsyn"},
}
UDEN_REGEL = {
    ("oekonomisk_stoette", "SEL", "B"),
    ("foraeldrestoette", "SEL", "P"),
    ("foraeldrestoette", "BL", "P"),
    ("ungestoette_doegn", "BL", "P"),
    ("privat_familiepleje", "SEL", "O"),
    ("privat_familiepleje", "BL", "O"),
}
"""What the catalogue says must be and no rule of the engine asks: seen to by people. A row that a rule comes to ask
for must go."""


@pytest.mark.parametrize("dag", [SEL, BL])
def test_what_the_catalogue_requires_the_rules_ask_for(dag):
    uden = set()
    for n in paa(dag):
        if n.afgoeres or n.krav["S"] == SKAL:
            fundne = udloest(n.kode, dag)
            uden |= {
                (n.kode, n.lov, k)
                for k, svar in SVAR.items()
                if n.krav[k] == SKAL and not fundne & svar
            }
    lov = "SEL" if dag == SEL else "BL"
    assert uden == {u for u in UDEN_REGEL if u[1] == lov}
