"""When it goes wrong: a Danish page with a number, the number in the server's log, and no data in either."""

from __future__ import annotations

import logging
import re
import subprocess
import sys

import pytest

from omhu.config.web.serverlog import Linje
from tests.sikkerhed.falder_urls import HEMMELIGT
from tests.sikkerhed.server import ROD

NUMMER = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


def uden_data(tekst: str) -> bool:
    return not any(
        h in tekst for h in (*HEMMELIGT, "Barnet", "hemmelig-i-kroppen", "soegt-i-adressen")
    )


def test_a_failing_page_is_neutral_and_its_number_is_in_the_log(server):
    svar = server.hent("/falder/?q=soegt-i-adressen", X_Forwarded_For="192.0.2.10")
    assert svar.status == 500
    assert "Noget gik galt hos os" in svar.tekst
    assert uden_data(svar.tekst)
    assert "Traceback" not in svar.tekst
    assert "RuntimeError" not in svar.tekst
    nummer = NUMMER.search(svar.tekst)[0]
    assert f"500 GET /falder/ [fejlnummer {nummer}]" in server.log
    assert f"Fejlnummer: <strong>{nummer}" in svar.tekst


def test_the_log_tells_where_in_the_code_but_not_with_what(server):
    server.hent("/falder/", "POST", b"q=hemmelig-i-kroppen", X_Forwarded_For="192.0.2.11")
    log = server.log
    assert re.search(r"  RuntimeError\n.*\n(.*\n)*?    \S+falder_urls.py:\d+ falder", log)
    assert "som følge af ValueError" in log
    assert uden_data(log)
    assert "falsk linje" not in log


def test_an_answer_that_fails_half_way_is_a_whole_error_page(server):
    """No half file with a 200, and what was in hand is not in the log."""
    svar = server.hent("/falder/midt-i/", X_Forwarded_For="192.0.2.12")
    assert (svar.status, "aaaa" in svar.tekst) == (500, False)
    assert uden_data(server.log)


def test_a_busy_database_asks_for_patience(server):
    svar = server.hent("/falder/laast/", X_Forwarded_For="192.0.2.13")
    assert (svar.status, svar.hoveder["retry-after"]) == (503, "10")
    assert "Vent et øjeblik" in svar.tekst
    assert NUMMER.search(svar.tekst)[0] in server.log
    assert uden_data(svar.tekst + server.log)


def test_what_somebody_types_as_an_address_is_not_logged(server):
    svar = server.hent("/sager/7006174001/Emil%20Holm/%0aCRITICAL", X_Forwarded_For="192.0.2.14")
    assert svar.status in (302, 404)
    assert uden_data(server.log)
    assert "CRITICAL" not in server.log


@pytest.mark.parametrize(
    ("metode", "sti", "status", "ord_"),
    [
        ("GET", "/findes-ikke/", 404, "Siden findes ikke"),
        ("PUT", "/login/", 403, "blevet for gammel"),
        ("TRACE", "/login/", 405, "Det kan man ikke gøre på den side"),
        ("OPTIONS", "/login/", 405, "Det kan man ikke gøre på den side"),
    ],
)
def test_refusals_say_in_danish_what_to_do(metode, sti, status, ord_, server):
    svar = server.hent(sti, metode, X_Forwarded_For="192.0.2.15")
    assert (svar.status, ord_ in svar.tekst) == (status, True)
    assert 'lang="da"' in svar.tekst


def test_a_foreign_host_name_is_refused(server):
    svar = server.hent("/login/", Host="ondt.example", X_Forwarded_For="192.0.2.16")
    assert (svar.status, "Omhu kan ikke læse det" in svar.tekst) == (400, True)
    assert "ondt.example" not in svar.tekst + server.log


def test_a_line_of_the_log_cannot_be_forged():
    post = logging.LogRecord(
        "omhu.x", logging.WARNING, __file__, 1, "navn %s", ("a\n2026 ERROR b\x1b[0m",), None
    )
    linje = Linje().format(post)
    assert "\n" not in linje
    assert "\x1b" not in linje
    assert "a\\n2026 ERROR b" in linje


def test_every_line_has_its_time_zone():
    post = logging.LogRecord("omhu.x", logging.WARNING, __file__, 1, "x", (), None)
    assert re.match(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING omhu.x: x$", Linje().format(post)
    )


@pytest.mark.parametrize("navn", ["DEBUG", "OMHU_DEBUG", "DJANGO_DEBUG"])
def test_nothing_in_the_environment_turns_debugging_on(navn, tmp_path, monkeypatch):
    monkeypatch.setenv(navn, "1")
    monkeypatch.setenv("OMHU_MAPPE", str(tmp_path))
    svar = subprocess.run(
        [sys.executable, "-c", "from omhu.config import settings; print(settings.DEBUG)"],
        cwd=ROD, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert svar.stdout.strip() == "False", svar.stderr


def test_no_code_turns_debugging_on():
    for fil in (ROD / "omhu").rglob("*.py"):
        assert not re.search(r"\bDEBUG *= *(?!False| )", fil.read_text("utf-8")), fil
