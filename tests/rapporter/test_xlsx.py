"""A document's tables as a workbook. No database."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineWorkbook

from omhu.rapporter.dokument import Afsnit, Dokument, Overskrift, Tabel
from omhu.rapporter.xlsx import xlsx


def test_a_sheet_tells_whose_figures_it_has_and_what_must_be_read_with_them():
    tabel = Tabel(["Spørgsmål", "Overholdt"], [["A", "7 ud af 12"]], [2, 1])
    blokke = [
        Overskrift("Faglig leder: tilfældigt udvalgt"),
        Overskrift("Underretninger", 2),
        tabel,
        Afsnit("Læst af faglig leder: 94 sager."),
        Overskrift("Områdejurist: tilfældigt udvalgt"),
        Overskrift("Underretninger", 2),
        tabel,
        Afsnit("Læst af områdejurist: 36 sager."),
    ]
    bog = CalamineWorkbook.from_filelike(BytesIO(xlsx(Dokument("Bilag 1", blokke))))
    assert bog.sheet_names == ["Læs med", "Underretninger", "Områdejurist Underretninger"]
    under = [r[0] for r in bog.get_sheet_by_name("Områdejurist Underretninger").to_python()]
    assert under == [
        "Spørgsmål",
        "A",
        "",
        "Områdejurist: tilfældigt udvalgt",
        "Læst af områdejurist: 36 sager.",
    ]
