"""No template, script or style sheet asks the browser for what the policy forbids, or for anything from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

PAKKE = Path(settings.PAKKE)
SKABELONER = sorted(PAKKE.rglob("templates/**/*.html"))
FORBUDT = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a handler in the markup": r"<[^>]*\son[a-z]+\s*=",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)",
    "an address that is code": r"javascript:|data:text/html|vbscript:",
    "htmx that evaluates": r"\bhx-(?:on|vals=[\"']js:|vars)\b",
    "something from another host": r"(?:src|href|action|hx-(?:get|post))\s*=\s*[\"'](?:https?:)?//",
    "text that is not escaped": r"\|\s*safe\b|{%\s*autoescape\s+off",
    "a form by GET with words in it": r"<form\b[^>]*method=[\"']get[\"'][^>]*>(?:(?!</form>).)*type=[\"']search",
    "a window with a way back": r"<(?![^>]*rel=[\"'][^\"'>]*noopener)[^>]*target=[\"']_blank",
}
UNDTAGET = {
    (
        "a form by GET with words in it",
        "adgang/templates/adgang/brugere.html",
    ): "navne på ansatte, aldrig på børn",
}
"""What a template may do all the same, and why."""


def uden_kommentarer(html: str) -> str:
    return re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", html, flags=re.S)


def test_there_are_templates():
    assert len(SKABELONER) > 40


@pytest.mark.parametrize("hvad", FORBUDT)
def test_no_template_has(hvad):
    moenster, brud = re.compile(FORBUDT[hvad], re.I | re.S), []
    for fil in SKABELONER:
        navn = str(fil.relative_to(PAKKE))
        if (hvad, navn) in UNDTAGET:
            continue
        brud += [
            f"{navn}: {m[0][:60]}"
            for m in moenster.finditer(uden_kommentarer(fil.read_text("utf-8")))
        ]
    assert brud == []


@pytest.mark.parametrize(
    "hvad",
    [
        "a style attribute",
        "a handler in the markup",
        "a script in the page",
        "an address that is code",
        "a window with a way back",
    ],
)
def test_the_patterns_see_what_they_look_for(hvad):
    onde = {
        "a style attribute": '<p class="a" style="color:red">',
        "a handler in the markup": "<img src=x onerror=alert(1)>",
        "a script in the page": "<script>alert(1)</script>",
        "an address that is code": '<a href="javascript:alert(1)">',
        "a window with a way back": '<a target="_blank">x</a><a rel="noopener">',
    }
    assert re.search(FORBUDT[hvad], onde[hvad], re.I | re.S)


def egne_scripts() -> list[Path]:
    return list((PAKKE / "config" / "static" / "omhu").glob("*.js"))


def test_our_script_writes_text_and_never_markup_or_code():
    for fil in egne_scripts():
        tekst = fil.read_text("utf-8")
        for ondt in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
                     "localStorage", "sessionStorage", "indexedDB", "document.cookie", "postMessage"):  # fmt: skip
            assert ondt not in tekst, (fil.name, ondt)
        assert '"use strict"' in tekst


def test_markup_made_in_python_is_made_by_format_html():
    """`mark_safe` on anything but a constant is a hole; the drawing of the timeline escapes for itself."""
    brud = []
    for fil in PAKKE.rglob("*.py"):
        for nr, linje in enumerate(fil.read_text("utf-8").splitlines(), 1):
            if re.search(r"\bmark_safe\(|\bSafeString\((?!\"\"\))|is_safe=True", linje):
                brud.append(f"{fil.relative_to(PAKKE)}:{nr}")
    assert [b for b in brud if b.split(":")[0] not in MED_EGEN_FLUGT] == []


MED_EGEN_FLUGT = {
    "bord/views/sag.py": "tidslinje_svg flygter hver tekst; tests/bord/test_tidslinje_svg.py ser på det",
    "bord/undersoegelse/views.py": "tragt.svg flygter hver tekst; tests/undersoegelse/test_tegninger.py ser på det",
    "bord/undersoegelse/udsagn.py": "trekant.svg flygter hver tekst; tests/undersoegelse/test_tegninger.py ser på det",
}
"""Files that may call markup safe, and who escaped it."""


def test_style_sheets_load_nothing_from_elsewhere():
    for fil in (PAKKE / "config" / "static").rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", fil.read_text("utf-8")), fil.name
