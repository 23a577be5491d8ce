"""How much a rådgiver has to do for the ten commonest acts: counted in a real browser, kept in docs/interaktioner.md.

OMHU_BILLEDER=1 writes the table anew, together with the pictures of the guide.
"""

from __future__ import annotations

import re

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import NYE_BILLEDER, ROD, log_ind
from tests.browser.haand import Haand, Taelling
from tests.browser.sagsgang import Sagsgang
from tests.browser.test_hele_sagen import BEHOV, MAAL, METTE

SIDE = ROD / "docs" / "interaktioner.md"
HOEJST = 12
"""Without prose: what is known is prefilled, and what is not asked for is not asked for."""
HOVED = """# Interaktioner

Hvor meget skal en rådgiver gøre for de ti almindeligste handlinger? Prøverne tæller det i en rigtig browser
(`tests/browser/test_interaktioner.py`) og skriver tabellen.

- Et klik er et klik på et link, en knap eller en kasse.
- Et felt er et felt, man skriver eller vælger i.
- Prosa er et felt, hvor man skriver med egne ord.
- En side er en side, der hentes.

Målet er højst {hoejst} uden prosa. Hver handling begynder på skrivebordet, på sagens forside eller ved underretningen.

| Handling | Klik | Felter | Sider | I alt uden prosa | Prosa |
|---|---|---|---|---|---|
"""


def side_tekst(taellinger: list[Taelling]) -> str:
    """The page of the documentation."""
    raekker = [
        f"| {t.handling} | {t.klik} | {t.felter} | {t.sider} | {t.uden_prosa} | {t.prosa} |"
        for t in taellinger
    ]
    return HOVED.format(hoejst=HOEJST) + "\n".join(raekker) + "\n"


def test_the_ten_commonest_acts_ask_little(side):
    side.on("dialog", lambda d: d.accept())
    log_ind(side, METTE)
    h = Haand(side)
    s = Sagsgang(h, localdate(), "Silke Bæk", "103")
    taellinger = [
        _underretning(s),
        _ny_sag(s),
        _udtalelse(s),
        _samtale(s),
        _indsats(s),
        _giv_planen(s),
        _opfoelgning(s),
        _tilsyn(s),
        _notat(s),
        _ingen_handling(s),
    ]
    assert {t.handling: t.uden_prosa for t in taellinger if t.uden_prosa > HOEJST} == {}
    if NYE_BILLEDER:
        SIDE.write_text(side_tekst(taellinger), encoding="utf-8")
    assert SIDE.read_text(encoding="utf-8") == side_tekst(taellinger)


def _underretning(s: Sagsgang) -> Taelling:
    h = s.h
    h.gaa("/")
    with h.handling("Registrér en underretning med vurdering") as t:
        h.klik("Ny underretning")
        h.skriv("CPR-nummer", s.cpr)
        h.skriv("Navn", s.navn)
        h.vaelg("Hvem underretter?", "Skole")
        h.prosa("Hvad er der sagt?", "Hun er ofte træt og uden madpakke.")
        h.valg("Omsorgssvigt", "checkbox")
        h.valg_af("overgreb", "nej")
        h.valg("Nej, ikke akut")
        h.valg("Alvorlig bekymring")
        h.vaelg("Hvad gør vi?", "Børnefaglig undersøgelse")
        h.gem("Gem underretningen")
    s.find_sagen()
    return t


def _ny_sag(s: Sagsgang) -> Taelling:
    s.til("")
    with s.h.handling("Overtag en ny sag") as t:
        s.h.gem("Tag sagen")
    return t


def _udtalelse(s: Sagsgang) -> Taelling:
    s.screening(0)
    s.plan_for_undersoegelsen()
    s.til("")
    with s.h.handling("Bed om en udtalelse") as t:
        s.h.klik("Undersøgelse")
        s.h.klik("Fokus og plan")
        s.h.klik(re.compile("^Bed om den"))
        s.h.gem("Gem anmodningen")
    s.undersoegelsens_tekst(BEHOV)
    s.afslut_undersoegelsen(0)
    return t


def _samtale(s: Sagsgang) -> Taelling:
    h = s.h
    s.til("")
    with h.handling("Aftal en børnesamtale, og registrér den") as t:
        h.klik("Samtaler")
        h.klik("Aftal samtale")
        h.skriv("Dato", s.dag(0))
        h.gem("Aftal")
        h.klik(re.compile("^Hold|^Registrér"))
        h.prosa("Barnets egne ord", "Jeg vil gerne have hjælp.")
        h.gem("Gem samtalen")
    return t


