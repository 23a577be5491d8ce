"""The hand of a rådgiver on a page: what it does is counted, so that saving time can be told by numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Taelling:
    """One act: clicks, fields filled in, pages loaded. `prosa` fields are free text beyond a name or a number."""

    handling: str
    klik: int = 0
    felter: int = 0
    prosa: int = 0
    sider: int = 0

    @property
    def uden_prosa(self) -> int:
        """Interactions, but for the texts that are the work itself."""
        return self.klik + self.felter + self.sider


class Haand:
    """Acts on a page by role and label, as a person who reads it does, and counts while an act is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.nu: Taelling | None = None
        page.on("load", lambda _: self._tael("sider"))

    def _tael(self, hvad: str) -> None:
        if self.nu is not None:
            setattr(self.nu, hvad, getattr(self.nu, hvad) + 1)

    @contextmanager
    def handling(self, navn: str) -> Iterator[Taelling]:
        """Count what is done within as one act; loads that are under way when it begins are not its own."""
        self.page.wait_for_load_state("load")
        self.nu = taelling = Taelling(navn)
        try:
            yield taelling
            self.page.wait_for_load_state("load")
        finally:
            self.nu = None

    # -- the four things a hand does; `Tastatur` does them otherwise ------------------------------

    def tryk(self, maal: Locator) -> None:
        """Follow a link or press a button."""
        maal.click()

    def kryds(self, maal: Locator) -> None:
        """Tick a box or choose a radio button."""
        maal.check()

    def fyld(self, maal: Locator, tekst: str) -> None:
        """Type into a field; what was there goes."""
        maal.fill(tekst)

    def vaelg_i(self, maal: Locator, *, nr: int | None = None, ord_: str | None = None) -> None:
        """Choose a line of a list by place, by words or by value."""
        maal.select_option(index=nr) if nr is not None else maal.select_option(ord_)

    def aabn(self, maal: Locator) -> None:
        """Unfold what is folded."""
        maal.evaluate_all("alle => alle.forEach(d => d.open = true)")

    # -- by role and label, counted ---------------------------------------------------------------

    def find(
        self, rolle: str, navn: str | re.Pattern[str], *, inden: Locator | None = None
    ) -> Locator:
        """The first visible thing of a role and a name; a name in words must be the whole name."""
        rod = inden or self.page.locator("main")
        return rod.get_by_role(rolle, name=navn, exact=isinstance(navn, str)).first

    def klik(
        self, navn: str | re.Pattern[str], rolle: str = "link", *, inden: Locator | None = None
    ) -> None:
        """Click a link (or another role)."""
        self.tryk(self.find(rolle, navn, inden=inden))
        self._tael("klik")

    def knap(self, navn: str | re.Pattern[str], *, inden: Locator | None = None) -> None:
        """Press a button."""
        self.klik(navn, "button", inden=inden)

    def gem(self, navn: str | re.Pattern[str]) -> None:
        """Send the form with one of its buttons, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.knap(navn)

    def valg(
        self, navn: str | re.Pattern[str], rolle: str = "radio", *, inden: Locator | None = None
    ) -> None:
        """Choose a radio button or tick a box."""
        self.kryds(self.find(rolle, navn, inden=inden))
        self._tael("klik")

    def felt(self, label: str | re.Pattern[str]) -> Locator:
        """A field by its label."""
        felter = self.page.locator("main").locator("input, select, textarea")
        return felter.and_(self.page.get_by_label(label)).first

    def skriv(self, label: str | re.Pattern[str], tekst: str) -> None:
        """Type into a field: a name, a day, a number."""
        self.fyld(self.felt(label), tekst)
        self._tael("felter")

    def prosa(self, label: str | re.Pattern[str], tekst: str) -> None:
        """Write a text of one's own."""
        self.fyld(self.felt(label), tekst)
        self._tael("prosa")

    def prosa_i(self, felt: Locator, tekst: str) -> None:
        """The same in a field that is at hand."""
        self.fyld(felt, tekst)
        self._tael("prosa")

    def valg_af(self, navn: str, vaerdi: str) -> None:
        """Choose one of a group of radio buttons whose words stand elsewhere too."""
        self.kryds(self.page.locator(f"main [name={navn}][value={vaerdi}]"))
        self._tael("klik")

    def vaelg(self, label: str | re.Pattern[str], ord_: str) -> None:
        """Choose from a list."""
        self.vaelg_i(self.felt(label), ord_=ord_)
        self._tael("felter")

    def vaelg_nr(self, label: str | re.Pattern[str], nr: int) -> None:
        """Choose a line of a list by its place."""
        self.vaelg_i(self.felt(label), nr=nr)
        self._tael("felter")

    def gaa(self, sti: str) -> None:
        """Go to an address; where an act begins, not a part of it."""
        self.page.goto(f"{self.page.omhu}{sti}")


