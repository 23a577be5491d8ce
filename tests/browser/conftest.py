"""A real server process with a small demo of its own, and a browser that speaks Danish.

OMHU_BILLEDER=1 writes the pictures of docs/billeder anew, from a larger demo. OMHU_LANGSOM=1 slows the browser and
its line, to find the test that only holds when all is quick.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.langsom import goer_langsom
from tests.browser_stoette import find_chromium
from tests.miljoe import delt_mappe, ny_database

ROD = Path(__file__).resolve().parents[2]
BILLEDER = ROD / "docs" / "billeder"
NYE_BILLEDER = bool(os.environ.get("OMHU_BILLEDER"))
expect.set_options(timeout=20_000)
"""What is expected comes at once on a machine at rest; a busy one may take its time and is no fault of the page."""
LANGSOM = bool(os.environ.get("OMHU_LANGSOM"))
SKALA = "0.3" if NYE_BILLEDER else "0.1"
"""Pictures: a rådgiver has as many cases as in a full municipality, which takes three times as long to build."""
STARTTID = 300
KVITTERING = "vist => document.querySelectorAll('.besked').forEach(e => e.hidden = !vist)"
"""Shows or hides the word that something was saved, which lies over the page for some seconds."""
TIDSREJSE = ROD / "tests" / "tidsrejse"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


SERVERLOGS: dict[str, Path] = {}
"""What each server has written, by its address."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A browser test that fails tells what the servers said last."""
    rapport = yield
    if rapport.failed:
        for adresse, log in SERVERLOGS.items():
            sidst = log.read_text(errors="replace")[-3000:] if log.exists() else ""
            rapport.sections.append((f"serveren på {adresse} sagde sidst", sidst or "(intet)"))
    return rapport


def _ledig_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a running `omhu demo`; it is stopped with the session."""
    with _demo(tmp_path_factory.mktemp("omhu-demo")) as adresse:
        yield adresse


@pytest.fixture(scope="session")
def server_2022(tmp_path_factory):
    """A demo that believes it is the week before Christmas 2022, under Serviceloven."""
    tid = {"PYTHONPATH": str(TIDSREJSE), "OMHU_PROEVE_DATO": "2022-12-19T09:00:00+01:00"}
    with _demo(tmp_path_factory.mktemp("omhu-2022"), **tid) as adresse:
        yield adresse


@contextmanager
def _demo(mappe: Path, **miljoe: str) -> Iterator[str]:
    if not find_chromium():
        pytest.skip("IKKE KØRT: Chromium mangler")
    port = _ledig_port()
    log = (mappe / "server.log").open("w")
    proces = subprocess.Popen(
        [Path(sys.executable).with_name("omhu"), "demo", "--port", str(port), "--skala", SKALA],
        env={
            **os.environ,
            "OMHU_MAPPE": str(mappe / "data"),
            "PYTHONUNBUFFERED": "1",
            **_bygget(mappe / "data", miljoe),
            **miljoe,
        },
        stdout=log,
        stderr=subprocess.STDOUT,
        cwd=ROD,
    )
    adresse = f"http://127.0.0.1:{port}"
    SERVERLOGS[adresse] = mappe / "server.log"
    try:
        _vent(proces, adresse, mappe / "server.log")
        yield adresse
    finally:
        proces.terminate()
        proces.wait(timeout=20)
        log.close()


def _bygget(til: Path, miljoe: dict[str, str]) -> dict[str, str]:
    """Make `til` the folder of the demo, which is built once a run and copied; the environment of its database."""

    def byg(rod: Path) -> None:
        database = ny_database()
        (rod / "miljoe.json").write_text(json.dumps(database))
        subprocess.run(
            [Path(sys.executable).with_name("omhu"), "demo", "--kun-data", "--skala", SKALA],
            env={**os.environ, "OMHU_MAPPE": str(rod / "data"), **database, **miljoe},
            stdout=subprocess.DEVNULL,
            cwd=ROD,
            check=True,
        )

    aar = miljoe.get("OMHU_PROEVE_DATO", "i-dag")[:10]
    rod = delt_mappe(f"demo-{SKALA}-{aar}", byg)
    shutil.copytree(rod / "data", til)
    return ny_database(json.loads((rod / "miljoe.json").read_text()) or None)


def _vent(proces, adresse: str, log: Path) -> None:
    slut = time.monotonic() + STARTTID
    while time.monotonic() < slut:
        if proces.poll() is not None:
            pytest.fail(f"Serveren stoppede:\n{log.read_text()[-3000:]}", pytrace=False)
        try:
            urlopen(f"{adresse}/login/", timeout=5)
            return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"Serveren kom ikke op:\n{log.read_text()[-3000:]}", pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Date fields follow the browser's own language; in pictures that of the page, for Chromium may lack Danish."""
    paa_dansk = ["--enable-blink-features=LangAttributeAwareFormControlUI"] if NYE_BILLEDER else []
    return {
        **browser_type_launch_args,
        "args": [*browser_type_launch_args["args"], "--lang=da", *paa_dansk],
        "env": {**os.environ, "LANGUAGE": "da", "LANG": "da_DK.UTF-8"},
    }


@pytest.fixture(scope="session")
def browser(browser):
    """Chromium; on a slow machine with a slow line where that is asked for."""
    if LANGSOM:
        ny = browser.new_context
        browser.new_context = lambda **ord_: goer_langsom(ny(**ord_))
    return browser


def _er_fejl(besked) -> bool:
    """Chromium also calls it an error when a form comes back with what must be mended, and htmx when a newer
    request takes the place of one that is under way."""
    afloest = besked.text.startswith(("htmx:afterRequest", "htmx:sendAbort", "htmx:abort"))
    return besked.type == "error" and "status of 422" not in besked.text and not afloest


@pytest.fixture
def side(page, server):
    """A page that knows the server, and fails the test on any error or breach of the content policy."""
    fejl: list[str] = []
    page.on("console", lambda m: fejl.append(m.text) if _er_fejl(m) else None)
    page.on("pageerror", lambda e: fejl.append(str(e)))
    page.omhu = server
    yield page
    assert fejl == []


def log_ind(page, navn: str, server: str = "") -> None:
    """Log in by the demo's one click."""
    page.goto(f"{server or page.omhu}/login/")
    page.get_by_role("button", name=navn).click()
    page.wait_for_url("**/")


@pytest.fixture
def billede(tmp_path):
    """Take a picture; it is kept in docs/billeder when OMHU_BILLEDER is set."""

    def tag(page, navn: str) -> None:
        mappe = BILLEDER if NYE_BILLEDER else tmp_path
        mappe.mkdir(parents=True, exist_ok=True)
        sti = mappe / f"{navn}.png"
        page.wait_for_load_state("load")
        page.evaluate(KVITTERING, False)
        page.screenshot(path=sti, animations="disabled", caret="initial")
        page.evaluate(KVITTERING, True)
        assert sti.stat().st_size > 5_000

    return tag
