"""A form as it was sent, or with what was typed in it before and not sent; and the code of the answer."""

from __future__ import annotations

from typing import TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from omhu.adgang.hvem import bruger
from omhu.sagsarbejde.tekster import kladder

F = TypeVar("F", bound=BaseForm)


def sendt(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when it is empty; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def svarkode(request: HttpRequest, *former: object) -> int:
    """The answer's code: 422 when one of the forms was sent and nothing is saved: something must be mended, or another
    has written the same meanwhile. What is no form is passed over."""
    kom_igen = any(isinstance(f, BaseForm) and _afvist(f) for f in former)
    return 422 if request.method == "POST" and kom_igen else 200


def _afvist(form: BaseForm) -> bool:
    return bool(form.is_bound and form.errors) or bool(getattr(form, "sammenstoed", None))


def med_kladde(request: HttpRequest, form: F) -> F:
    """Puts the user's draft for this address into a form that is only shown. One that was sent, or is shown again
    after it was (two who write at once, a row more), is left alone: the draft is older than it."""
    if request.method == "POST" or form.is_bound or getattr(form, "kladde", None) is not None:
        return form
    kladde = kladder.hent(bruger(request), request.path)
    form.kladde = kladde  # type: ignore[attr-defined]  # told by dele/kladde.html
    if kladde is not None:
        typet = kladder.felter(kladde)
        form.initial.update(
            {n: v if len(v) != 1 else v[0] for n, v in typet.items() if n in form.fields}
        )
    return form
