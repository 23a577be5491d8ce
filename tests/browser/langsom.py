"""A slow world: requests that are held back, and a browser on a slow machine with a slow line.

OMHU_LANGSOM=1 runs the browser tests in the second, to find what only holds when all is quick.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, CDPSession, Page, Request, Route

FORSINKELSE_MS, GANGE = 150, 4
"""The slow line: what each request waits. The slow machine: how many times longer its scripts take."""


class Tilbageholdt:
    """Requests to an address, held until they are let go; one that the browser sends later than that passes at once."""

    def __init__(
        self, page: Page, adresse: str, disse: Callable[[Request], bool] = lambda _: True
    ) -> None:
        self._disse, self._venter, self._aaben = disse, [], False
        page.route(adresse, self._kom)

    def _kom(self, rute: Route) -> None:
        if self._aaben or not self._disse(rute.request):
            rute.continue_()
        else:
            self._venter.append(rute)

    def slip(self) -> None:
        """Let them go."""
        self._aaben = True
        for rute in self._venter:
            rute.continue_()


def goer_langsom(kontekst: BrowserContext) -> BrowserContext:
    """Make each page of the context slow, from its first address on; it can still be taken off the line."""
    linjer: list[CDPSession] = []

    def brems(page: Page) -> None:
        linje = kontekst.new_cdp_session(page)
        linje.send("Emulation.setCPUThrottlingRate", {"rate": GANGE})
        linjer.append(linje)
        _saet(linje, offline=False)

    kontekst.on("page", brems)
    kontekst.set_offline = lambda offline: [_saet(x, offline=offline) for x in linjer]
    return kontekst


def _saet(linje: CDPSession, *, offline: bool) -> None:
    fart = {"latency": FORSINKELSE_MS, "downloadThroughput": -1, "uploadThroughput": -1}
    linje.send("Network.emulateNetworkConditions", {"offline": offline, **fart})
