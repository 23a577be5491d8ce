"""Who may be logged in at all: asked at login and again at every request. The class says how one came in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone


def er_slut(*dage: date | None) -> bool:
    """Is any of these last days over?"""
    i_dag = timezone.localdate()
    return any(dag is not None and dag < i_dag for dag in dage)


class Adgangskode(ModelBackend):
    """Passwords as Django checks them. A closed user, or one whose last day has passed, is nobody:
    at login, and at once for one who is logged in."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not er_slut(user.ansat_til, user.udloeber)

    def get_user(self, user_id: int) -> Any:
        """The user with the unit, in one statement: nearly every page asks for both."""
        fundet = get_user_model()._default_manager.select_related("enhed").filter(pk=user_id)
        bruger = fundet.first()
        return bruger if bruger is not None and self.user_can_authenticate(bruger) else None


class _UdenAdgangskode(Adgangskode):
    def authenticate(self, *_: Any, **__: Any) -> None:
        return None


class Oidc(_UdenAdgangskode):
    """Came by the municipality's OIDC provider."""


class Saml(_UdenAdgangskode):
    """Came by the municipality's SAML provider."""


class Demo(_UdenAdgangskode):
    """Clicked a name in the demo."""


ALLE = tuple(f"{__name__}.{k.__name__}" for k in (Adgangskode, Oidc, Saml, Demo))


def sti(klasse: type[Adgangskode]) -> str:
    """As Django names a backend."""
    return f"{klasse.__module__}.{klasse.__name__}"


def kom_med(request: HttpRequest) -> str:
    """`Adgangskode`, `Oidc`, `Saml` or `Demo`; empty when nobody is logged in."""
    return str(request.session.get(BACKEND_SESSION_KEY, "")).rpartition(".")[2]
