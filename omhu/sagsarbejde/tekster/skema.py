"""Which texts there are and what each is asked for: label, help, and the law's content checklist.

A subject declares its kinds in its own `skema.py` and enters them with `tilmeld` when its app is ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

HOEJST = 100_000
"""Characters in one field; what is longer is a file."""
Form = Literal["lang", "kort", "dato", "valg"]


@dataclass(frozen=True)
class Tekstfelt:
    """One field. `krav` is who asks for it, law (`SEL`, `BL`) -> paragraph; empty = good practice only.
    `status` other than `verificeret` is shown beside it."""

    navn: str
    label: str
    hjaelp: str = ""
    form: Form = "lang"
    linjer: int = 4
    valg: tuple[tuple[str, str], ...] = ()
    krav: Mapping[str, str] = field(default_factory=dict)
    status: str = "verificeret"


@dataclass(frozen=True)
class Slags:
    """A kind of text. `lister` are rows of fields, any number of them (goals, statements)."""

    kode: str
    navn: str
    felter: tuple[Tekstfelt, ...] = ()
    lister: Mapping[str, tuple[Tekstfelt, ...]] = field(default_factory=dict)
    navne: Mapping[str, str] = field(default_factory=dict)
    """The name per law where it differs."""

    def felt(self, noegle: str) -> Tekstfelt | None:
        """The field that a name of an edition belongs to: `formaal`, or `maal.3.tekst`."""
        dele = noegle.split(".")
        felter = self.felter if len(dele) == 1 else self.lister.get(dele[0], ())
        if len(dele) not in (1, 3):
            return None
        return next((f for f in felter if f.navn == dele[-1]), None)

    def navn_efter(self, lov: str) -> str:
        """What it is called under a law."""
        return self.navne.get(lov, self.navn)


_SLAGS: dict[str, Slags] = {}


def tilmeld(*slags: Slags) -> None:
    """Enter kinds of text. Raises ValueError when a code is taken by another."""
    for s in slags:
        if _SLAGS.setdefault(s.kode, s) is not s:
            raise ValueError(f"{s.kode} findes allerede")


def slags(kode: str) -> Slags:
    """The kind of a code. Raises KeyError."""
    return _SLAGS[kode]


def alle() -> list[Slags]:
    """Every kind, in order of code."""
    return [_SLAGS[k] for k in sorted(_SLAGS)]


# -- rows of lists in flat fields ----------------------------------------------------------------


def raekker(felter: Mapping[str, str], liste: str) -> dict[str, dict[str, str]]:
    """id -> fields of each row of a list, in order of id (ids are numbers given one after the other)."""
    fundne: dict[str, dict[str, str]] = {}
    for noegle, vaerdi in felter.items():
        dele = noegle.split(".")
        if len(dele) == 3 and dele[0] == liste:
            fundne.setdefault(dele[1], {})[dele[2]] = vaerdi
    return dict(sorted(fundne.items(), key=lambda r: (len(r[0]), r[0])))


def naeste_id(felter: Mapping[str, str], liste: str) -> str:
    """The id of a new row."""
    return str(max((int(i) for i in raekker(felter, liste) if i.isdecimal()), default=0) + 1)


def flad(liste: str, rk: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Rows as flat fields again."""
    return {f"{liste}.{i}.{n}": v for i, felter in rk.items() for n, v in felter.items()}


def mangler(slags_: Slags, felter: Mapping[str, str], lov: str) -> list[Tekstfelt]:
    """The fields that the law asks for and that are empty. A list counts as filled by one row with the field."""
    tomme: Iterable[Tekstfelt] = (
        f for f in slags_.felter if not felter.get(f.navn, "").strip() and lov in f.krav
    )
    i_lister = (
        f
        for navn, lf in slags_.lister.items()
        for f in lf
        if lov in f.krav and not any(r.get(f.navn) for r in raekker(felter, navn).values())
    )
    return [*tomme, *i_lister]
