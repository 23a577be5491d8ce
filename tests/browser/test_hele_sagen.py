"""One child through every flow in a real browser, under Barnets Lov and Serviceloven, and the duties at each step."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils.timezone import localdate

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand, Tastatur
from tests.browser.sagsgang import Sagsgang

METTE = "Mette Kjær"
TELEFON = 390
BEHOV = "En voksen, der er der hver dag"
MAAL = "Hun er i skole til tiden"
SIDER = (
    "", "tidslinje/", "bekymring/", "underretninger/", "undersoegelse/", "undersoegelse/screening/", "samtaler/",
    "samtaler/ny/", "samtaler/aftal/", "samtaler/fravaelg/", "afgoerelser/", "afgoerelser/ny/", "plan/", "plan/ny/",
    "opfoelgning/", "opfoelgning/ny/", "tilsyn/ny/", "journal/", "journal/notat/", "journal/dokument/",
    "journal/aktindsigt/", "personer/", "personer/ny/", "personer/barnet/", "luk/", "ny-paa-sagen/", "registrer/",
)  # fmt: skip


def ny_sag(side, i_dag: date, navn: str, nr: str) -> Sagsgang:
    side.on("dialog", lambda d: d.accept())
    return Sagsgang(Haand(side), i_dag, navn, nr)


def faelles_begyndelse(s: Sagsgang, udfald: str) -> None:
    """From the underretning to the end of the undersøgelse; the same pages under both laws."""
    s.underretning(120, udfald=udfald)
    s.tag_sagen()
    s.forvent("Vurdering af underretning inden 24 timer", "Overholdt")
    s.forvent("Kvittering til underretter", "Overskredet")
    s.person("Mor", "Lis Bæk", myndighed="Ja, fælles")
    s.person("Far", "Jan Bæk", myndighed="Ja, fælles")
    s.screening(118)
    s.forvent("Børnefaglig undersøgelse inden 4 måneder", "Om ")
    s.plan_for_undersoegelsen()
    s.bed_om_udtalelse(117, 100)
    s.forvent("Udtalelse, vi har bedt om", "Overskredet")
    s.udsagn("Hun er glad i frikvarteret", "Ressource", 101)
    s.udsagn("Hun falder i søvn i timerne", "Bekymring", 101)
    s.samtale(60)
    s.undersoegelsens_tekst(BEHOV)
    s.afslut_undersoegelsen(25)
    s.forvent("Børnefaglig undersøgelse inden 4 måneder", "Overholdt")


def faelles_slutning(s: Sagsgang, *, planen_givet: str) -> None:
    """Hand-over, visits, journal and closing; the same pages under both laws."""
    s.giv_planen()
    s.forvent("Plan givet til anbringelsesstedet", planen_givet)
    s.tilsyn(1)
    s.notat("Far ringede og fortalte, at han er holdt op med at drikke.")
    s.fil()
    s.aktindsigt()
    s.forvent("Aktindsigt inden 7 arbejdsdage", "○")
    s.ophoer(0)
    s.ophoer(0)
    s.luk()


def barnets_lov(s: Sagsgang) -> None:
    """Decision, plan and follow-up under Barnets Lov."""
    s.samtale(22, "familiebehandling", "anbringelse")
    s.afgoerelse(20, "familiebehandling", "anbringelse")
    mangler = s.se_hvad_der_mangler()
    assert "Mangler Partshøring" in re.sub(r"\s+", " ", mangler)
    assert "Samtykke fra Lis Bæk" in mangler
    s.traef("Forældrene har læst undersøgelsen og er enige.")
    s.forvent("Børnesamtale før afgørelse", "Overholdt")
    s.forvent("Børnefaglig undersøgelse før anbringelse", "Overholdt")
    s.uden("Handleplan før afgørelse")
    s.ivaerksaet(0, 18)
    s.ivaerksaet(0, 18)
    s.forvent("Barnets plan inden 3 måneder", "○")
    s.plan(10, MAAL)
    s.plan_faerdig(10)
    s.forvent("Barnets plan inden 3 måneder", "Overholdt")
    s.opfoelgning(2, -90)
    s.forvent("Første opfølgning", "Overholdt")
    s.forvent("Opfølgning på den aftalte dag", "○")
    s.uden("Opfølgning hver 6. måned")


def test_one_child_under_barnets_lov(side, axe):
    s = ny_sag(side, localdate(), "Alma Bæk", "101")
    log_ind(side, METTE)
    faelles_begyndelse(s, "Screening og eventuelt afdækning")
    barnets_lov(s)
    assert {sti: fund for sti in SIDER if (fund := _axe(s, sti, axe))} == {}
    side.set_viewport_size({"width": TELEFON, "height": 800})
    assert {sti: bred for sti in SIDER if (bred := _bredde(s, sti)) > TELEFON} == {}
    side.set_viewport_size({"width": 1366, "height": 768})
    faelles_slutning(s, planen_givet="Overholdt")


def test_one_child_by_keyboard_alone(side):
    """No mouse: Tab, arrows, Space and Enter, from the underretning to the closing."""
    side.on("dialog", lambda d: d.accept())
    s = Sagsgang(Tastatur(side), localdate(), "Tea Bæk", "105")
    log_ind(side, METTE)
    faelles_begyndelse(s, "Screening og eventuelt afdækning")
    barnets_lov(s)
    faelles_slutning(s, planen_givet="Overholdt")


def _bredde(s: Sagsgang, sti: str) -> int:
    """How wide a page is that must not be moved sideways."""
    s.til(sti)
    return s.h.page.evaluate("document.documentElement.scrollWidth")


def _axe(s: Sagsgang, sti: str, axe) -> list:
    s.til(sti)
    return axe(s.h.page)


@pytest.fixture
def side_2022(page, server_2022):
    """A page of the server that lives in 2022."""
    page.omhu = server_2022
    return page


def test_one_child_under_serviceloven(side_2022, axe):
    s = ny_sag(side_2022, date(2022, 12, 19), "Alma Bæk", "102")
    log_ind(side_2022, METTE)
    faelles_begyndelse(s, "Børnefaglig undersøgelse")
    s.plan(24, MAAL)
    s.plan_faerdig(24, "familiebehandling", "anbringelse")
    s.samtale(22, "familiebehandling", "anbringelse")
    s.afgoerelse(20, "familiebehandling", "anbringelse", plan="")
    s.se_hvad_der_mangler()
    s.traef("Forældrene har læst undersøgelsen og er enige.")
    s.forvent("Børnesamtale før afgørelse", "Overholdt")
    s.forvent("Børnefaglig undersøgelse før afgørelse", "Overholdt")
    s.forvent("Handleplan før afgørelse", "Overholdt")
    s.uden("Barnets plan inden 3 måneder")
    s.ivaerksaet(0, 18)
    s.ivaerksaet(0, 18)
    s.opfoelgning(2, None)
    s.forvent("Opfølgning hver 6. måned", "○")
    s.uden("Opfølgning på den aftalte dag")
    assert {sti: fund for sti in SIDER if (fund := _axe(s, sti, axe))} == {}
    # The plan lay before the decision, so the 14 days run from the placement 18 days ago.
    faelles_slutning(s, planen_givet="Sket 4 dage for sent")
