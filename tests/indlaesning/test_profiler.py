"""Extracts by mapping profile, with the dirty-data patterns that need whole rows (oekonomi.md 4.2, 6 to 17)."""

from datetime import date

import pytest

from omhu.indlaesning.kommando import koer
from omhu.indlaesning.models import Profil
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.indlaesning.stoette import fejl, linjer, skriv

pytestmark = pytest.mark.django_db

HOVED = (
    "Dato;Sagstype;Sagsnummer;Type;Ydelsestype;Tilbud;Status;Afdeling;Afgørelsesparagraf;Foranstaltningsparagraf;"
    "Leverandør;CPR-nr.;Startdato;Slutdato\n"
)


def dubu(mappe, *raekker, hoved=HOVED, kode="cp1252", **valg):
    """An extract of measures: (case, paragraph, cpr, start, end[, supplier[, type]])."""
    linjer_ = []
    for sag, paragraf, cpr, start, slut, *resten in raekker:
        leverandoer, ydelse = (*resten, *["Opholdsstedet Åen", ""][len(resten) :])
        linjer_.append(
            f"01-11-2026;Børnesag;{sag};;{ydelse};;Aktiv;Team Øst;SEL-52;{paragraf};{leverandoer};{cpr};{start};{slut}"
        )
    return koer([skriv(mappe, "udtraek.csv", hoved + "\n".join(linjer_) + "\n", kode)], **valg)


def test_measures_of_a_dubu_like_extract(tmp_path):
    svar = dubu(
        tmp_path,
        ("S1", "SEL-52-3.7", "610512-4111", "01-02-2023", "31-12-9999"),
        ("S2", "52.3.6", "610513-4112 ", "15-03-2023", "30-06-2023"),
    )
    assert svar.exit_kode == 0, svar.tekst()
    assert linjer() == [
        "S1 2023-02-01 IVAERKSAT anbringelse",
        "S2 2023-03-15 IVAERKSAT kontaktperson",
        "S2 2023-06-30 FORANSTALTNING_OPHOERT kontaktperson",
    ]
    assert Skridt.objects.filter(art="IVAERKSAT").first().data["leverandoer"] == "Opholdsstedet Åen"
    assert {s.nummer: s.barn.foedselsdato for s in Sag.objects.all()} == {
        "S1": date(2012, 5, 1),
        "S2": date(2013, 5, 1),
    }
    assert dubu(
        tmp_path,
        ("S1", "SEL-52-3.7", "610512-4111", "01-02-2023", "31-12-9999"),
        ("S2", "52.3.6", "610513-4112 ", "15-03-2023", "30-06-2023"),
    ).rapport.skridt == {"uaendret": 3}


def test_rows_in_another_order_and_columns_too_change_nothing(tmp_path):
    a, b = (
        ("S1", "52.3.7", "6105124111", "01-02-2023", ""),
        ("S1", "52.3.6", "6105124111", "01-02-2023", ""),
    )
    dubu(tmp_path, a, b)
    assert dubu(tmp_path, b, a).rapport.skridt == {"uaendret": 2}
    drevet = koer(
        [
            skriv(
                tmp_path,
                "ny.csv",
                "Startdato;Sagsnr.;CPR-nummer;Lovhjemmel;Leverandør\n"
                "01-02-2023;S1;6105124111;52.3.7;Opholdsstedet Åen\n"
                "01-02-2023;S1;6105124111;52.3.6;Opholdsstedet Åen\n",
            )
        ],
        profil="dubu-foranstaltninger",
    )
    assert drevet.rapport.skridt == {"uaendret": 2}


def test_the_same_measure_entered_again_goes_on(tmp_path):
    svar = dubu(
        tmp_path,
        ("S1", "52.3.7", "6105124111", "01-02-2023", "30-06-2023"),
        ("S1", "52.3.7", "6105124111", "01-07-2023", ""),
        ("S1", "52.3.7", "6105124111", "01-07-2023", ""),
    )
    assert linjer() == ["S1 2023-02-01 IVAERKSAT anbringelse"]
    assert "lagt sammen" in svar.tekst()
    assert "talt én gang" in svar.tekst()


