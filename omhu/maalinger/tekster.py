"""Words that every concept shares: names of the conventions, and the fields of reason texts."""

from __future__ import annotations

from omhu.kerne.ord_om_tid import dato
from omhu.maalinger.frister import Maalefrist
from omhu.maalinger.kontekst import Kontekst

KONVENTIONER = {
    "ud_af_naevneren": "Godkendt fravalg og »ikke relevant« er ude af nævneren",
    "taeller_som_overholdt": "Godkendt fravalg og »ikke relevant« tæller som overholdt",
}


class Felter(dict[str, str]):
    """Fields of a reason text, looked up in the case when the text asks for them."""

    def __init__(self, k: Kontekst, faste: dict[str, str]) -> None:
        super().__init__(faste)
        self._k = k

    def __missing__(self, navn: str) -> str:
        return self._k.felt(navn)


def felter(k: Kontekst, frist: Maalefrist | None) -> Felter:
    """The fields of a case; with a deadline also its last day and the step that it runs from."""
    if frist is None:
        return Felter(k, {})
    return Felter(k, {"fristdag": dato(frist.dag), "fristfra": dato(frist.anker.dag)})
