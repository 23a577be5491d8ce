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

    def find(
        self, rolle: str, navn: str | re.Pattern[str], *, inden: Locator | None = None
    ) -> Locator:
        """The first visible thing of a role and a name; a name in words must be the whole name."""
        rod = inden or self.page.locator("main")
        return rod.get_by_role(rolle, name=navn, exact=isinstance(navn, str)).first  # type: ignore[arg-type]

    def klik(
        self, navn: str | re.Pattern[str], rolle: str = "link", *, inden: Locator | None = None
    ) -> None:
        """Click a link (or another role)."""
        self.find(rolle, navn, inden=inden).click()
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
        self.find(rolle, navn, inden=inden).check()
        self._tael("klik")

    def felt(self, label: str | re.Pattern[str]) -> Locator:
        """A field by its label."""
        felter = self.page.locator("main").locator("input, select, textarea")
        return felter.and_(self.page.get_by_label(label)).first

    def skriv(self, label: str | re.Pattern[str], tekst: str) -> None:
        """Type into a field: a name, a day, a number."""
        self.felt(label).fill(tekst)
        self._tael("felter")

    def prosa(self, label: str | re.Pattern[str], tekst: str) -> None:
        """Write a text of one's own."""
        self.felt(label).fill(tekst)
        self._tael("prosa")

    def prosa_i(self, felt: Locator, tekst: str) -> None:
        """The same in a field that is at hand."""
        felt.fill(tekst)
        self._tael("prosa")

    def valg_af(self, navn: str, vaerdi: str) -> None:
        """Choose one of a group of radio buttons whose words stand elsewhere too."""
        self.page.locator(f"main [name={navn}][value={vaerdi}]").check()
        self._tael("klik")

    def vaelg(self, label: str | re.Pattern[str], ord_: str) -> None:
        """Choose from a list."""
        self.felt(label).select_option(label=ord_)
        self._tael("felter")

    def vaelg_nr(self, label: str | re.Pattern[str], nr: int) -> None:
        """Choose a line of a list by its place."""
        self.felt(label).select_option(index=nr)
        self._tael("felter")

    def gaa(self, sti: str) -> None:
        """Go to an address; where an act begins, not a part of it."""
        self.page.goto(f"{self.page.omhu}{sti}")  # type: ignore[attr-defined]
