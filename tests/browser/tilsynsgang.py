"""An audit walked in a real browser, from the concept to the report, by the people whose work it is.

The same steps walk three cases in `make test` and as many as `OMHU_TILSYN_SAGER` says on demand. What is answered is
written down as it is answered (`Gang.svar`), so that the figures can be counted here, without Omhu, and compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

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


# -- the concept -------------------------------------------------------------------------------------


def ret_koncept(side: Page, gang: Gang) -> None:
    """A level, an answer and a question more."""
    side.goto(f"{side.omhu}/tilsyn/koncepter/")
    side.get_by_role("link", name=KONCEPT).click()
    side.get_by_role("link", name="Ret", exact=True).click()
    _ny_raekke(side, "niveauer", "niveau")
    _udfyld(side, "niveauer", kode="n2", navn=ANDET_NIVEAU, andel="34")
    for rolle in ("JURIST", "EKSTERN_GRANSKER"):
        _sidste(side, "niveauer").locator(f"input[value={rolle}]").check()
    skala = side.locator("section", has=side.get_by_role("heading", name="Svarskalaer"))
    skala.locator("summary", has_text="ja_nej_fravalgt").click()
    felt = skala.get_by_label("Svar", exact=True).last
    felt.fill(f"{felt.input_value().rstrip()}\ndelvis | Delvist | mangel")
    _ny_raekke(side, "spoergsmaal", "spørgsmål")
    _udfyld(
        side,
        "spoergsmaal",
        id=NYT_SPOERGSMAAL,
        tekst="Kan familien se, hvorfor kommunen gør, som den gør?",
    )
    for navn, vaerdi in (("sagstrin", "sagen"), ("skala", "ja_nej_fravalgt")):
        _sidste(side, "spoergsmaal").locator(f"[name$={navn}]").select_option(vaerdi)
    gang.se(side, "koncept-ret")
    side.get_by_label("Hvorfor ændres konceptet?").fill(
        "Familiens syn mangler, og jurist og ekstern læser med."
    )
    side.get_by_role("button", name="Gem som ny udgave").click()
    expect(side.locator("main")).to_contain_text(NYT_SPOERGSMAAL)
    gang.se(side, "koncept-forskelle")


def _ny_raekke(side: Page, sektion: str, en: str) -> None:
    with side.expect_navigation():
        side.get_by_role("button", name=f"Tilføj {en}", exact=True).click()
    if _sidste(side, sektion).get_attribute("open") is None:
        _sidste(side, sektion).locator("summary").click()


def _sidste(side: Page, sektion: str) -> Locator:
    return side.locator(f"section[aria-labelledby=s-{sektion}] details").last


def _udfyld(side: Page, sektion: str, **felter: str) -> None:
    for navn, vaerdi in felter.items():
        _sidste(side, sektion).locator(f"[name$={navn}]").fill(vaerdi)


# -- the round ---------------------------------------------------------------------------------------


def ny_runde(side: Page, gang: Gang, raadgivere: Sequence[str], laesere: Sequence[str]) -> None:
    """Frame, draw, readers of the first level."""
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name="Ny runde").click()
    gang.se(side, "ny-runde")
    side.get_by_label("Koncept").select_option(label=KONCEPT)
    side.get_by_label("Navn").fill(gang.navn)
    side.get_by_label("Læses af to, procent").fill("10" if gang.stor else "0")
    if gang.stor:  # three months of the demo's earlier round, so that the two windows overlap
        foer = date.fromisoformat(side.get_by_label("Periode fra").input_value()) - timedelta(92)
        side.get_by_label("Periode fra").fill(foer.isoformat())
        side.get_by_label("Læses inden").fill((date.today() + timedelta(30)).isoformat())
    side.get_by_text("Flere valg").click()
    for navn in raadgivere:
        side.get_by_label(navn, exact=True).check()
    if gang.stor:
        side.get_by_label("Frø").fill("lotto 4 8 15 16 23 36")
        side.get_by_label("Formål").fill("Tre sager fra hver rådgiver.")
    gang.se(side, "ny-runde-udfyldt")
    side.get_by_role("button", name="Frys rammen").click()
    side.wait_for_url("**/udtraek/")
    expect(side.get_by_role("heading", name=re.compile("Rammen er frosset"))).to_be_visible(
        timeout=LANGSOM
    )
    slags = "Tilfældigt udvalgt i grupper" if gang.stor else "Tilfældigt udvalgt"
    side.get_by_label(slags, exact=True).check()
    if gang.stor:
        side.get_by_label("rådgiver", exact=True).check()
        side.get_by_label("Fra hver gruppe", exact=True).fill("3")
    i_alt = "Sager i alt fra grupperne" if gang.stor else "Sager i alt"
    side.get_by_label(i_alt, exact=True).fill(str(gang.sager))
    with side.expect_navigation():
        side.get_by_role("button", name="Regn igen").click()
    expect(side.locator("main")).to_contain_text(f"Med {gang.sager} sager")
    gang.se(side, "udtraek")
    vaelg_laesere(side, laesere)
    side.get_by_role("button", name="Træk og fordel").click()
    expect(side.locator("main")).to_contain_text(f"0 af {gang.sager} sager læst", timeout=LANGSOM)
    gang.se(side, "runde")


def vaelg_laesere(side: Page, navne: Sequence[str]) -> None:
    """These and no others read."""
    valgte = side.locator("main .runde-mange input[type=checkbox]:checked")
    while valgte.count():
        valgte.first.uncheck()
    for navn in navne:
        for felt in side.locator("main .runde-mange").get_by_label(navn).all():
            felt.check()


def erstat(side: Page, gang: Gang, nr: int, grund: str) -> None:
    """One case is replaced by the next of the draw, with a reason."""
    til_runden(side, gang)
    side.get_by_role("link", name=f"Tag ud: sag nr. {nr}", exact=True).click()
    side.get_by_label("Hvorfor?").fill(grund)
    gang.se(side, "tag-ud")
    indsend(side, side.get_by_role("button", name="Erstat med den næste"))
    gang.se(side, "runde-erstattet")


def inviter_ekstern(side: Page, gang: Gang) -> list[str]:
    """The external reviewer gets the round's cases by name, to a last day."""
    til_runden(side, gang)
    raekker = side.locator("main tbody tr:not(.runde-ude)")
    numre = [
        x for x in raekker.locator("small").all_inner_texts() if SAGSNUMMER.fullmatch(x.strip())
    ]
    assert len(numre) == gang.sager
    side.goto(f"{side.omhu}/tilsyn/granskere/")
    gang.se(side, "granskere")
    side.get_by_role("link", name=EKSTERN).first.click()
    side.get_by_text("Flyt den sidste dag").click()
    side.get_by_label("Ny sidste dag").fill((date.today() + timedelta(45)).isoformat())
    side.get_by_role("button", name="Gem dagen").click()
    side.get_by_label("Sagsnumre").fill("\n".join(numre))
    side.get_by_role("button", name="Sæt på listen").click()
    expect(side.locator("main table")).to_contain_text(numre[-1], timeout=LANGSOM)
    gang.se(side, "gransker")
    return numre


