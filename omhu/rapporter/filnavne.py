"""The names of files in addresses: `kvittering.pdf`, `bilag-1.xlsx`. Importing this makes them known."""

from __future__ import annotations

from django.urls import register_converter


class Brevfil:
    """A letter's code with its ending: `kvittering.pdf`."""

    regex = r"[a-z0-9-]+\.(?:pdf|docx)"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Rundefil(Brevfil):
    """The same for a round, where tables can be had as a workbook: `bilag-1.xlsx`."""

    regex = r"[a-z0-9-]+\.(?:pdf|docx|xlsx)"


register_converter(Brevfil, "brevfil")
register_converter(Rundefil, "rundefil")