def test_free_text_types_old_and_new(tmp_path):
    dubu(
        tmp_path,
        ("S1", "§52.3.7", "6105124111", "01-02-2023", ""),
        ("S1", "BL 46", "6105124111", "01-02-2024", ""),
        ("S1", "", "6105124111", "01-03-2024", "", "X", "Aflastning"),
        ("S1", "", "6105124111", "01-04-2024", "", "X", "Ridning"),
    )
    assert [linje.split(" ", 3)[3] for linje in linjer()] == [
        "anbringelse",
        "anbringelse",
        "stoetteophold",
        "Ridning",
    ]


@pytest.mark.parametrize(
    ("cpr", "start", "slut", "kolonne"),
    [
        ("6105124111", "01-02-2023", "31-01-2023", "slut"),
        ("6105124111", "", "", "Startdato"),
        ("6105124111", "00-00-0000", "", "Startdato"),
        ("6105124111", "01-02-1823", "", "Startdato"),
        ("6105124111", "01-02-2099", "", "Startdato"),
        ("6105124111", "Se note", "", "Startdato"),
        ("6105124111", "01-02-2023", "31-02-2023", "Slutdato"),
        ("99AB124111", "01-02-2023", "", "CPR-nr."),
        ("9905124111", "01-02-2023", "", "CPR-nr."),
    ],
)
def test_rows_that_cannot_be_used(tmp_path, cpr, start, slut, kolonne):
    svar = dubu(
        tmp_path,
        ("S1", "52.3.7", "6105114110", "01-02-2023", ""),
        ("S2", "52.3.7", cpr, start, slut),
    )
    assert svar.exit_kode == 1
    assert fejl(svar) == [("udtraek.csv", 3, kolonne)]
    assert not Sag.objects.exists()


@pytest.mark.parametrize("slut", ["?", "-", "Se note", "00-00-0000"])
def test_an_end_that_is_no_date_is_no_end(tmp_path, slut):
    svar = dubu(tmp_path, ("S1", "52.3.7", "6105124111", "01-02-2023", slut))
    assert svar.exit_kode == 0
    assert linjer() == ["S1 2023-02-01 IVAERKSAT anbringelse"]
    assert svar.rapport.advarsler == (slut in ("?", "Se note"))


def test_a_parents_number_in_the_childs_field_is_seen(tmp_path):
    svar = dubu(tmp_path, ("S1", "52.3.7", "610580-1111", "01-02-2023", ""))
    assert "over 25 år" in svar.tekst()


def test_numbers_without_their_zero(tmp_path):
    dubu(tmp_path, ("S1", "52.3.7", "105124111", "01-02-2023", ""))
    assert Barn.objects.get().cpr == "0105124111"


def test_an_end_that_is_the_first_day_not_served(tmp_path):
    Profil.objects.create(
        navn="mit",
        kilde="mit",
        maal="indsats",
        felter={
            "sag_id": "Sag",
            "start": "Fra",
            "slut_foerste_dag_uden": "Til",
            "type_kode": "Hvad",
        },
    )
    svar = koer(
        [skriv(tmp_path, "x.csv", "Sag;Fra;Til;Hvad\n1;1/2-2023;1/7-2023;Kontaktperson\n")],
        profil="mit",
    )
    assert svar.exit_kode == 0, svar.tekst()
    assert linjer() == [
        "1 2023-02-01 IVAERKSAT kontaktperson",
        "1 2023-06-30 FORANSTALTNING_OPHOERT kontaktperson",
    ]


def test_the_newest_version_of_a_saved_profile_counts(tmp_path):
    for version, felt in ((1, "Dato"), (2, "Fra")):
        Profil.objects.create(
            navn="mit",
            version=version,
            kilde="mit",
            maal="indsats",
            felter={"sag_id": "Sag", "start": felt, "type_kode": "Hvad"},
        )
    koer(
        [skriv(tmp_path, "x.csv", "Sag;Dato;Fra;Hvad\n1;01-01-2020;01-01-2021;Kontaktperson\n")],
        profil="mit",
    )
    assert linjer() == ["1 2021-01-01 IVAERKSAT kontaktperson"]