def fordel_andet_niveau(side: Page, gang: Gang) -> None:
    """The second level is dealt out between the lawyer and the external reviewer."""
    til_runden(side, gang)
    side.get_by_role("link", name=re.compile("^Find læsere")).first.click()
    gang.se(side, "laesere")
    vaelg_laesere(side, [JURIST, EKSTERN])
    indsend(side, side.get_by_role("button", name="Fordel sagerne"))
    gang.se(side, "runde-fordelt")


# -- reading -----------------------------------------------------------------------------------------


def lov_tavshed(side: Page, gang: Gang) -> None:
    """The external reviewer promises, once."""
    if side.get_by_role("button", name="Ja, det lover jeg").count():
        gang.se(side, "tavshed")
        side.get_by_role("button", name="Ja, det lover jeg").click()


def laes_alle(side: Page, gang: Gang, niveau: str, hoejst: int = 1000) -> int:
    """Read one's cases of the round to the lock; returns how many."""
    antal = 0
    while antal < hoejst:
        side.goto(f"{side.omhu}/tilsyn/")
        runden = side.locator(".laes-runde", has_text=gang.navn)
        link = runden.get_by_role("link", name=re.compile("^Læs ")) if runden.count() else None
        if link is None or not link.count():
            break
        link.first.click()
        laes_sag(side, gang, niveau, f"{niveau}-{antal}")
        antal += 1
    return antal


