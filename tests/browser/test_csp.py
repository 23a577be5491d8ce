"""The main pages in a real browser under the real policy: not one breach is reported."""

from __future__ import annotations

import pytest

from tests.browser.conftest import log_ind

SIDER = (
    "/",
    "/sager/",
    "/frister/",
    "/regler/",
    "/regler/bfu-4mdr/",
    "/adgangskode/",
)
ROLLER = ("Mette Kjær", "Bente Krogh", "Peter Skov")


@pytest.fixture
def brud(page):
    """Breaches that the browser itself reports, in every document of the page."""
    fundet: list[str] = []
    page.expose_function("omhuBrud", lambda brud: fundet.append(brud))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e =>"
        " window.omhuBrud(e.violatedDirective + ' ' + e.blockedURI + ' ' + location.pathname))"
    )
    return fundet


@pytest.mark.parametrize("navn", ROLLER)
def test_no_page_breaks_the_policy(navn, side, brud):
    log_ind(side, navn)
    for sti in SIDER:
        svar = side.goto(f"{side.omhu}{sti}")
        assert "default-src 'none'" in svar.headers["content-security-policy"], sti
        side.wait_for_load_state("networkidle")
        side.evaluate("document.body.click()")
    side.goto(f"{side.omhu}/sager/")
    foerste = side.locator("table.liste tbody tr a").first
    if foerste.count():
        foerste.click()
        side.wait_for_load_state("networkidle")
    assert brud == []


def test_the_browser_does_report_breaches(page, server, brud):
    """The net has no hole: what the policy forbids is stopped and seen here."""
    page.goto(f"{server}/login/")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ondt = 1';"
        " document.body.append(s);"
        " const i = document.createElement('img'); i.src = 'https://ondt.example/x.png'; document.body.append(i); }"
    )
    _vent_paa(page, lambda: {b.split()[0] for b in brud} == {"script-src-elem", "img-src"})
    assert page.evaluate("window.ondt") is None


def _vent_paa(page, sandt) -> None:
    """Let the browser work until it is true. Fails after ten seconds."""
    for _ in range(100):
        if sandt():
            return
        page.wait_for_timeout(100)
    raise AssertionError("det skete ikke")


def test_an_error_page_keeps_the_policy_too(page, server, brud):
    assert page.goto(f"{server}/findes-ikke/").status == 404
    page.wait_for_load_state("networkidle")
    assert brud == []


def test_nothing_is_left_in_the_browser_after_logout(page, server):
    log_ind(page, ROLLER[0], server)
    page.goto(f"{server}/sager/")
    page.goto(f"{server}/")
    assert page.evaluate("() => [Object.keys(localStorage), Object.keys(sessionStorage)]") == [
        [],
        ["htmx-current-path-for-history"],  # an address, and addresses name no child
    ]
    gammel = next(c for c in page.context.cookies() if c["name"] == "sessionid")
    page.locator("details.top-bruger summary").click()
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/login/**")
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert "/login/" in page.url
    page.context.add_cookies([gammel])
    page.goto(f"{server}/sager/")
    assert "/login/" in page.url  # the old key opens nothing


@pytest.mark.parametrize("kode", [429, 503])
def test_a_refused_part_of_a_page_is_told_and_nothing_is_lost(kode, page, server):
    """htmx shows nothing of an error by itself; the page tells what the answer said."""
    html = "<main><h1>Det gik lidt for hurtigt</h1><p>Vent 20 sekunder, og prøv igen.</p></main>"
    log_ind(page, ROLLER[0], server)
    page.route(
        "**/hvorfor/*",
        lambda rute: rute.fulfill(status=kode, body=html, content_type="text/html; charset=utf-8"),
    )
    page.locator("[data-raekke] a", has_text="Hvorfor").first.click()
    fejl = page.locator("#beskeder .besked-error")
    fejl.wait_for()
    assert fejl.inner_text() == "Det gik lidt for hurtigt Vent 20 sekunder, og prøv igen."
    assert page.url == f"{server}/"


def test_a_lost_connection_is_told(page, server):
    log_ind(page, ROLLER[0], server)
    page.route("**/hvorfor/*", lambda rute: rute.abort())
    page.locator("[data-raekke] a", has_text="Hvorfor").first.click()
    fejl = page.locator("#beskeder .besked-error")
    fejl.wait_for()
    assert "ingen forbindelse" in fejl.inner_text()
