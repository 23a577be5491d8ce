"""Browser tests: find Chromium, and tell loudly what did not run when it is missing.

A pytest plugin; tests/conftest.py names it: pytest_plugins = ["tests.browser_stoette"].
A test that asks for `page`, `context` or `browser` gets the mark `browser` by itself.

Without Chromium such a test is reported as IKKE KØRT, never as passed, and a closing line counts
them. With CI=true it fails instead: a run that is to be trusted has a browser.
OMHU_CHROMIUM names another browser than the one on PATH.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

NAVNE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IKKE_KOERT = "IKKE KØRT"
RAAD = "apt-get install -y --no-install-recommends chromium fonts-dejavu-core"
BROWSERFIXTURER = {"page", "context", "browser", "new_context"}
# Without the network flags a closed network refuses Chromium's own look-ups by the hundred.
FLAG = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe-core"


def find_chromium() -> str | None:
    """The path of a Chromium that can be run, or None."""
    valgt = os.environ.get("OMHU_CHROMIUM")
    if valgt:
        return shutil.which(valgt)
    return next((sti for sti in map(shutil.which, NAVNE) if sti), None)


def grund() -> str:
    """Why browser tests cannot run, and what to do, in Danish."""
    valgt = os.environ.get("OMHU_CHROMIUM")
    if valgt:
        return f"OMHU_CHROMIUM peger på »{valgt}«, som ikke kan køres"
    return f"Chromium mangler. Som administrator: {RAAD}"


def er_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSERFIXTURER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    if any(item.get_closest_marker("browser") for item in items):
        # Playwright's loop runs in the test's thread; Django's guard would refuse the ORM there.
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if not item.get_closest_marker("browser") or find_chromium():
        return
    if er_ci():
        pytest.fail(f"{IKKE_KOERT}: {grund()}", pytrace=False)
    pytest.skip(f"{IKKE_KOERT}: {grund()}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    meldinger = [
        *terminalreporter.stats.get("skipped", []),
        *terminalreporter.stats.get("error", []),
    ]
    antal = sum(IKKE_KOERT in str(m.longrepr) for m in meldinger)
    if antal:
        terminalreporter.write_sep("=", "browserprøver", yellow=True, bold=True)
        ord_ = "browserprøve" if antal == 1 else "browserprøver"
        terminalreporter.write_line(f"{IKKE_KOERT}: {antal} {ord_}. {grund()}", yellow=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    rod = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": [*rod, *FLAG]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A caseworker's screen and language."""
    return {
        **browser_context_args,
        "locale": "da-DK",
        "timezone_id": "Europe/Copenhagen",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture(scope="session")
def axe_kilde() -> str:
    """axe-core with Danish rule texts, to run in a page by page.evaluate (its CSP may stay on)."""
    dansk = (AXE / "locales" / "da.json").read_text(encoding="utf-8")
    motor = (AXE / "axe.min.js").read_text(encoding="utf-8")
    return f"{motor}\naxe.configure({{locale: {dansk}}});"


@pytest.fixture
def axe(axe_kilde: str):
    """axe(page) -> the page's breaches of WCAG 2.2 AA, one readable Danish line each."""

    def efterse(page: Any) -> list[str]:
        page.wait_for_load_state("load")
        page.evaluate("scrollTo(0, 0)")  # a link half under the top bar is no small target
        page.evaluate(axe_kilde)
        svar = page.evaluate("() => axe.run({runOnly: ['wcag2a','wcag2aa','wcag21aa','wcag22aa']})")
        return [
            f"{brud['id']}: {brud['help']} ({', '.join(str(n['target']) for n in brud['nodes'])})"
            for brud in svar["violations"]
        ]

    return efterse