def ret_registrering(
    side: Page, gang: Gang, spoergsmaal: str, skridt: str, dag: date
) -> tuple[str, str]:
    """In the next reading: a step was registered on a wrong day and is corrected in the same pass. What the data said
    before and after."""
    side.goto(f"{side.omhu}/tilsyn/")
    runden = side.locator(".laes-runde", has_text=gang.navn)
    runden.get_by_role("link", name=re.compile("^Læs ")).first.click()
    if side.get_by_role("button", name="Begynd").count():
        side.get_by_role("button", name="Begynd").click()
    side.get_by_role("link", name=spoergsmaal).first.click()
    foer = side.locator(".laes-auto").inner_text()
    side.get_by_role("link", name=re.compile(f"^Ret ({skridt})")).first.click()
    side.get_by_label("Dato", exact=True).fill(dag.isoformat())
    side.get_by_label("Hvorfor rettes skridtet?").fill("Dagen stod forkert. Set i tilsynet.")
    gang.se(side, "ret-registrering")
    indsend(side, side.get_by_role("button", name="Gem rettelsen"))
    gang.se(side, "ret-registrering-efter")
    return foer, side.locator(".laes-auto").inner_text()


def laes_sag(side: Page, gang: Gang, niveau: str, billednavn: str) -> None:
    """One case to the lock, by keys: what the data say is confirmed or overruled, the rest is judged."""
    taster = 0
    if side.get_by_role("button", name="Begynd").count():
        gang.se(side, f"begynd-{billednavn}")
        side.get_by_role("button", name="Begynd").press("Enter")
        taster += 1
    side.wait_for_url("**/spoergsmaal/**")
    nr = int(re.search(r"Sag (\d+)", side.locator("h1").inner_text()).group(1))
    for _ in range(FLEST_SPOERGSMAAL):
        if "/meld/" in side.url:
            taster += _alvorligt(side, gang, nr)
        elif "/spoergsmaal/" in side.url:
            gang.se(side, f"spoergsmaal-{billednavn}-{_id(side)}")
            taster += _svar(side, gang, niveau, nr)
        else:
            break
    gang.se(side, f"helhed-{billednavn}")
    if nr % 3 == 0:
        side.get_by_label("Styrker").fill(f"Sag {nr}: barnets egne ord står i planen.")
        side.get_by_label("Opmærksomhedspunkter").fill(f"Sag {nr}: hold øje med skolen.")
    side.get_by_role("button", name="Gem, og se efter").press("Enter")
    side.wait_for_url("**/laas/")
    gang.se(side, f"laas-{billednavn}")
    side.get_by_role("button", name="Lås læsningen").press("Enter")
    expect(side.locator("main")).to_contain_text("Læsningen er låst")
    gang.se(side, f"laast-{billednavn}")
    gang.taster.append(taster + 2)


def _id(side: Page) -> str:
    return side.url.rstrip("/").split("/")[-1]


