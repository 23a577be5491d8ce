"""One child's way through every flow, as the one who has the case does it on the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from playwright.sync_api import Locator, expect

from tests.browser.haand import Haand

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass
class Sagsgang:
    """A case under way in the browser. Days are counted back from `i_dag`, the server's own day."""

    h: Haand
    i_dag: date
    navn: str
    loebenr: str
    """Three digits, so that each test has a child of its own."""
    alder: int = 9
    sag: str = ""
    set_: list[str] = field(default_factory=list)

    def dag(self, siden: int) -> str:
        """The day so many days ago, as a date field takes it."""
        return (self.i_dag - timedelta(days=siden)).isoformat()

    @property
    def cpr(self) -> str:
        """A replacement number (day + 60), which belongs to nobody."""
        f = self.i_dag - timedelta(days=int(self.alder * 365.25) + 60)
        return f"{f.day + 60:02}{f:%m%y}4{self.loebenr}"

    def til(self, sti: str) -> None:
        """Open one of the case's pages."""
        self.h.gaa(f"{self.sag}{sti}")

    # -- what the case says of its duties ---------------------------------------------------------

    def frist(self, navn: str) -> Locator:
        """The rows of a duty on the case's front page, open and closed."""
        self.til("")
        self.h.page.locator("details.lukkede").evaluate_all(
            "alle => alle.forEach(d => d.open = true)"
        )
        return self.h.page.locator("section.frister [data-raekke]", has_text=navn)

    def forvent(self, navn: str, status: str) -> None:
        """The newest row of the duty has this status."""
        expect(self.frist(navn).first).to_contain_text(status)

    def uden(self, navn: str) -> None:
        """The law of the day does not know this duty."""
        expect(self.frist(navn)).to_have_count(0)

    # -- intake -----------------------------------------------------------------------------------

    def underretning(self, siden: int, *, udfald: str) -> None:
        h = self.h
        h.gaa("/underretninger/ny/")
        h.skriv("CPR-nummer", self.cpr)
        h.skriv("Navn", self.navn)
        h.skriv("Modtaget", self.dag(siden))
        h.fyld(h.page.locator("[name=modtaget_tid]"), "10:12")
        h.vaelg("Hvem underretter?", "Skole")
        h.prosa(
            "Hvad er der sagt?", "Hun er ofte træt og uden madpakke. Hun fortæller, at far drikker."
        )
        h.valg("Omsorgssvigt", "checkbox")
        h.kryds(h.page.locator("[name=overgreb][value=nej]"))
        h.valg("Nej, ikke akut")
        h.valg("Alvorlig bekymring")
        h.vaelg("Hvad gør vi?", udfald)
        h.fyld(h.page.locator("[name='v-vurderet_dag']"), self.dag(siden))
        h.fyld(h.page.locator("[name='v-vurderet_tid']"), "14:00")
        h.gem("Gem underretningen")
        self.find_sagen()

    def find_sagen(self) -> None:
        """The case that the page just reached belongs to."""
        fundet = re.search(r"(/sager/\d+/)underretninger/", self.h.page.url)
        assert fundet, self.h.page.locator("main").inner_text()[:1500]
        self.sag = fundet[1]

    def tag_sagen(self) -> None:
        self.til("")
        self.h.gem("Tag sagen")
        expect(self.h.page.get_by_role("heading", level=1)).to_have_text(
            "Ny på sagen: læs dette først"
        )

    def kvitter(self) -> None:
        self.til("underretninger/")
        self.h.klik(re.compile("^6|Underretning|[0-9]+\\. "))
        self.h.gem("Registrér kvittering")

    # -- people -----------------------------------------------------------------------------------

    def person(self, art: str, navn: str, *, myndighed: str = "") -> None:
        self.til("personer/ny/")
        self.h.vaelg("Hvem er det for barnet?", art)
        self.h.skriv("Navn", navn)
        if myndighed:
            self.h.vaelg(re.compile("Har personen forældremyndigheden"), myndighed)
        self.h.gem("Tilføj")
        expect(self.h.page.locator("main")).to_contain_text(navn)

    # -- undersøgelse -----------------------------------------------------------------------------

    def undersoegelsesside(self, navn: str) -> None:
        self.til("undersoegelse/")
        self.h.klik(navn)

    def screening(self, siden: int) -> None:
        """Decide a børnefaglig undersøgelse."""
        h = self.h
        self.til("undersoegelse/screening/")
        grund = h.page.locator("[name=bfu_grunde][value=alvorlig]")
        if grund.count():
            h.kryds(grund)
        h.valg("Børnefaglig undersøgelse")
        h.prosa("Hvorfor?", "Hun er ofte alene, og forældrene kan ikke selv ændre det.")
        h.skriv("Besluttet den", self.dag(siden))
        h.gem("Gem beslutningen")

    def plan_for_undersoegelsen(self) -> None:
        h = self.h
        self.undersoegelsesside("Fokus og plan")
        h.prosa("Hvad skal vi finde ud af?", "Hvordan har hun det hjemme, og hvad kan forældrene?")
        for nr, med in enumerate(
            ("valgt", "valgt", "fravalgt", "fravalgt", "fravalgt", "fravalgt"), 1
        ):
            h.kryds(h.page.locator(f"[name='tema.{nr}.valg'][value={med}]"))
            grund = (
                "Skolen og hun selv fortæller om det" if med == "valgt" else "Intet tyder på det"
            )
            h.fyld(h.page.locator(f"[name='tema.{nr}.grund']"), grund)
        h.skriv("Hvad, punkt 1", "Trivsel i klassen")
        h.skriv("Fra hvem, punkt 1", "Skolen")
        h.skriv("Senest, punkt 1", self.dag(-30))
        h.gem("Gem planen")

    def bed_om_udtalelse(self, siden: int, svar: int) -> None:
        self.undersoegelsesside("Fokus og plan")
        self.h.klik(re.compile("^Bed om den"))
        self.h.skriv("Svar senest", self.dag(svar))
        self.h.skriv("Bedt om den", self.dag(siden))
        self.h.gem("Gem anmodningen")

    def udsagn(self, tekst: str, slags: str, siden: int) -> None:
        self.undersoegelsesside("Udsagn")
        self.h.prosa("Udsagn", tekst)
        self.h.vaelg("Slags", slags)
        self.h.vaelg_i(self.h.felt("Hvad handler det om?"), nr=3)
        self.h.skriv("Kilde", "Skolen")
        self.h.skriv("Dato", self.dag(siden))
        self.h.gem("Tilføj udsagn")

    def undersoegelsens_tekst(self, behov: str) -> None:
        h = self.h
        self.undersoegelsesside("Teksten")
        for felt in h.page.locator("main form textarea:visible").all():
            if not felt.input_value():
                h.fyld(felt, "Det har vi set på, og det står her med vores egne ord.")
        for navn in ("trivsel_barn", "trivsel_omsorg", "stoette"):
            h.vaelg_i(h.page.locator(f"[name={navn}]"), nr=2 if navn != "stoette" else 1)
        h.skriv("Behov 1", behov)
        h.gem("Gem teksten")

    def afslut_undersoegelsen(self, siden: int) -> None:
        self.undersoegelsesside("Afslut")
        self.h.skriv("Afsluttet den", self.dag(siden))
        begrundelse = self.h.page.locator("[name=begrundelse]")
        if begrundelse.count():
            self.h.fyld(begrundelse, "Resten kendes fra den løbende kontakt.")
        self.h.gem(re.compile("^Afslut børnefaglig undersøgelse"))

    # -- talk, decision, measures -----------------------------------------------------------------

    def samtale(self, siden: int, *indsatser: str) -> None:
        h = self.h
        self.til(f"samtaler/ny/?indsatser={'+'.join(indsatser)}")
        h.skriv("Dato", self.dag(siden))
        for kode in indsatser:
            kasse = h.page.locator(f"[name=emner][value={kode}]")
            if kasse.count():
                h.kryds(kasse)
            else:
                h.vaelg_i(h.page.locator("[name=emner_anden]"), ord_=kode)
        h.valg("Rådgiveren selv")
        h.prosa("Barnets egne ord", "Jeg vil gerne have, at far holder op.")
        h.prosa(re.compile("^Hvad mener barnet"), "Det er fint, at der kommer en og hjælper.")
        h.gem("Gem samtalen")
        expect(h.page.locator(".besked")).to_be_visible()

    def afgoerelse(self, siden: int, *indsatser: str, plan: str = "ja") -> None:
        """Decide measures; what is missing is looked at first."""
        h = self.h
        self.til("afgoerelser/ny/")
        h.skriv("Afgørelsens dato", self.dag(siden))
        for kode in indsatser:
            h.kryds(h.page.locator(f"[name=indsatser][value={kode}]"))
        h.prosa(re.compile("^Formål"), "At hun har en rolig hverdag og en voksen, der er der.")
        h.skriv(re.compile("^Forventet varighed"), "et år")
        if plan and h.page.locator("[name=plan]").count():
            h.kryds(h.page.locator(f"[name=plan][value={plan}]"))

    def se_hvad_der_mangler(self) -> str:
        """The page's own list of steps that are not there."""
        self.h.gem("Se, hvad der mangler")
        return self.h.page.locator("main").inner_text()

    def traef(self, trods: str) -> None:
        """Fill in what is missing but one thing, and decide without that with a reason."""
        h = self.h
        h.prosa(
            re.compile("^Begrundelse"), "Undersøgelsen viser, at hun har brug for hjælp hver dag."
        )
        h.prosa(re.compile("^De oplysninger"), "Skolens udtalelse og samtalerne med hende.")
        bisidder = h.page.locator("[name=bisidder]")
        h.vaelg_i(bisidder, nr=bisidder.locator("option").count() - 1)
        for kasse in h.page.locator("[name=samtykker]").all():
            h.kryds(kasse)
        h.gem("Se, hvad der mangler")
        h.aabn(h.page.locator("main details", has=h.page.locator("[name^=trods_]")))
        for felt in h.page.locator("[name^=trods_]").all():
            h.fyld(felt, trods)
        h.gem("Træf afgørelsen")

    def ivaerksaet(self, nr: int, siden: int) -> None:
        """Start the measure that waits as number `nr` in the list."""
        self.til("afgoerelser/")
        knapper = self.h.page.locator("main").get_by_role("link", name=re.compile("^Iværksæt"))
        self.h.tryk(knapper.nth(nr))
        self.h.skriv(re.compile("^Dato|^Begyndt|^Iværksat|^Hvornår"), self.dag(siden))
        sted = self.h.page.locator("[name=sted]")
        if sted.count():
            self.h.fyld(sted, "Familiehuset")
        self.h.tryk(self.h.page.locator("main form button[type=submit]").last)
        expect(self.h.page.locator(".besked")).to_be_visible()

    # -- plan, follow-up, visits ------------------------------------------------------------------

    def plan(self, siden: int, maal: str) -> None:
        h = self.h
        self.til("plan/ny/")
        for felt in h.page.locator("main form textarea:visible").all():
            h.fyld(felt, "Hun skal have ro og faste aftaler.")
        h.prosa(re.compile("^Mål BL|^Mål SEL|^Mål$"), maal)
        behov = h.felt("Hvilket behov skal målet dække?")
        if behov.evaluate("e => e.tagName") == "SELECT":
            h.vaelg_i(behov, nr=1)
        h.skriv("Hvad kan I se, når det lykkes?", "Hun er i skole til tiden fire dage om ugen")
        h.skriv("Hvem har opgaven?", "Familiebehandleren")
        h.skriv("Hvornår skal det være nået?", self.dag(-120))
        h.gem("Gem")

    def plan_faerdig(self, siden: int, *indsatser: str) -> None:
        """Finish the plan for all measures that run, or for those named."""
        h = self.h
        self.til("plan/")
        h.klik("Gør planen færdig")
        h.skriv("Hvornår blev planen færdig?", self.dag(siden))
        for kasse in h.page.locator("[name=foranstaltning]").all():
            if not indsatser or kasse.get_attribute("value") in indsatser:
                h.kryds(kasse)
        grund = h.page.locator("main form [name=begrundelse]")
        if grund.count():
            h.fyld(grund, "Forældrene siger deres på mødet i næste uge.")
        h.gem("Gør færdig")

    def giv_planen(self) -> None:
        h = self.h
        self.til("plan/")
        h.klik(re.compile("^Giv planen"))
        h.kryds(h.page.locator("[name=dele]").first)
        h.gem("Gem, at planen er givet")

    def opfoelgning(self, siden: int, naeste: int | None) -> None:
        """Follow up with the goals as they were, and a talk that is written here."""
        h = self.h
        self.til("opfoelgning/ny/")
        h.skriv("Hvornår fulgte I op?", self.dag(siden))
        for kasse in h.page.locator("[name=foranstaltning]").all():
            h.kryds(kasse)
        h.prosa(re.compile("^Hvordan har barnet det nu"), "Hun sover bedre og kommer i skole.")
        h.kryds(h.page.locator("[name=samtale][value=nu]"))
        h.prosa(re.compile("^Hvad siger barnet"), "Det går godt. Jeg savner min hund.")
        h.skriv("Hvornår talte I sammen?", self.dag(siden))
        h.kryds(h.page.locator("[name=tilpas][value=nej]"))
        h.kryds(h.page.locator("[name=mere_undersoegelse][value=nej]"))
        if naeste is not None:
            h.skriv("Hvornår følger I op næste gang?", self.dag(naeste))
            h.prosa(re.compile("^Hvorfor passer den dag"), "Hun begynder i ny klasse efter ferien.")
        h.gem("Gem opfølgningen")

    def tilsyn(self, siden: int) -> None:
        h = self.h
        self.til("tilsyn/ny/")
        h.skriv("Hvornår var du der?", self.dag(siden))
        h.skriv("Hvem var til stede?", "Plejemor")
        h.valg("Ja, uden voksne fra stedet")
        h.prosa(re.compile("^Hvad sagde barnet"), "Jeg har fået mit eget værelse.")
        h.kryds(h.page.locator("[name=bekymring][value=nej]"))
        h.gem("Gem besøget")

    # -- journal ----------------------------------------------------------------------------------

    def notat(self, tekst: str) -> None:
        h = self.h
        self.til("journal/notat/")
        h.vaelg_i(h.felt("Hvad var det?"), nr=1)
        h.skriv("Overskrift", "Samtale med far")
        h.prosa(re.compile("^Notat"), tekst)
        h.gem("Gem notatet")

    def fil(self) -> None:
        h = self.h
        self.til("journal/dokument/")
        h.page.locator("[name=fil]").set_input_files(
            {"name": "udtalelse.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        h.vaelg_i(h.felt("Hvad er det?"), nr=1)
        h.valg("Til os")
        h.skriv(re.compile("^Titel"), "Udtalelse fra skolen")
        h.gem("Læg på sagen")

    def aktindsigt(self) -> None:
        h = self.h
        self.til("journal/aktindsigt/")
        h.kryds(h.page.locator("[name=hvem]").nth(1))
        h.gem("Registrér anmodningen")

    # -- the end ----------------------------------------------------------------------------------

    def ophoer(self, siden: int) -> None:
        """End the first measure that runs."""
        h = self.h
        self.til("afgoerelser/")
        h.klik(re.compile("^Afslut"))
        h.fyld(h.page.locator("main form input[type=date]").first, self.dag(siden))
        for valg in h.page.locator("main form select").all():
            h.vaelg_i(valg, nr=1)
        h.tryk(h.page.locator("main form button[type=submit]").last)
        expect(h.page.locator(".besked")).to_be_visible()

    def luk(self) -> None:
        h = self.h
        self.til("luk/")
        h.vaelg_i(h.felt("Hvorfor lukkes sagen?"), nr=1)
        h.prosa("Begrundelse", "Målene er nået, og familien klarer sig selv.")
        trods = h.page.locator("[name=trods]")
        if trods.count():
            h.fyld(trods, "Kvitteringen blev glemt og kan ikke indhentes.")
        h.gem("Luk sagen")
        expect(h.page.locator("main")).to_contain_text("Lukket")
