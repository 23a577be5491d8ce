"""What happens within one request or command: which cases were fetched, what was sought, what is written.

`husk` is called whenever a case is made from a row of the database, so that no view can forget to tell. `vagt`
sees every statement on its way to the data: the first that writes must get past the log. The post is committed,
on its own connection, before the change can be; a change without a post is therefore impossible, and a post
whose change was rolled back is followed by one that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from omhu.adgang.log import Handling
from omhu.adgang.log.formaal import Sted, i_post, udled
from omhu.adgang.log.noegle import Skjult

if TYPE_CHECKING:
    from omhu.adgang.log.models import Logpost
    from omhu.adgang.models import Bruger

LAESER = re.compile(
    r"\s*\(*\s*(?:SELECT|EXPLAIN|SHOW|SET|RESET|PRAGMA|BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK|DECLARE|FETCH"
    r"|CLOSE|WITH(?!.*\b(?:INSERT|UPDATE|DELETE)\b))\b",
    re.I | re.S,
)
TABEL = re.compile(r'(?:INTO|UPDATE|FROM|COPY|TABLE)\s+(?:ONLY\s+)?"?(\w+)', re.I)
UDEN_BARN = ("django_", "auth_", "account_", "socialaccount_", "mfa_", "login_", "sqlite_")
SIDSTE_LOGIN = re.compile(r'UPDATE "adgang_bruger" SET "last_login" = \S+ WHERE')
MANGE = 500
"""A command that touches more cases than this tells their number and a digest instead of each."""


@dataclass
class Opsamling:
    """See the module."""

    hvem: Callable[[], Bruger | None]
    sted: Callable[[], str]
    aendring: Handling = Handling.AENDRE
    """What a write is called."""
    sager: dict[int, Sted] = field(default_factory=dict)
    afviste: set[int] = field(default_factory=set)
    handling: Handling | None = None
    formaal: str = ""
    detaljer: dict[str, Any] = field(default_factory=dict)
    hensigt: Logpost | None = None
    skrevet: set[int] = field(default_factory=set)
    er_kommando: bool = False
    begyndt: bool = False
    side: str = ""
    """A page's own name, by which its print is led back to what it showed."""

    @property
    def bruger(self) -> Bruger | None:
        """The user who asks; None when nobody is logged in."""
        return self.hvem()

    @property
    def hvor(self) -> str:
        """The name of the address or command."""
        return self.sted()

    def foer_skrivning(self, handling: Handling) -> None:
        """Write that the cases known by now are about to be changed, unless it is written already."""
        nye = set(self.sager) - self.skrevet
        if self.hensigt is not None and not nye:
            return
        self.hensigt = self.skriv(handling, nye)

    def skriv(self, handling: Handling, sager: Iterable[int], **detaljer: Any) -> Logpost:
        """Write a post with purpose and details as gathered."""
        from omhu.adgang.log.kommando import saml
        from omhu.adgang.log.skriv import skriv

        sager = set(sager)
        steder = {pk: self.sager.get(pk, (None, None)) for pk in sager - self.afviste}
        formaal, andre = i_post({self.formaal: []} if self.formaal else udled(self.bruger, steder))
        detaljer = {**self.detaljer, **andre, **detaljer}
        if self.side:
            detaljer["side"] = self.side
        hvad = (
            saml(sorted(sager), detaljer)
            if self.er_kommando
            else {"sager": sager, "detaljer": detaljer}
        )
        post = skriv(handling, formaal=formaal, **hvad)
        self.skrevet |= sager
        self.begyndt = True
        return post


_nu: ContextVar[Opsamling | None] = ContextVar("omhu_log", default=None)


def nuvaerende() -> Opsamling | None:
    """The request or command that is running."""
    return _nu.get()


@contextmanager
def aaben(opsamling: Opsamling) -> Iterator[Opsamling]:
    """Gather within the block."""
    foer = _nu.set(opsamling)
    try:
        yield opsamling
    finally:
        _nu.reset(foer)


def husk(pk: int | None, ansvarlig: int | None = None, enhed: int | None = None) -> None:
    """A case was fetched. Called by `Sag.from_db`; call it too where names are read without the case."""
    nu = _nu.get()
    if nu is not None and pk is not None and nu.sager.get(pk, (None, None)) == (None, None):
        nu.sager[pk] = (ansvarlig, enhed)
        if nu.er_kommando and not nu.begyndt:
            nu.skriv(Handling.SYSTEM, ())  # what a command prints is out before it ends


def husk_afvist(pk: int) -> None:
    """A case was asked for and refused."""
    nu = _nu.get()
    if nu is not None and pk > 0:
        nu.afviste.add(pk)


def angiv(
    *,
    handling: Handling | None = None,
    formaal: str = "",
    sager: Iterable[int] = (),
    detaljer: Mapping[str, Any],
) -> None:
    """See `omhu.adgang.log.angiv`."""
    nu = _nu.get()
    if nu is None:
        return
    nu.handling = handling or nu.handling
    nu.formaal = formaal or nu.formaal
    nu.detaljer.update(detaljer)
    for pk in sager:
        husk(pk)


def husk_soegning(tekst: str) -> None:
    """Something was sought: its kind is told, and a keyed hash by which equal searches are seen to be equal."""
    nu = _nu.get()
    if nu is None:
        return
    nu.handling = nu.handling or Handling.SOEG
    tal = re.sub(r"[\s-]", "", tekst)
    slags = "cpr" if tal.isdecimal() and len(tal) == 10 else "navn eller nummer"
    ord_ = tal if slags == "cpr" else " ".join(tekst.split()).casefold()
    nu.detaljer["soegning"] = {"slags": slags, "maerke": Skjult(ord_)}


def vagt(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Django's execute wrapper on the data's connection: nothing is written before the log has it."""
    nu = _nu.get()
    if nu is not None and not LAESER.match(sql):
        handling = _handling(sql, nu.aendring)
        if handling is not None:
            nu.foer_skrivning(handling)
    return execute(sql, params, many, context)


def _handling(sql: str, ellers: Handling) -> Handling | None:
    """What a writing statement is; None for tables that hold neither children nor users."""
    fundet = TABEL.search(sql)
    tabel = fundet[1].lower() if fundet else ""
    if tabel.startswith(UDEN_BARN) or SIDSTE_LOGIN.match(sql):
        return None
    if ellers is Handling.AENDRE and tabel.startswith("adgang_"):
        return Handling.ADMIN
    return ellers
