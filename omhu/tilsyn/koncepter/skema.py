"""The concept as a form: sections of rows, rows of fields. Described once; shown, read and written back from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from omhu.adgang.rettigheder import Ret, roller_med
from omhu.kerne.heltal import heltal
from omhu.maalinger import hent_koncept, koncepter
from omhu.maalinger.tilsyn.sprog import KONVENTIONER, LOVE, SIKKERHED
from omhu.tilsyn.koncepter.queries import AUTOMATIK
from omhu.tilsyn.models import Udtraek

Slags = Literal["tekst", "lang", "valg", "ja", "flere"]
Valg = Sequence[tuple[str, str]]
Raekke = dict[str, str]
Raekker = dict[str, list[Raekke]]
"""What is typed, by section. Several values are joined by a comma and a blank."""

LAESERE = roller_med(Ret.GRANSKE)
RUNDEN = (
    ("", "Ingen"),
    ("tilbagemelding", "Tilbagemelding givet, med dag for genopretning"),
    ("tilbagemelding_14_dage", "Tilbagemelding senest 14 dage efter læsningen"),
    ("genopretning", "Rettet til den aftalte dag"),
    ("uenighed_auto", "Læser og oplysninger er uenige"),
    ("kappa", "To læsere er enige (kappa)"),
)


@dataclass(frozen=True)
class Felt:
    navn: str
    label: str
    slags: Slags = "tekst"
    valg: Valg = ()
    hint: str = ""
    liste: str = ""
    """Id of the datalist that offers what may be written."""


@dataclass(frozen=True)
class Sektion:
    navn: str
    titel: str
    en: str
    """One of them, for buttons."""
    felter: tuple[Felt, ...]
    hjaelp: str = ""
    fast: bool = False
    """Exactly one row, which cannot be removed."""


def sektioner(raekker: Raekker) -> list[Sektion]:
    """All sections. What may be chosen follows from what is typed: scales, sagstrin."""
    skalaer = [(r["kode"], r["navn"] or r["kode"]) for r in raekker["skalaer"] if r.get("kode")]
    trin = [(r["kode"], r["navn"] or r["kode"]) for r in raekker["sagstrin"] if r.get("kode")]
    return [
        _koncept(),
        NIVEAUER,
        _sagstrin(),
        SKALAER,
        _spoergsmaal(skalaer, trin),
        BLANKETTER,
        _paa_tvaers(),
    ]


def feltnavne() -> dict[str, str]:
    """What the form calls each field of the concept, for telling what an edition changed."""
    tomme: Raekker = {"skalaer": [], "sagstrin": []}
    navne = {f.navn: f.label for s in sektioner(tomme) for f in s.felter}
    return navne | {"hjemmel": "Paragraf", "beregning": "Udregning", "linjer": "Linjer"}


def _koncept() -> Sektion:
    return Sektion(
        "koncept",
        "Konceptet",
        "",
        fast=True,
        felter=(
            Felt("navn", "Navn"),
            Felt("kilde", "Kilde"),
            Felt("sikkerhed", "Hvor sikkert er det?", "valg", list(SIKKERHED.items())),
            Felt("konvention", "Hvad gør et lovligt fravalg?", "valg", list(KONVENTIONER.items())),
            Felt("udvaelgelse", "Hvordan vælges sagerne?", "lang"),
            Felt(
                "udtraek",
                "Slags udtræk",
                "valg",
                [("", "Det siger konceptet ikke"), *((s.lower(), s.label) for s in Udtraek.Slags)],
                "Er valgt på forhånd, når en runde trækkes.",
            ),
            Felt("note", "Det skal man vide", "lang"),
            Felt(
                "begreber",
                "Begreber fra målingen",
                "valg",
                list(koncepter().items()),
                "De navne, som sagstrinnenes betingelser må bruge.",
            ),
            Felt("efterset", "Efterset", hint="Skriv dagen som 2026-11-22."),
        ),
    )


NIVEAUER = Sektion(
    "niveauer",
    "Niveauer",
    "niveau",
    hjaelp="Det øverste læser først. Et senere niveau ser ikke svarene, før det selv har svaret.",
    felter=(
        Felt("kode", "Kode"),
        Felt("navn", "Navn"),
        Felt("roller", "Hvem læser?", "flere", LAESERE),
        Felt("andel", "Andel af sagerne i procent"),
        Felt("dobbelt", "Andel, som to læser hver for sig, i procent"),
        Felt(
            "kun_sagstrin", "Kun disse sagstrin", hint="Koder med komma imellem. Tomt betyder alle."
        ),
    ),
)


def _sagstrin() -> Sektion:
    return Sektion(
        "sagstrin",
        "Sagstrin",
        "sagstrin",
        felter=(
            Felt("kode", "Kode"),
            Felt("navn", "Navn"),
            Felt("vejledning", "Vejledning", "lang"),
            Felt(
                "relevant",
                "Kun for sager, hvor",
                hint="En betingelse fra målingen, fx afgoerelsessag. Tomt betyder alle sager.",
            ),
            Felt("altid", "Spørges også, når sagen er trukket til et andet sagstrin", "ja"),
        ),
    )


SKALAER = Sektion(
    "skalaer",
    "Svarskalaer",
    "skala",
    felter=(
        Felt("kode", "Kode"),
        Felt("navn", "Navn"),
        Felt(
            "svar",
            "Svar",
            "lang",
            hint="Ét svar pr. linje: kode | navn | overholdt, mangel eller taeller_ikke.",
        ),
        Felt("ikke_relevant", "Må besvares »ikke relevant«", "ja"),
        Felt("fravalgt", "Må besvares »lovligt fravalgt«", "ja"),
        Felt("flervalg", "Flere svar på én gang", "ja"),
    ),
)
BEREGNING = (
    Felt(
        "maaling",
        "Udregnes af rækken",
        liste="raekker",
        hint="Måling og række, fx taskforce:T1-06.",
    ),
    Felt(
        "regler",
        "Eller af pligterne",
        liste="regler",
        hint="Reglernes navne med komma imellem, fx opfoelgning-3mdr.",
    ),
    Felt(
        "i_vinduet",
        "Pligter, hvor",
        "valg",
        (("frist", "fristen ligger i perioden"), ("udloest", "pligten opstår i perioden")),
    ),
    Felt("automatik", "Hvem svarer?", "valg", list(AUTOMATIK.items())[::-1]),
    Felt("sikkerhed", "Hvor sikkert er spørgsmålet?", "valg", list(SIKKERHED.items())),
    Felt("bemaerk", "Bemærk", "lang"),
)


def _spoergsmaal(skalaer: Valg, trin: Valg) -> Sektion:
    return Sektion(
        "spoergsmaal",
        "Spørgsmål",
        "spørgsmål",
        felter=(
            Felt("id", "Id"),
            Felt("sagstrin", "Sagstrin", "valg", trin),
            Felt("tekst", "Spørgsmål", "lang"),
            Felt("vejledning", "Vejledning", "lang"),
            Felt("skala", "Svarskala", "valg", skalaer),
            *(Felt(f"hjemmel.{kode}", f"Paragraf: {navn}") for kode, navn in LOVE.items()),
            Felt("relevans", "Hvilke sager angår det?", hint="Nævneren i ord."),
            *BEREGNING,
            Felt(
                "skriver",
                "Svaret bliver en vurdering med temaet",
                hint="Fx inddragelse_barn. Målingerne læser den. OPMAERKSOMHEDSPUNKT: hver mangel bliver et punkt.",
            ),
            Felt("alvor", "En mangel her kan være et alvorligt fund", "ja"),
            Felt(
                "fortroligt",
                "Kun de, der følger alvorlige fund op, må se, hvilke sager det er",
                "ja",
            ),
            Felt(
                "niveauer", "Kun disse niveauer", hint="Koder med komma imellem. Tomt betyder alle."
            ),
        ),
    )


BLANKETTER = Sektion(
    "blanketter",
    "Tekster om sagen",
    "tekst",
    felter=(
        Felt("kode", "Kode"),
        Felt("navn", "Navn"),
        Felt("vejledning", "Vejledning", "lang"),
        Felt("fra_linjer", "Mindst så mange linjer"),
        Felt("til_linjer", "Højst så mange linjer"),
        Felt("valgfri", "Må udelades", "ja"),
    ),
)


def _paa_tvaers() -> Sektion:
    return Sektion(
        "paa_tvaers",
        "Spørgsmål på tværs af sagerne",
        "spørgsmål på tværs",
        hjaelp="Besvares med tal eller en samtale, ikke sag for sag.",
        felter=(
            Felt("id", "Id"),
            Felt("gruppe", "Emne"),
            Felt("tekst", "Spørgsmål", "lang"),
            Felt(
                "om",
                "Handler om",
                "valg",
                (("alle_sager", "Alle sager"), ("runden", "Runden selv")),
            ),
            Felt("relevans", "Hvilke sager angår det?"),
            Felt("runden", "Eller af rundens egne oplysninger", "valg", RUNDEN),
            *BEREGNING,
        ),
    )


def maalingsraekker() -> list[tuple[str, str]]:
    """Every row of every measure that can answer a question, with its words."""
    fundne = []
    for navn in koncepter():
        for r in hent_koncept(navn).raekker:
            if r.taelles != "antal" and not r.udfold:
                fundne.append((f"{navn}:{r.id}", next(iter(r.lov.values())).tekst))
    return fundne


def fra_post(post: Mapping[str, list[str]]) -> Raekker:
    """The rows as typed, in the order of the form. Names are `sektion.nr.felt`."""
    fundne: dict[str, dict[int, Raekke]] = {n: {} for n in NAVNE}
    for noegle, vaerdier in post.items():
        sektion, _, rest = noegle.partition(".")
        nr, _, felt = rest.partition(".")
        plads = heltal(nr)
        if sektion in fundne and plads is not None and felt:
            fundne[sektion].setdefault(plads, {})[felt] = ", ".join(
                v.replace("\r\n", "\n") for v in vaerdier if v
            )
    raekker = {n: [r for _, r in sorted(x.items())] for n, x in fundne.items()}
    raekker["koncept"] = raekker["koncept"][:1] or [{}]
    return raekker


NAVNE = ("koncept", "niveauer", "sagstrin", "skalaer", "spoergsmaal", "blanketter", "paa_tvaers")


def aendr(raekker: Raekker, knap: str, hvad: str) -> tuple[str, int] | None:
    """Carry out a button of the form: add, remove, move. The row to show open; None when nothing was to be done."""
    sektion, _, tekst = hvad.partition(".")
    if sektion not in NAVNE[1:]:
        return None
    liste = raekker[sektion]
    if knap == "tilfoej":
        liste.append({})
        return sektion, len(liste) - 1
    nr = heltal(tekst)
    if nr is None or nr >= len(liste):
        return None
    if knap == "fjern":
        del liste[nr]
        return sektion, min(nr, len(liste) - 1)
    til = nr - 1 if knap == "op" else nr + 1
    if 0 <= til < len(liste):
        liste[nr], liste[til] = liste[til], liste[nr]
        return sektion, til
    return sektion, nr