def _indsats(s: Sagsgang) -> Taelling:
    h = s.h
    s.person("Mor", "Lis Bæk", myndighed="Ja, alene")
    s.til("")
    with h.handling("Beslut en indsats") as t:
        h.klik("Afgørelser")
        h.klik("Ny afgørelse")
        h.valg(re.compile("^Familiebehandling"), "checkbox")
        h.prosa(re.compile("^Formål"), "At hun har en rolig hverdag.")
        h.skriv(re.compile("^Forventet varighed"), "et år")
        h.valg_af("plan", "ja")
        h.vaelg_nr(re.compile("^Bygger afgørelsen på oplysninger"), 1)
        h.vaelg_nr(re.compile("^Har barnet og forældrene fået at vide"), 1)
        h.valg("Lis Bæk", "checkbox")
        h.prosa(re.compile("^Begrundelse"), "Undersøgelsen viser, at hun har brug for hjælp.")
        h.prosa(re.compile("^De oplysninger"), "Skolens udtalelse og samtalen med hende.")
        h.gem("Træf afgørelsen")
    expect(h.page).to_have_url(re.compile("afgoerelser/$"))
    return t


def _giv_planen(s: Sagsgang) -> Taelling:
    s.samtale(0, "anbringelse")
    s.afgoerelse(0, "anbringelse")
    s.traef("Forældrene har læst undersøgelsen.")
    s.ivaerksaet(0, 0)
    s.ivaerksaet(0, 0)
    s.plan(0, MAAL)
    s.plan_faerdig(0)
    s.til("")
    with s.h.handling("Giv planen til anbringelsesstedet") as t:
        s.h.klik("Plan og mål")
        s.h.klik(re.compile("^Giv planen"))
        if not s.h.page.locator("[name=dele]:checked").count():
            s.h.page.locator("[name=dele]").first.check()
            t.klik += 1
        s.h.gem("Gem, at planen er givet")
    return t


def _opfoelgning(s: Sagsgang) -> Taelling:
    h = s.h
    s.til("")
    with h.handling("Følg op, når målene er uændrede") as t:
        h.klik("Opfølgning")
        h.klik("Følg op")
        h.prosa(re.compile("^Hvordan har barnet det nu"), "Hun sover bedre.")
        h.valg_af("samtale", "foer")
        h.valg_af("tilpas", "nej")
        h.valg_af("mere_undersoegelse", "nej")
        h.skriv("Hvornår følger I op næste gang?", s.dag(-90))
        h.prosa(re.compile("^Hvorfor passer den dag"), "Hun begynder i ny klasse.")
        h.gem("Gem opfølgningen")
    return t


def _tilsyn(s: Sagsgang) -> Taelling:
    h = s.h
    s.til("")
    with h.handling("Registrér et tilsynsbesøg") as t:
        h.klik("Opfølgning")
        h.klik(re.compile("besøg"))
        h.skriv("Hvem var til stede?", "Plejemor")
        h.valg("Ja, uden voksne fra stedet")
        h.prosa(re.compile("^Hvad sagde barnet"), "Jeg har fået mit eget værelse.")
        h.valg_af("bekymring", "nej")
        h.gem("Gem besøget")
    return t


def _notat(s: Sagsgang) -> Taelling:
    h = s.h
    s.til("")
    with h.handling("Skriv et notat") as t:
        h.klik("Skriv notat")
        h.vaelg_nr("Hvad var det?", 1)
        h.skriv("Overskrift", "Samtale med far")
        h.prosa(re.compile("^Notat"), "Far ringede.")
        h.gem("Gem notatet")
    return t


def _ingen_handling(s: Sagsgang) -> Taelling:
    h = s.h
    ny = Sagsgang(h, s.i_dag, "Laust Bæk", "104")
    ny.underretning(1, udfald="Screening og eventuelt afdækning")
    with h.handling("Afslut en vurdering uden handling") as t:
        h.klik("Ingen yderligere handling")
        h.prosa(re.compile("Hvorfor|Begrundelse"), "Skolen og forældrene har løst det sammen.")
        h.gem(re.compile("^Afslut|^Gem"))
    return t
