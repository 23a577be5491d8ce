"""Every form that says it keeps drafts does: what was typed stands there when the page is opened again."""

from __future__ import annotations

import re
from html import unescape

import pytest

from omhu.sagsarbejde.tekster import kladder
from tests.sikkerhed.adresser import alle

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form[^>]*data-kladde.*?</form>", re.DOTALL)
FELT = re.compile(r"<textarea[^>]*name=\"([^\"]+)\"|<input[^>]*type=\"text\"[^>]*name=\"([^\"]+)\"")
TYPET = "Det, jeg skrev i går"


def test_each_form_comes_back_with_its_draft(hold, client):
    stier = [a.sti for a in alle(hold)]
    client.force_login(hold.leder_nord)
    set_, mangler = 0, []
    for sti in stier:
        svar = client.get(sti)
        if svar.status_code != 200 or "text/html" not in svar.get("Content-Type", ""):
            continue
        for form in FORM.findall(svar.content.decode()):
            felt = next((a or b for a, b in FELT.findall(form)), "")
            if not felt:
                continue
            egen = re.search(r'action="([^"?]+)', form.split(">")[0])
            kladder.gem(
                hold.leder_nord, unescape(egen[1]) if egen else sti, [(unescape(felt), [TYPET])]
            )
            igen = client.get(unescape(egen[1]) if egen else sti).content.decode()
            set_ += 1
            if TYPET not in unescape(igen):
                mangler.append((sti, felt))
            kladder.kasser(hold.leder_nord, unescape(egen[1]) if egen else sti)
    assert mangler == []
    assert set_ > 5
