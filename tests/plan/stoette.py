"""Cases with a measure, and forms as a browser sends them."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from django.urls import reverse

from omhu.frister.actions import genberegn_sag
from omhu.frister.models import Pligt
from omhu.tidslinje.actions import registrer

MAAL = {
    "maal.1.tekst": "Emil møder i skole fire dage om ugen",
    "maal.1.behov": "Skolegang",
    "maal.1.indikator": "Fraværet er under 20 %",
    "maal.1.maaling": "Skolens fravær hver måned",
    "maal.1.ansvarlig": "Kontaktpersonen",
    "maal.1.hvornaar": "2027-02-01",
}
PLANEN = {
    "formaal": "Emil får en tryg hverdag",
    "indsats": "Fast kontaktperson",
    "grundlag": "Undersøgelsen fra foråret",
    "barnets_oensker": "Jeg vil gerne i skole igen",
    "foraeldre": "De er enige",
    **MAAL,
}


def skriv(sag, *skridt: tuple) -> None:
    """Register (kind, day, fields) and recompute."""
    for art, dag, *felter in skridt:
        registrer(sag, art, dag, **(felter[0] if felter else {}))
    genberegn_sag(sag)
    sag.refresh_from_db()


def sag_med(sag, indsats: str, afgjort: date, begyndt: date | None = None, **attributter) -> None:
    """An open case with a decided, and maybe started, measure."""
    skriv(
        sag,
        ("SAG_OPRETTET", afgjort),
        ("SAGSBEHANDLER_TILDELT", afgjort, {"attributter": {"initialer": "MK"}}),
        ("AFGOERELSE", afgjort, {"indsatser": indsats, "attributter": attributter}),
    )
    if begyndt:
        skriv(
            sag,
            ("IVAERKSAT", begyndt, {"indsatser": indsats, "attributter": {"sted": "Solgården"}}),
        )


def stand(sag, regel: str) -> list[str]:
    """The status today of a rule's obligations on a case, by deadline."""
    from django.utils import timezone

    from omhu.frister.queries import med_status

    pligter = med_status(Pligt.objects.filter(sag=sag, regel=regel), timezone.now())
    return [p.stand for p in pligter.order_by("frist_dag", "noegle")]


class _Laeser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.felter: dict[str, list[str]] = {}
        self.vaelger, self.omraade = "", ""

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        navn = a.get("name") or ""
        if tag == "input" and navn:
            if a.get("type") in ("checkbox", "radio") and "checked" not in a:
                return
            self.felter.setdefault(navn, []).append(a.get("value") or "")
        elif tag == "select":
            self.vaelger = navn
            self.felter.setdefault(navn, [""])
        elif tag == "option" and "selected" in a:
            self.felter[self.vaelger] = [a.get("value") or ""]
        elif tag == "textarea":
            self.omraade = navn
            self.felter[navn] = [""]

    def handle_data(self, data):
        if self.omraade:
            self.felter[self.omraade] = [self.felter[self.omraade][0] + data.lstrip("\n")]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.omraade = ""


def udfyldt(svar) -> dict[str, list[str]]:
    """The form of a page as the browser would send it back untouched (the page's other forms have other names)."""
    laeser = _Laeser()
    laeser.feed(svar.content.decode())
    return {n: v for n, v in laeser.felter.items() if n not in ("csrfmiddlewaretoken", "sti", "q")}


def send(client, navn: str, pk, follow: bool = True, **felter):
    """Open a form, fill in, send; `felter` with `__` for the dots of rows."""
    sti = reverse(navn, args=[pk])
    data = udfyldt(client.get(sti))
    data |= {n.replace("__", "."): v for n, v in felter.items()}
    return client.post(sti, data, follow=follow)
