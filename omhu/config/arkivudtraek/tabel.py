"""A table of the delivery: its rows as XML, the schema of that file, and its entry in tableIndex.xml."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models

from omhu.config.arkivudtraek.xml import Element, dokument, tekst
from omhu.config.udtraek.tabeller import Kolonne, Tabel

XS = {
    "string": "xs:string",
    "any": "xs:string",
    "integer": "xs:integer",
    "number": "xs:decimal",
    "boolean": "xs:boolean",
    "date": "xs:date",
    "datetime": "xs:dateTime",
}
SQL = {
    "integer": "INTEGER",
    "number": "DECIMAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE",
}
SAERLIGE = {("sager_sag", "nummer"): "Sagsidentifikation", ("sager_sag", "sagstype"): "Sagstitel"}
PORTION = 2000


@dataclass
class Arkivtabel:
    """A table under its number in the delivery."""

    tabel: Tabel
    nr: int
    raekker: int = 0
    laengder: dict[str, int] = field(default_factory=dict)
    """Longest text of each column, which its type must hold."""

    @property
    def mappe(self) -> str:
        """Its folder."""
        return f"table{self.nr}"

    @property
    def navnerum(self) -> str:
        """The namespace of its file."""
        return f"http://www.sa.dk/xmlns/siard/1.0/schema0/{self.mappe}.xsd"

    def skriv(self, tabeller: Path, alias: str) -> None:
        """Write tableN.xml and tableN.xsd."""
        her = tabeller / self.mappe
        her.mkdir(mode=0o700)
        felter = [k.navn for k in self.tabel.kolonner]
        alle = self.tabel.model._base_manager.using(alias).order_by("pk").values_list(*felter)
        sti = her / f"{self.mappe}.xml"
        with dokument(sti, "table", self.navnerum, f"{self.mappe}.xsd") as fil:
            for raekke in alle.iterator(chunk_size=PORTION):
                fil.write(self._raekke(raekke))
                self.raekker += 1
        (her / f"{self.mappe}.xsd").write_text(self._skema(), "utf-8")

    def _raekke(self, raekke: tuple[Any, ...]) -> str:
        celler = []
        for nr, (kolonne, vaerdi) in enumerate(zip(self.tabel.kolonner, raekke, strict=True), 1):
            if vaerdi is None:
                celler.append(f'<c{nr} xsi:nil="true"/>')
                continue
            skrevet = kolonne.skriv(vaerdi)
            self.laengder[kolonne.navn] = max(self.laengder.get(kolonne.navn, 1), len(skrevet))
            celler.append(f"<c{nr}>{tekst(skrevet)}</c{nr}>")
        return f"<row>{''.join(celler)}</row>\n"

    def _skema(self) -> str:
        kolonner = "".join(
            f'          <xs:element name="c{nr}" type="{XS[k.type]}" nillable="{str(self._kan_mangle(k)).lower()}"/>\n'
            for nr, k in enumerate(self.tabel.kolonner, 1)
        )
        return SKEMA.format(navnerum=self.navnerum, kolonner=kolonner)

    def _kan_mangle(self, kolonne: Kolonne) -> bool:
        return bool(self._felt(kolonne).null)

    def _felt(self, kolonne: Kolonne) -> Any:
        felter = {f.attname: f for f in self.tabel.model._meta.concrete_fields}
        return felter[kolonne.navn]

    def indeks(self) -> Element:
        """The table's entry in tableIndex.xml; after `skriv`, which counts its rows."""
        pk = self.tabel.model._meta.pk
        assert pk is not None
        delene: list[Element] = [
            ("name", self.tabel.navn),
            ("folder", self.mappe),
            ("description", self.tabel.skema()["description"] or self.tabel.navn),
            ("columns", [self._kolonne(nr, k) for nr, k in enumerate(self.tabel.kolonner, 1)]),
            ("primaryKey", [("name", f"PK_{self.tabel.navn}"), ("column", pk.attname)]),
        ]
        if fremmede := self._fremmede():
            delene.append(("foreignKeys", fremmede))
        return ("table", [*delene, ("rows", self.raekker)])

    def _kolonne(self, nr: int, k: Kolonne) -> Element:
        saerlig = SAERLIGE.get((self.tabel.navn, k.navn))
        return (
            "column",
            [
                ("name", k.navn),
                ("columnID", f"c{nr}"),
                ("type", self._sql(k)),
                ("typeOriginal", self._felt(k).get_internal_type()),
                ("nullable", self._kan_mangle(k)),
                ("description", k.tekst),
                *([("functionalDescription", saerlig)] if saerlig else []),
            ],
        )

    def _sql(self, k: Kolonne) -> str:
        felt = self._felt(k)
        if isinstance(felt, models.UUIDField):
            return "CHAR(36)"
        plads = max(felt.max_length or 1, self.laengder.get(k.navn, 1))
        return SQL.get(k.type) or f"VARCHAR({plads})"

    def _fremmede(self) -> list[Element]:
        return [
            (
                "foreignKey",
                [
                    ("name", f"FK_{self.tabel.navn}_{n['fields']}"),
                    ("referencedTable", n["reference"]["resource"]),
                    (
                        "reference",
                        [("column", n["fields"]), ("referenced", n["reference"]["fields"])],
                    ),
                ],
            )
            for n in self.tabel.skema()["foreignKeys"]
        ]


SKEMA = """<?xml version="1.0" encoding="utf-8"?>
<xs:schema xmlns="{navnerum}" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{navnerum}" elementFormDefault="qualified">
  <xs:element name="table">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="row" minOccurs="0" maxOccurs="unbounded">
         <xs:complexType>
          <xs:sequence>
{kolonner}          </xs:sequence>
         </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""  # noqa: E501 - a namespace is not broken
