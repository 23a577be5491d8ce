"""What kind of values a column holds. One pattern is found per column and used for all its rows, so that
`310299` never becomes a date by luck and `1.234` means the same all the way down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial

from omhu.kerne.cpr import uden_cpr

EXCEL_NUL = date(1899, 12, 30)
TOMME = frozenset(
    {"", "-", "–", "—", "null", "none", "n/a", "#n/a", "00-00-0000", "0000-00-00", "00.00.0000"}
)
AABEN_SLUT = re.compile(r"^31[-./]12[-./]9999|^9999-12-31|^99991231|^31129999")
JA = frozenset({"j", "ja", "x", "1", "sand", "true", "sandt", "y"})
NEJ = frozenset({"n", "nej", "0", "falsk", "false", "falskt", ""})

_KLOKKEN = r"(?:[T ](?:kl\.? ?)?(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?)?"


class Ulaeselig(ValueError):
    """The value is none of what its column holds."""


@dataclass(frozen=True)
class Datoform:
    """A way to write a day, with or without a time of day after it."""

    navn: str
    form: re.Pattern[str]
    raekkefoelge: str
    """Which group is year, month and day: `yMd`, `dMy`; empty for Excel serial numbers."""

    def laes(self, tekst: str) -> date | datetime:
        """A date, or a naive local datetime where a time is given. Raises Ulaeselig."""
        fund = self.form.fullmatch(tekst)
        if fund is None:
            raise Ulaeselig(tekst)
        if not self.raekkefoelge:
            return EXCEL_NUL + timedelta(days=int(fund[1]))
        tal = dict(zip(self.raekkefoelge, fund.groups()[:3], strict=True))
        try:
            dag = date(int(tal["y"]), int(tal["M"]), int(tal["d"]))
            if fund[4] is None:
                return dag
            klokken = time(int(fund[4]), int(fund[5]), int(fund[6] or 0))
            return datetime.combine(dag, klokken)
        except ValueError as fejl:
            raise Ulaeselig(tekst) from fejl


def _form(navn: str, moenster: str, raekkefoelge: str) -> Datoform:
    return Datoform(navn, re.compile(moenster + (_KLOKKEN if raekkefoelge else "")), raekkefoelge)


DATOFORMER = (
    _form("åååå-mm-dd", r"(\d{4})-(\d\d)-(\d\d)", "yMd"),
    _form("dd-mm-åååå", r"(\d{1,2})-(\d{1,2})-(\d{4})", "dMy"),
    _form("dd.mm.åååå", r"(\d{1,2})\.(\d{1,2})\.(\d{4})", "dMy"),
    _form("dd/mm/åååå", r"(\d{1,2})/(\d{1,2})/(\d{4})", "dMy"),
    _form("d/m-åååå", r"(\d{1,2})/(\d{1,2})[- ](\d{4})", "dMy"),
    _form("ddmmåååå", r"(\d\d)(\d\d)(\d{4})", "dMy"),
    _form("ååååmmdd", r"(\d{4})(\d\d)(\d\d)", "yMd"),
    _form("Excels dagtal", r"([1-9]\d{4})(?:\.\d+)?", ""),
)
ISO = DATOFORMER[0]


def er_tom(tekst: str) -> bool:
    """Nothing was written: blank, a dash, or a date of zeros."""
    return tekst.strip().lower() in TOMME


def er_aaben(tekst: str) -> bool:
    """An end date in the year 9999: no end yet."""
    return bool(AABEN_SLUT.match(tekst.strip()))


def find_datoform(vaerdier: Iterable[str]) -> Datoform:
    """The form in which most of a column's values are days; ISO for a column without any."""
    fyldte = [v.strip() for v in vaerdier if not er_tom(v) and not er_aaben(v)]

    def ramte(form: Datoform) -> int:
        return sum(_kan(partial(form.laes, v)) for v in fyldte)

    return max(DATOFORMER, key=ramte)


@dataclass(frozen=True)
class Beloebsform:
    """How a column writes amounts; `decimal` is `,` or `.`, `deler` what the number is divided by (oere)."""

    decimal: str = ","
    deler: int = 1

    def laes(self, tekst: str) -> Decimal:
        """Kroner, signed. Raises Ulaeselig."""
        rene = re.sub(r"(?i)\s|kr\.?$|dkk$|t\.?kr\.?$", "", tekst.strip())
        minus = rene.startswith(("-", "−", "(")) or rene.endswith(("-", "−"))
        rene = rene.strip("-−()+")
        tusind = "." if self.decimal == "," else ","
        if not re.fullmatch(
            rf"\d{{1,3}}(\{tusind}\d{{3}})+(\{self.decimal}\d*)?|\d+(\{self.decimal}\d*)?", rene
        ):
            raise Ulaeselig(tekst)
        try:
            tal = Decimal(rene.replace(tusind, "").replace(self.decimal, ".")) / self.deler
        except InvalidOperation as fejl:
            raise Ulaeselig(tekst) from fejl
        if re.search(r"(?i)t\.?\s?kr", tekst):
            tal *= 1000
        return -tal if minus else tal


