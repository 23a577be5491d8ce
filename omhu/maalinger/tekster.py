"""Words that every concept shares: names of the conventions, and the fields of reason texts."""

from __future__ import annotations

from omhu.kerne.ord_om_tid import dato
from omhu.maalinger.kontekst import Kontekst, Pligt

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


def felter(k: Kontekst, pligt: Pligt | None) -> Felter:
    """The fields of a case; with an obligation also its due day and the day that it runs from."""
    if pligt is None:
        return Felter(k, {})
    r = pligt.raekke
    return Felter(k, {"fristdag": dato(r.frist_dag), "fristfra": dato(r.anker_dag)})