def _vaelg(gang: Gang, niveau: str, nr: int, id_: str, data: str, koder: Sequence[str]) -> str:
    """What this reader answers: the data's answer, but for every eleventh; by turns where there is none; the second
    level sees some questions another way than the first."""
    tal = nr * 7 + sum(map(ord, id_))
    if data:
        modsat = {"ja": "nej", "nej": "ja"}.get(data, data)
        return modsat if gang.stor and tal % 11 == 0 else data
    kandidater = [k for k in koder if k != "fravalgt"]
    if niveau != gang.foerste and tal % 4 == 0:
        return "nej"
    return (
        (*["ja"] * 5, "nej", "nej", *kandidater)[tal % (7 + len(kandidater))]
        if gang.stor
        else "nej"
    )


def _svar(side: Page, gang: Gang, niveau: str, nr: int) -> int:
    """Answer one question by keys; returns how many. `sekunder`: until the next page."""
    id_, taster = _id(side), 0
    expect(side.locator("#spm")).to_be_focused()
    form = side.locator("#svarform")
    data = form.get_attribute("data-auto") or ""
    koder = [x.get_attribute("value") for x in form.locator("input[name=svar]").all()]
    svar = _vaelg(gang, niveau, nr, id_, data, koder)
    if form.locator("input[name=svar]:checked").count() == 0 or svar != data:
        side.keyboard.press(str(koder.index(svar) + 1))
        taster += 1
    if data and svar != data:
        side.keyboard.press("b")
        side.keyboard.type("Datoen er skrevet ind efter mødet.")
        side.keyboard.press("Escape")
        taster += 2
    if TAELLER.get(svar) == "mangel":
        side.keyboard.press("r")
        side.keyboard.type(f"Skriv det ind i planen ({id_}, sag {nr}).")
        taster += 1
        if nr % 2 or not gang.stor:
            side.keyboard.press("Tab")
            side.keyboard.press("Tab")
            expect(side.get_by_label("Skal rettes i sagen")).to_be_focused()
            side.keyboard.press("Space")
            taster += 3
    foer = side.url
    side.keyboard.press("Control+Enter" if TAELLER.get(svar) == "mangel" else "Enter")
    side.wait_for_url(lambda sti: sti != foer)
    gang.svar[niveau, nr, id_] = (data, svar)
    return taster + 1


def _alvorligt(side: Page, gang: Gang, nr: int) -> int:
    """May it be a serious finding? One is."""
    foer = side.url
    gang.se(side, f"meld-{nr}")
    if gang.stor and not gang.fund:
        gang.fund = nr
        side.get_by_label("Hvad har du set?").fill("Barnet er ikke hørt, og skolen beskriver slag.")
        side.get_by_role("button", name="Ja, meld fundet").press("Enter")
    else:
        side.get_by_role("link", name="Nej, gå videre").press("Enter")
    side.wait_for_url(lambda sti: sti != foer)
    return 1


# -- what comes of it --------------------------------------------------------------------------------


def foelg_fund_op(side: Page, gang: Gang) -> None:
    """The serious finding leads to an underretning on the case, and is closed by it."""
    side.goto(f"{side.omhu}/tilsyn/alvorlige/")
    gang.se(side, "alvorlige")
    side.get_by_role("link", name=re.compile(f"{gang.navn}, sag nr. {gang.fund}$")).click()
    if side.get_by_role("button", name="Jeg følger det op").count():
        side.get_by_role("button", name="Jeg følger det op").click()
    gang.se(side, "fund")
    fundets = side.url
    side.get_by_text("Registrér en underretning på sagen").click()
    gang.se(side, "fund-underretning")
    side.get_by_label("Hvem underretter?").select_option(index=1)
    side.get_by_label("Hvad er der sagt?").fill(
        "Fundet i et ledelsestilsyn: skolen beskriver slag."
    )
    side.get_by_role("checkbox", name="Omsorgssvigt").check()
    side.locator("main [name=overgreb][value=nej]").check()
    side.get_by_role("radio", name="Nej, ikke akut").check()
    side.get_by_role("radio", name="Alvorlig bekymring", exact=True).check()
    side.get_by_label("Hvad gør vi?").select_option(index=1)
    with side.expect_navigation():
        side.get_by_role("button", name="Gem underretningen").click()
    expect(side).to_have_url(re.compile("/underretninger/"))
    side.goto(fundets)
    side.get_by_role("radio", name=re.compile("[Uu]nderretning")).first.check()
    side.get_by_label("Hvad er der gjort?").fill(
        "Underretningen er registreret og vurderet samme dag."
    )
    skridtet = side.get_by_label("Skridtet, det førte til")
    skridtet.select_option(
        skridtet.locator("option", has_text=re.compile("^Underretning,")).first.get_attribute(
            "value"
        )
    )
    side.get_by_role("button", name="Afslut fundet").click()
    expect(side.locator("main")).to_contain_text("Afsluttet")
    gang.se(side, "fund-afsluttet")