def find_beloebsform(vaerdier: Iterable[str], navn: str = "") -> Beloebsform:
    """`,` or `.` before the decimals, by all values of the column: `1.234` alone is a Danish thousand, but
    with `12.5` beside it a decimal. The heading tells whether amounts are in oere or thousands."""
    fyldte = [v for v in vaerdier if not er_tom(v)]
    komma, punktum = Beloebsform(","), Beloebsform(".")
    former = (komma, punktum)
    bedste = max(former, key=lambda f: sum(_kan(partial(f.laes, v)) for v in fyldte))
    navn = navn.lower()
    if re.search(r"\børe\b|\boere\b|\(øre\)", navn):
        return Beloebsform(bedste.decimal, 100)
    return bedste


def i_tusinder(navn: str) -> bool:
    """Does a heading say that its amounts are in thousands (`t.kr`, `1.000 kr.`)?"""
    return bool(re.search(r"(?i)t\.?\s?kr|1\.?000\s?kr", navn))


def laes_ja_nej(tekst: str) -> bool:
    """True, False (blank too). Raises Ulaeselig."""
    rene = tekst.strip().lower()
    if rene in JA:
        return True
    if rene in NEJ or er_tom(rene):
        return False
    raise Ulaeselig(tekst)


@dataclass(frozen=True)
class Kolonne:
    """What the detection found for one column, for showing and for the suggestion of a target."""

    navn: str
    art: str
    """`dato`, `beloeb`, `ja_nej`, `cpr`, `tal`, `tekst` or `tom`."""
    form: str
    eksempler: tuple[str, ...]

    @property
    def art_navn(self) -> str:
        """The kind as people say it."""
        return {"beloeb": "beløb", "ja_nej": "ja eller nej", "cpr": "CPR-nummer"}.get(
            self.art, self.art
        )


def beskriv(navn: str, vaerdier: list[str]) -> Kolonne:
    """What a column seems to hold. CPR numbers are never shown in the examples."""
    fyldte = [v.strip() for v in vaerdier if not er_tom(v)]
    eksempler = tuple(dict.fromkeys(map(uden_cpr, fyldte[:50])))[:3]
    if not fyldte:
        return Kolonne(navn, "tom", "", ())
    if _mest(fyldte, lambda v: bool(re.fullmatch(r"\d{6}[- ]?\d{4}|\d{9}", v)) and _cpr_agtig(v)):
        return Kolonne(navn, "cpr", "", ("••••••-••••",))
    form = find_datoform(fyldte)
    if _mest(fyldte, lambda v: er_aaben(v) or _kan(lambda: form.laes(v))) and _rimelige(
        fyldte, form
    ):
        return Kolonne(navn, "dato", form.navn, eksempler)
    if all(v.lower() in JA | NEJ for v in fyldte):
        return Kolonne(navn, "ja_nej", "", eksempler)
    if all(v.isdigit() for v in fyldte):
        return Kolonne(navn, "tal", "", eksempler)
    penge = find_beloebsform(fyldte, navn)
    if _mest(fyldte, lambda v: _kan(lambda: penge.laes(v))):
        return Kolonne(navn, "beloeb", f"decimaler efter »{penge.decimal}«", eksempler)
    return Kolonne(navn, "tekst", "", eksempler)


def _cpr_agtig(tekst: str) -> bool:
    rene = re.sub(r"\D", "", tekst).zfill(10)
    return 1 <= int(rene[:2]) % 60 <= 31 and 1 <= int(rene[2:4]) <= 12


def _rimelige(vaerdier: list[str], form: Datoform) -> bool:
    """Excel serials and eight digits are only days when the years make sense."""
    if form.raekkefoelge and not form.navn.isalpha():
        return True
    dage = [form.laes(v) for v in vaerdier if _kan(partial(form.laes, v))]
    return bool(dage) and all(1950 <= d.year <= 2080 for d in dage)


def _mest(vaerdier: list[str], passer: Callable[[str], bool]) -> bool:
    return sum(map(passer, vaerdier)) >= max(1, 0.6 * len(vaerdier))


def _kan(laes: Callable[[], object]) -> bool:
    try:
        laes()
    except ValueError:
        return False
    return True


@lru_cache(maxsize=50_000)
def laes_dag(tekst: str, form: Datoform) -> date | datetime:
    """`form.laes`, remembered: a million rows hold few different days. Raises Ulaeselig."""
    return form.laes(tekst)
