"""`omhu rapport`: the documents of a round from the command line; the confidential one never."""

from __future__ import annotations

import json

import pytest

from omhu.config.kommandoer import rapport
from omhu.config.kommandoer.faelles import Afvist
from tests.rapporter.runde import en_runde, laes


def koer(*ord_: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    rapport.tilfoej(parser)
    return rapport.koer(parser.parse_args(ord_))


def test_the_list_says_what_can_be_written(db, capsys):
    assert koer("--json") == 0
    dokumenter = {d["navn"]: d for d in json.loads(capsys.readouterr().out)}
    assert dokumenter["bilag-1"]["former"] == ["pdf", "docx", "xlsx"]
    assert dokumenter["bilag-5"]["fortroligt"] is True


def test_a_document_of_the_newest_read_round(hold, tmp_path, capsys):
    runde = en_runde(hold.leder_nord)
    laes(runde, hold.sag, hold.leder_nord)
    en_runde(hold.leder_nord, navn="Ikke læst")
    fil = tmp_path / "tabeller.pdf"
    assert koer("bilag-1", "-o", str(fil)) == 0
    assert fil.read_bytes().startswith(b"%PDF")
    assert "Foråret 2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ord_", "svar"),
    [
        (["bilag-9", "-o", "x.pdf"], "findes ikke"),
        (["bilag-5", "-o", "x.pdf"], "navngivne modtagere"),
        (["bilag-1"], "hvor filen skal ligge"),
        (["bilag-3", "-o", "x.xlsx"], "pdf, docx"),
        (["bilag-1", "-o", "x.pdf"], "ingen runde, som er læst"),
        (["bilag-1", "-o", "x.pdf", "--runde", "99"], "ingen runde nr. 99"),
    ],
)
def test_what_cannot_be_written_is_told_in_a_sentence(db, ord_, svar):
    with pytest.raises(Afvist, match=svar):
        koer(*ord_)