def test_underretninger(tmp_path):
    svar = koer(
        [
            skriv(
                tmp_path,
                "u.csv",
                "Sagsnummer;CPR-nr.;Modtaget;Registreret;Underretter;Årsag 1;"
                "Vurderet dato/tid;Akut (J/N);Kvittering sendt;Resultat\n"
                "S1;6105124111;02-03-2026 23:30;03-03-2026;Skole;Fravær;03-03-2026 10:15;N;05-03-2026;BFU\n",
            )
        ]
    )
    assert svar.exit_kode == 0, svar.tekst()
    u, a, k = Skridt.objects.order_by("sket")
    assert (u.art, u.dag, u.sket.hour, u.data["afsender"]) == (
        "UNDERRETNING",
        date(2026, 3, 2),
        22,
        "Skole",
    )
    assert (a.art, a.data, k.art) == ("AKUTVURDERING", {"resultat": "ikke_akut"}, "KVITTERING")


def test_case_steps_and_activities(tmp_path):
    svar = koer(
        [
            skriv(
                tmp_path,
                "a.csv",
                "Sagsnummer;Aktivitetstype;Oprettet dato;Frist;Udført dato;Status;Ansvarlig;Bemærkning\n"
                "S1;Børnesamtale;01-02-2026;15-02-2026;10-02-2026;Udført;MK;\nS1;Handleplan;01-02-2026;01-03-2026;;Planlagt;MK;\n"
                "S1;BFU afsluttet;01-02-2026;;12-02-2026;Udført;Ikke tildelt;=1+1\n",
            )
        ]
    )
    assert svar.exit_kode == 0, svar.tekst()
    assert linjer() == ["S1 2026-02-10 BOERNESAMTALE", "S1 2026-02-12 BFU_AFSLUTTET"]


def test_cases_with_their_responsible(tmp_path, hold):
    svar = koer(
        [
            skriv(
                tmp_path,
                "s.csv",
                "CPR-nr.;Navn;Sagsnummer;KLE;Sagstype;Status;Oprettet;Lukket;Ansvarlig enhed;Sagsbehandler\n"
                "6105124111;Anton;S1;27.24.00;Udsat;Aktiv;01-02-2025;;Team Nord;OB\n"
                "6105124111;Anton;S2;27.24.00;Udsat;Lukket;01-02-2023;01-02-2024;Team Nord;Ikke tildelt\n",
            )
        ],
        kilde="fs",
    )
    assert svar.exit_kode == 0, svar.tekst()
    assert {s.nummer: s.enhed.navn for s in Sag.objects.filter(kilde="fs")} == {
        "S1": "Team Syd",
        "S2": "Team Nord",
    }
    assert set(Sag.objects.filter(kilde="fs").values_list("kle", flat=True)) == {"27.24.00"}
    assert Barn.objects.filter(kilde="fs").count() == 1
    assert "S2 2024-02-01 SAG_LUKKET" in linjer()


def test_an_open_measure_on_a_closed_case_is_a_warning(tmp_path):
    s = skriv(
        tmp_path,
        "s.csv",
        "Sagsnummer;CPR-nr.;KLE;Oprettet;Lukket\nS1;6105124111;27;01-02-2023;01-02-2024\n",
    )
    i = skriv(
        tmp_path,
        "i.csv",
        "Sagsnummer;CPR;Paragraf;Startdato;Slutdato\nS1;6105124111;52.3.6;01-03-2023;\n",
    )
    svar = koer([i, s])
    assert svar.exit_kode == 0, svar.tekst()
    assert "ingen slutdato, men sagen er lukket" in svar.tekst()


def test_an_extract_nobody_knows(tmp_path):
    svar = koer([skriv(tmp_path, "x.csv", "Farve;Form\nrød;rund\n")])
    assert svar.exit_kode == 1
    assert "Kolonnerne er: Farve, Form" in svar.tekst()


def test_quarantine_is_safe_to_open_in_a_spreadsheet(tmp_path):
    svar = koer(
        [
            skriv(
                tmp_path,
                "a.csv",
                "Sagsnummer;Aktivitetstype;Udført dato;Status;Bemærkning\nS1;Notat;10-02-2026;Udført;ok\n"
                "S1;Hopsa;10-02-2026;Udført;=HYPERLINK(1)\n",
            )
        ]
    )
    assert svar.exit_kode == 1
    assert ";'=HYPERLINK(1);" in svar.karantaenefiler[0].read_text("utf-8-sig")
