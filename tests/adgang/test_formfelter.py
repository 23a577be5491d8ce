"""How a field stands on every page: `django/forms/field.html`."""

from __future__ import annotations

import re

from django import forms


class Form(forms.Form):
    navn = forms.CharField(label="Navn", required=False)
    tolk = forms.BooleanField(label="Der skal tolk på", required=False, help_text="Også på skrift.")
    sprog = forms.MultipleChoiceField(
        label="Sprog",
        choices=[("ar", "Arabisk"), ("fa", "Farsi")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def stykker(felt: str) -> str:
    return re.sub(r"\s+", " ", Form(auto_id="id_%s")[felt].as_field_group())


def test_what_may_be_left_empty_says_so():
    assert "Navn <span" in stykker("navn")
    assert "(frivillig)" in stykker("navn")
    assert "(frivillig)" in stykker("sprog")


def test_one_tick_stands_before_its_words_and_is_never_called_optional():
    side = stykker("tolk")
    assert "(frivillig)" not in side, "no tick is an answer"
    assert re.search(
        r'<input type="checkbox"[^>]*> <label for="id_tolk">Der skal tolk på</label>', side
    )
    assert re.search(r'aria-describedby="id_tolk_helptext"', side)
    assert 'id="id_tolk_helptext">Også på skrift.' in side
