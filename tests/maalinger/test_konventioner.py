"""The two conventions for "ikke relevant", and what a row that concerns nobody prints."""

from __future__ import annotations

from datetime import date

import pytest

from omhu.maalinger import beregn, hent_koncept
from omhu.maalinger.vis import basis, tabel

from .tidslinje import Maalesag, Sagsbog, trin


def test_convention_can_be_chosen_for_the_whole_concept(stevns, maal):
    """T1-01: 3 not relevant. Out of the denominator 7/11; counted as kept 7/14. T1-03: 6/11 and 6/14."""
    r = maal(stevns, konvention="taeller_som_overholdt")
    assert (r["T1-01"].vist_som, r["T1-03"].vist_som) == ("7 ud af 14", "6 ud af 14")
    assert r["T1-03"].konvention == "taeller_som_overholdt"
    assert r["T1-03"].udeladt == {}


def test_row_that_fixes_its_convention_keeps_it(stevns, maal):
    r = maal(stevns, konvention="taeller_som_overholdt")
    assert (r["ALT-04"].vist_som, r["ALT-05"].vist_som) == ("45 %", "57 %")


def test_accepted_opt_out_counted_as_kept_says_why(stevns, maal):
    assert maal(stevns)["ALT-05"].grunde["ST-04"] == "Samtalen er fravalgt, og bedømmeren er enig."


def test_barometer_counts_opt_out_as_kept(stevns, maal):
    """Family treatment and placement only: 11 decisions, 4 talked to in time, 3 lawfully opted out."""
    r = maal(stevns, koncept="boernesagsbarometer")["BSB-06"]
    assert (r.taeller, r.naevner, r.vist_som) == (7, 11, "64 % (7 ud af 11)")
    ud = maal(stevns, koncept="boernesagsbarometer", konvention="ud_af_naevneren")["BSB-06"]
    assert (ud.taeller, ud.naevner) == (4, 8)


@pytest.mark.parametrize("koncept", ["taskforce", "boernesagsbarometer"])
def test_no_cases_prints_not_relevant_and_never_nought_percent(koncept):
    for r in beregn(hent_koncept(koncept), [], date(2025, 1, 1), date(2025, 12, 31)):
        assert (r.taeller, r.naevner, r.vist_som) == (0, 0, "Ikke relevant"), r.raekke


def test_period_convention_version_and_kind_of_sample_stand_under_every_percentage(stevns, maal):
    linjer = tabel(list(maal(stevns).values())).splitlines()
    for nr, linje in enumerate(linjer):
        if linje.endswith(" %"):
            assert "18. februar 2019 til 17. februar 2020" in linjer[nr + 1]
            assert "nævneren" in linjer[nr + 1] or "overholdt" in linjer[nr + 1]
            assert "SEL § 48, stk. 1, version 2011-01-01" in linjer[nr + 1]
            assert linjer[nr + 1].endswith("Sagerne er ikke tilfældigt udvalgt")
    assert sum(linje.endswith(" %") for linje in linjer) == 2


def test_percentage_without_counts_gets_them_underneath(stevns, maal):
    assert basis(maal(stevns)["ALT-04"]).startswith("5 ud af 11 · ")


def underretninger(*linjer):
    return Sagsbog(
        {"U": Maalesag(id="U", trin=[trin(*x.split(" ", 2), nr=n) for n, x in enumerate(linjer)])}
    )


def test_notifications_are_counted_one_by_one_by_the_rule_itself(maal):
    """One assessed in 23 hours, one in 25, one on the last day that is not yet due, one before the period."""
    bog = underretninger(
        "UNDERRETNING 2024-12-30T10:00 afsender=skole",
        "UNDERRETNING 2025-03-03T10:00 afsender=skole",
        "AKUTVURDERING 2025-03-04T09:00 resultat=ikke_akut|vedroerer=1",
        "UNDERRETNING 2025-04-07T10:00 afsender=laege",
        "AKUTVURDERING 2025-04-08T11:00 resultat=ikke_akut|vedroerer=3",
        "UNDERRETNING 2025-12-31T10:00 afsender=laege",
    )
    r = maal(bog, date(2025, 1, 1), date(2025, 12, 31), koncept="boernesagsbarometer")["BSB-12"]
    assert (r.taeller, r.naevner, r.vist_som) == (1, 2, "50 % (1 ud af 2)")
    assert r.hjemmel == "BL § 136"
    assert "3. marts 2025" in r.grunde["U"]


def test_notification_without_clock_time_is_told_of_not_counted(maal):
    bog = underretninger(
        "UNDERRETNING 2025-03-03 afsender=skole", "AKUTVURDERING 2025-03-04 resultat=ikke_akut"
    )
    r = maal(bog, date(2025, 1, 1), date(2025, 12, 31), koncept="boernesagsbarometer")["BSB-12"]
    assert r.vist_som == "Ikke relevant"
    assert r.advarsler == (
        "1 pligt kan ikke vurderes og er ikke talt med. Oftest mangler et klokkeslæt.",
    )


def test_receipt_is_asked_only_of_those_who_gave_a_name(maal):
    bog = underretninger(
        "UNDERRETNING 2025-03-03T10:00 afsender=nabo|anonym=ja",
        "UNDERRETNING 2025-03-04T10:00 afsender=skole",
        "KVITTERING 2025-03-12 vedroerer=1",
    )
    r = maal(bog, date(2025, 1, 1), date(2025, 12, 31), koncept="boernesagsbarometer")["BSB-14"]
    assert (r.taeller, r.naevner) == (1, 1)


def test_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="Byt om"):
        beregn(hent_koncept("taskforce"), [], date(2025, 2, 1), date(2025, 1, 1))


def test_window_of_half_a_year_is_warned_of_at_the_visits(stevns, maal):
    r = maal(stevns, date(2019, 8, 18), date(2020, 2, 17))["T1-14"]
    assert r.advarsler[0].startswith("Perioden er ikke et år")
