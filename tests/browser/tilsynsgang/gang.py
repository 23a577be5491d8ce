"""Who walks, what they answered, and how one gets about; the figures counted from the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import log_ind

KONCEPT = "Stevns, Rådgivningsteam"
CHEF, LEDER, RAADGIVER = "Bente Krogh", "Lise Holm", "Mette Kjær"
JURIST, EKSTERN = "Christian Juhl", "Eva Lorentzen"
FORSTE_NIVEAU, ANDET_NIVEAU = "Faglig leder", "Jurist og ekstern"
NYT_SPOERGSMAAL = "STV-20"
FLEST_SPOERGSMAAL = 40
LANGSOM = 120_000
"""The first figures of a server read scipy and statsmodels in."""
SMAA_FILER = ("bilag-1.xlsx", "bilag-3.docx", "statusnotat.pdf")
SAGSNUMMER = re.compile(r"\d{4}-\d{5}")
TAELLER = {"ja": "overholdt", "nej": "mangel", "delvis": "mangel"}
"""The scales of the concept as this walk leaves it; what is not here is outside the figure."""


@dataclass
class Gang:
    """One walk: how many cases, what it is called, and what was answered."""

    sager: int = 3
    navn: str = "Prøverunden"
    se: Callable[[Page, str], None] = lambda side, navn: None
    """Looks at a page: axe, phone width, pictures."""
    svar: dict[tuple[str, int, str], tuple[str, str]] = field(default_factory=dict)
    """(level, case no., question) -> (what the data said, what the reader answered)."""
    taster: list[int] = field(default_factory=list)
    """Keys pressed, case by case."""
    fund: int = 0
    """The case with a serious finding."""

    @property
    def stor(self) -> bool:
        """Two levels, an edited concept, strata: more than the three cases of the test suite."""
        return self.sager > 3

    @property
    def foerste(self) -> str:
        return FORSTE_NIVEAU

    def tal(
        self, niveau: str, spoergsmaal: str, ude: Sequence[int] = ()
    ) -> tuple[int, int, int, int]:
        """(k, n, not relevant, cannot be judged) of a question, counted from the answers that were given."""
        givet = [
            s for (n, nr, id_), (_, s) in self.svar.items()
            if n == niveau and id_ == spoergsmaal and nr not in ude
        ]  # fmt: skip
        talt = [TAELLER[s] for s in givet if s in TAELLER]
        uvist = givet.count("uvist")
        return talt.count("overholdt"), len(talt), len(givet) - len(talt) - uvist, uvist

    def alt_i_orden(self, niveau: str) -> tuple[int, int]:
        """Cases without a mangel, of those that were asked."""
        sager = {nr for n, nr, _ in self.svar if n == niveau}
        mangler = {
            nr
            for (n, nr, _), (_, s) in self.svar.items()
            if n == niveau and TAELLER.get(s) == "mangel"
        }
        return len(sager - mangler), len(sager)


def skift(side: Page, navn: str) -> None:
    """Somebody else sits down."""
    side.context.clear_cookies()
    log_ind(side, navn)


def til_runden(side: Page, gang: Gang, fane: str = "") -> None:
    """From the front page to the round, and to one of its pages."""
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name=gang.navn).first.click()
    if fane:
        side.get_by_role("navigation", name="Runden").get_by_role(
            "link", name=fane, exact=True
        ).click(timeout=LANGSOM)


def indsend(side: Page, knap: Locator) -> None:
    """Press a button that keeps something, and wait for the word that it is kept."""
    with side.expect_navigation(timeout=LANGSOM):
        knap.click()
    expect(side.locator(".besked").first).to_be_visible(timeout=LANGSOM)
