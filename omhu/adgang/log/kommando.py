"""Commands are in the log too: what they read and write, by the account that ran them."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from omhu.adgang.log import Handling
from omhu.adgang.log.opsamling import MANGE, Opsamling, aaben, nuvaerende


@contextmanager
def kommando(navn: str) -> Iterator[Opsamling]:
    """Gather within a command. Its first case leaves a post before it is read, its end one that tells which."""
    o = Opsamling(
        hvem=lambda: None,
        sted=lambda: f"omhu {navn}",
        aendring=Handling.SYSTEM,
        detaljer={"konto": konto()},
        er_kommando=True,
    )
    with aaben(o):
        try:
            yield o
        finally:
            rest = set(o.sager) - o.skrevet
            if rest:
                o.skriv(Handling.SYSTEM, rest)


def konto() -> str:
    """The machine's account that runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "ukendt"


def log_mange(handling: Handling, sager: Iterable[int], **detaljer: Any) -> None:
    """One post for an act on many cases at once (an import): their ids, or their number and a digest."""
    from omhu.adgang.log.skriv import skriv

    nu = nuvaerende()
    if nu is not None:
        handling, detaljer = (
            (nu.aendring if nu.er_kommando else handling),
            {**nu.detaljer, **detaljer},
        )
    ider = sorted(set(sager))
    skriv(handling, **saml(ider, detaljer))


def saml(ider: list[int], detaljer: dict[str, Any]) -> dict[str, Any]:
    """The cases of a post and its details; too many are told by number and digest."""
    if len(ider) <= MANGE:
        return {"sager": ider, "detaljer": detaljer}
    sum_ = hashlib.sha256(",".join(map(str, ider)).encode()).hexdigest()
    return {"sager": (), "detaljer": {**detaljer, "antal": len(ider), "sum": sum_}}