def giv_tilbagemelding(side: Page, gang: Gang) -> None:
    """Drafts of all, one mended by hand, all sent."""
    til_runden(side, gang, "Tilbagemeldinger")
    indsend(side, side.get_by_role("button", name=re.compile("^Lav udkast")))
    gang.se(side, "tilbagemeldinger")
    raekker = side.locator("main tbody tr", has_text="Udkast").filter(has_text=RAADGIVER)
    med_rettelse = raekker.filter(has_text=re.compile(r"\d+ af \d+ åbne"))
    med_rettelse.get_by_role("link", name=re.compile("^Udkast")).first.click()
    gang.se(side, "tilbagemelding-udkast")
    for felt in side.locator("main input[type=date]").all():
        if felt.is_visible():
            felt.fill((date.today() + timedelta(days=21)).isoformat())
    side.get_by_label("Det, der er godt").fill("Du har talt med barnet hver gang.")
    indsend(side, side.get_by_role("button", name="Send til rådgiveren"))
    til_runden(side, gang, "Tilbagemeldinger")
    if side.locator("main tbody tr", has_text="Udkast").count():
        indsend(side, side.get_by_role("button", name="Send alle udkast"))
    gang.se(side, "tilbagemeldinger-sendt")


def faa_tilbagemelding(side: Page, gang: Gang) -> None:
    """The caseworker reads the letter, answers, and tells that it is mended."""
    side.goto(f"{side.omhu}/tilsyn/")
    gang.se(side, "raadgiver-tilsyn")
    nye = side.get_by_role("listitem").filter(has_text=re.compile("^Ny"))
    links = nye.get_by_role("link", name=re.compile(gang.navn)).all()
    for sti in [x.get_attribute("href") for x in links]:
        side.goto(f"{side.omhu}{sti}")
        if side.get_by_role("link", name=re.compile("^Meld rettet")).count():
            break
    gang.se(side, "tilsyn-tilbagemelding")
    indsend(side, side.get_by_role("button", name="Jeg har læst den"))
    expect(side.locator("main")).to_contain_text("læst")
    gang.se(side, "tilbagemelding-laest")
    side.get_by_label("Dit svar til lederen").fill("Tak. Jeg skriver det ind i dag.")
    indsend(side, side.get_by_role("button", name="Send svar"))
    side.get_by_role("link", name=re.compile("^Meld rettet")).first.click()
    side.get_by_label(re.compile("^Hvad er gjort")).fill("Formålet er skrevet ind i planen.")
    gang.se(side, "meld-rettet")
    indsend(side, side.get_by_role("button", name=re.compile("^Meld")))


def bekraeft(side: Page, gang: Gang) -> None:
    """The leader looks whether it is mended."""
    side.goto(f"{side.omhu}/tilsyn/rettelser/?vis=venter")
    gang.se(side, "rettelser")
    raekke = side.locator("main tr", has_text=gang.navn)
    raekke.get_by_role("link", name=re.compile("^Se efter og bekræft")).first.click()
    gang.se(side, "bekraeft")
    indsend(side, side.get_by_role("button", name=re.compile("^Bekræft")))


