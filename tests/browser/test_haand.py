"""The tests' own hand: what it types into a field is what the field holds, whatever stood there and whatever the
clock shows. A browser without Danish has twelve hours, and keeps the half of the day that a field had before."""

from __future__ import annotations

import pytest

from tests.browser.haand import Tastatur


@pytest.mark.parametrize("foer", ["00:05", "09:30", "12:00", "23:59"])
@pytest.mark.parametrize("tekst", ["00:00", "10:12", "12:30", "14:00"])
def test_a_time_typed_by_keyboard_is_the_time_meant(page, foer, tekst):
    page.set_content(f'<main><label>Klokken <input type="time" value="{foer}"></label></main>')
    felt = page.get_by_label("Klokken")
    Tastatur(page).fyld(felt, tekst)
    assert felt.input_value() == tekst


@pytest.mark.parametrize("tekst", ["2026-01-02", "2026-11-22", "2022-12-31"])
def test_a_day_typed_by_keyboard_is_the_day_meant(page, tekst):
    page.set_content('<main><label>Dag <input type="date" value="2025-06-15"></label></main>')
    felt = page.get_by_label("Dag")
    Tastatur(page).fyld(felt, tekst)
    assert felt.input_value() == tekst
