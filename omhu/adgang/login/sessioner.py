"""How long a session lives, how many one may have, and how they are ended."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from omhu.adgang.login.models import Session
from omhu.adgang.login.motor import BEGYNDT, SessionStore

BEKRAEFTET = "bekraeftet"
AFTRYK = "aftryk"
ANDEN_FAKTOR = "anden_faktor"
KENDTE = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMER = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")


def aftryk(bruger: Any) -> str:
    """What a session was given for; when it is no longer true the session ends."""
    return f"{bruger.rolle}|{bruger.enhed_id}|{bruger.kle}|{bruger.udloeber}"


def browser(agent: str) -> str:
    """A short name that a person knows again: »Firefox på Windows«."""
    navn = next((ord_ for maerke, ord_ in KENDTE if maerke in agent), "En browser")
    system = next((s for s in SYSTEMER if s in agent), "")
    return f"{navn} på {system}" if system else navn


def slut_fordi(request: HttpRequest) -> str:
    """Why the session of a logged-in user must end now, in Danish; empty when it may go on."""
    begyndt = request.session.get(BEGYNDT)
    sidst_set = cast(SessionStore, request.session).sidst_set
    omhu = settings.OMHU
    if begyndt is None or time.time() - begyndt > omhu.session_timer * 3600:
        return f"Du er logget ud, fordi du har været logget ind i {omhu.session_timer} timer."
    if sidst_set and timezone.now() - sidst_set > timedelta(minutes=omhu.session_hvile_minutter):
        return f"Du er logget ud, fordi der ikke er sket noget i {omhu.session_hvile_minutter} minutter."
    if request.session.get(AFTRYK) != aftryk(request.user):
        return "Du er logget ud, fordi din rolle eller enhed er ændret. Log ind igen."
    return ""


def roer(request: HttpRequest) -> None:
    """Note that the session is in use: at most ten times in the idle limit, and never by waiting for a lock."""
    store = cast(SessionStore, request.session)
    nu = timezone.now()
    mindst = timedelta(minutes=settings.OMHU.session_hvile_minutter) / 10
    if store.sidst_set is None or nu - store.sidst_set < mindst:
        return
    try:
        _uden_at_vente(lambda: Session.objects.filter(pk=store.session_key).update(sidst_set=nu))
    except DatabaseError:
        return  # somebody writes for long; the next request tries again
    store.sidst_set = nu


def _uden_at_vente(goer: Any) -> None:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        goer()
        return
    with connection.cursor() as c:
        (foer,) = c.execute("PRAGMA busy_timeout").fetchone()
        c.execute("PRAGMA busy_timeout = 0")
        try:
            goer()
        finally:
            c.execute(f"PRAGMA busy_timeout = {int(foer)}")


def aabne(bruger: Any) -> QuerySet[Session]:
    """The user's living sessions, the oldest first."""
    nu = timezone.now()
    hvile = timedelta(minutes=settings.OMHU.session_hvile_minutter)
    return Session.objects.filter(bruger=bruger, expire_date__gt=nu, sidst_set__gt=nu - hvile)


def ryd_op(bruger: Any, denne: str | None) -> None:
    """Remove what is dead, and the user's oldest sessions beyond the limit (`denne` stays)."""
    SessionStore.clear_expired()
    doede = timezone.now() - timedelta(minutes=settings.OMHU.session_hvile_minutter)
    Session.objects.filter(sidst_set__lt=doede).delete()
    andre = Session.objects.filter(bruger=bruger).exclude(pk=denne).order_by("-begyndt")
    for_mange = list(andre.values_list("pk", flat=True)[settings.OMHU.sessioner_pr_bruger - 1 :])
    Session.objects.filter(pk__in=for_mange).delete()


def afslut(bruger: Any, *, undtagen: str | None = None) -> int:
    """End the user's sessions, except one. Gives how many."""
    return Session.objects.filter(bruger=bruger).exclude(pk=undtagen).delete()[0]


def afslut_en(bruger: Any, nummer: str) -> bool:
    """End one of the user's sessions by `nummer_af`. False when it is gone."""
    for s in Session.objects.filter(bruger=bruger):
        if nummer_af(s.pk) == nummer:
            s.delete()
            return True
    return False


def nummer_af(noegle: str) -> str:
    """A name for a session that may be shown: its key must not leave the cookie."""
    from django.utils.crypto import salted_hmac

    return salted_hmac("omhu.login.session", noegle).hexdigest()[:16]