def laer(side: Page, gang: Gang) -> None:
    """Tendencies for the staff meeting, a theme, and what others found."""
    til_runden(side, gang, "Til personalemødet")
    side.get_by_text("Føj et punkt til").click()
    side.get_by_label("Skriv det, som du vil sige det").fill("Vi skriver, hvad børnene siger.")
    side.get_by_role("button", name="Føj til").click()
    expect(side.locator("main")).to_contain_text("Vi skriver, hvad børnene siger.")
    gang.se(side, "personalemoede")
    til_runden(side, gang, "Læringstemaer")
    side.get_by_text("Nyt tema").click()
    side.get_by_label("Tema", exact=True).fill("Formålet i planen")
    side.get_by_label("Hvad gør vi?").fill("Sparring hver tirsdag i otte uger")
    side.get_by_role("button", name="Gem temaet").click()
    expect(side.locator("main")).to_contain_text("Sparring hver tirsdag")
    gang.se(side, "temaer")
    til_runden(side, gang, "Andres resultater")
    side.get_by_label("Hvem har undersøgt det?").fill("Ankestyrelsen")
    side.get_by_label("Overholdt i").fill("5")
    side.get_by_label("ud af (sager").fill("11")
    side.get_by_role("button", name="Gem").last.click()
    expect(side.locator("main")).to_contain_text("5 ud af 11")
    gang.se(side, "andres-resultater")


def luk(side: Page, gang: Gang) -> None:
    til_runden(side, gang)
    side.get_by_role("link", name="Afslut runden").click()
    gang.se(side, "slut")
    side.get_by_role("button", name="Afslut runden").click()
    expect(side.locator("main")).to_contain_text("afsluttet", timeout=LANGSOM)
    gang.se(side, "runde-afsluttet")


# -- the report --------------------------------------------------------------------------------------


def vist_tal(side: Page, gang: Gang, niveau: str = "") -> dict[str, tuple[str, str, str]]:
    """Question -> (kept, not relevant, cannot be judged) as the page of results says it."""
    til_runden(side, gang, "Resultat")
    if niveau:
        side.get_by_label("Læst af").select_option(label=niveau)
        side.get_by_role("button", name="Vis", exact=True).click()
    ud = {}
    for raekke in side.locator("table.resultat tbody tr").all():
        id_ = re.search(r"[A-ZÆØÅ]+-\d+", raekke.locator("small").first.inner_text())[0]
        celler = raekke.locator("td").all_inner_texts()
        ud[id_] = (celler[0], celler[-2], celler[-1])
    return ud


def se_resultater(side: Page, gang: Gang) -> None:
    til_runden(side, gang, "Resultat")
    gang.se(side, "resultat")
    for fane in ("Enheder", "Enighed i tal", "Før og nu", "Over tid", "Alle sager"):
        side.get_by_role("navigation", name="Rundens tal").get_by_role("link", name=fane).click(
            timeout=LANGSOM
        )
        expect(side.locator("nav.faner [aria-current]")).to_have_text(fane, timeout=LANGSOM)
        gang.se(side, f"resultat-{fane}")


def dokumenter(side: Page, gang: Gang) -> dict[str, bytes]:
    """Every file of the round that the page offers; of a small one, one of each form."""
    til_runden(side, gang, "Dokumenter")
    gang.se(side, "tilsyn-dokumenter")
    links = side.locator("main a[href*='/dokument/']").all()
    stier = dict.fromkeys(x.get_attribute("href") for x in links)
    filer = {}
    for sti in stier:
        if gang.stor or sti.endswith(SMAA_FILER):
            svar = side.request.get(f"{side.omhu}{sti}", timeout=LANGSOM)
            assert svar.ok, sti
            assert svar.body()[:2] in (b"PK", b"%P"), sti
            filer[sti] = svar.body()
    return filer