class Tastatur(Haand):
    """The same without a mouse: Tab to the thing, then the key that a keyboard user presses."""

    def _hen_til(self, maal: Locator) -> None:
        """Move the focus by Tab, forwards or backwards, until it is there."""
        maal.wait_for(state="visible")
        for _ in range(600):
            foran = maal.evaluate(HVOR)
            if foran == 0:
                return
            self.page.keyboard.press("Tab" if foran > 0 else "Shift+Tab")
        raise AssertionError(f"Tab naaede ikke {maal}")

    def tryk(self, maal: Locator) -> None:
        self._hen_til(maal)
        self.page.keyboard.press("Enter")

    def kryds(self, maal: Locator) -> None:
        if maal.get_attribute("type") == "radio":
            self._vaelg_radio(maal)
        elif not maal.is_checked():
            self._hen_til(maal)
            self.page.keyboard.press("Space")

    def _vaelg_radio(self, maal: Locator) -> None:
        """Tab leads to the group, the arrows within it."""
        maal.wait_for(state="visible")
        for _ in range(600):
            stand = maal.evaluate(RADIO)
            if stand == "her":
                break
            self.page.keyboard.press(
                {"i gruppen": "ArrowDown", "foran": "Tab"}.get(stand, "Shift+Tab")
            )
        if not maal.is_checked():
            self.page.keyboard.press("Space")

    def fyld(self, maal: Locator, tekst: str) -> None:
        self._hen_til(maal)
        if maal.get_attribute("type") == "date":
            self._dato(maal, tekst)
        elif maal.get_attribute("type") == "time":
            self._tid(maal, tekst)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(tekst)

    def _dato(self, maal: Locator, tekst: str) -> None:
        aar, maaned, dag = tekst.split("-")
        self._tast(maal, tekst, f"{dag}{maaned}{aar}", f"{maaned}{dag}{aar}")

    def _tid(self, maal: Locator, tekst: str) -> None:
        time, minut = tekst.split(":")
        om_tolv = (int(time) - 1) % 12 + 1
        halvdag = "am" if int(time) < 12 else "pm"
        self._tast(maal, tekst, f"{time}{minut}", f"{om_tolv:02}{minut}{halvdag[0]}")

    def _tast(self, maal: Locator, tekst: str, *maader: str) -> None:
        """Type keys into a field of parts, until it holds `tekst`: which way depends on the browser's language."""
        for taster in maader:
            self._til_begyndelsen()
            self.page.keyboard.type(taster)
            if maal.input_value() == tekst:
                return
        raise AssertionError(f"feltet blev {maal.input_value()}, ikke {tekst}")

    def _til_begyndelsen(self) -> None:
        for _ in range(4):
            self.page.keyboard.press("ArrowLeft")

    def vaelg_i(self, maal: Locator, *, nr: int | None = None, ord_: str | None = None) -> None:
        self._hen_til(maal)
        plads = maal.evaluate(PLADS, ord_) if nr is None else nr
        self.page.keyboard.press("Home")
        for _ in range(plads):
            self.page.keyboard.press("ArrowDown")

    def aabn(self, maal: Locator) -> None:
        for foldet in maal.all():
            if foldet.get_attribute("open") is None:
                self.tryk(foldet.locator("summary").first)


HVOR = """e => {
  const a = document.activeElement;
  if (a === e) return 0;
  if (!a || a === document.body) return 1;
  return a.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1;
}"""
"""0: the focus is there; 1: it lies ahead; -1: behind."""
RADIO = """e => {
  const a = document.activeElement;
  if (a === e) return 'her';
  if (a && a.name === e.name && a.type === 'radio' && a.form === e.form) return 'i gruppen';
  if (!a || a === document.body) return 'foran';
  return a.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING ? 'foran' : 'bag';
}"""
PLADS = """(e, ord) => Array.from(e.options).filter(o => !o.disabled)
  .findIndex(o => o.text.trim() === ord || o.value === ord)"""
"""The place of a line in a list by its words or value."""
