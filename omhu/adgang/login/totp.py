"""The second factor: one-time codes from an app, and recovery codes. Kept by allauth's tables, encrypted."""

from __future__ import annotations

import base64
import hmac
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as allauth_totp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from omhu.adgang.hvem import bruger as bruger_af
from omhu.adgang.login.backend import kom_med
from omhu.adgang.login.sessioner import ANDEN_FAKTOR
from omhu.adgang.models import Bruger
from omhu.kerne.krypto import Formaal, dekrypter, krypter

STED = "mfa_authenticator.data"
HEMMELIG = "totp_ny"
"""Session key of a secret that is not confirmed yet."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth keeps secrets as we encrypt them (`MFA_ADAPTER`)."""

    def encrypt(self, text: str) -> str:
        return krypter(Formaal.TOTP, text, STED)

    def decrypt(self, encrypted_text: str) -> str:
        return dekrypter(Formaal.TOTP, encrypted_text, STED)

    def get_totp_issuer(self) -> str:
        return f"Omhu {settings.OMHU.kommune}"

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)


def har(bruger: Bruger) -> bool:
    """Has the user set up one-time codes?"""
    return bool(Authenticator.objects.filter(user=bruger, type=Authenticator.Type.TOTP).exists())


def kraeves(bruger: Bruger) -> bool:
    """Must a password of this user be followed by a one-time code?"""
    if settings.OMHU.demo:
        return False
    fritaget = {r.strip().upper() for r in settings.OMHU.uden_totp.split(",")}
    return bruger.rolle not in fritaget


def mangler(request: HttpRequest) -> bool:
    """Came with a password alone where a code is required: only the page that sets it up is open."""
    if kom_med(request) != "Adgangskode" or request.session.get(ANDEN_FAKTOR):
        return False
    return kraeves(bruger_af(request))


def begynd(request: HttpRequest) -> str:
    """The secret that is being set up, the same until it is confirmed."""
    gemt = request.session.get(HEMMELIG)
    if gemt:
        return str(get_adapter().decrypt(gemt))
    hemmelig = str(allauth_totp.generate_totp_secret())
    request.session[HEMMELIG] = get_adapter().encrypt(hemmelig)
    return hemmelig


def qr(bruger: Bruger, hemmelig: str) -> str:
    """The QR code as a `data:` address, which the content policy allows in an image."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(bruger, hemmelig))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def faerdiggoer(request: HttpRequest, kode: str) -> list[str] | None:
    """Set up what was begun when the code fits; gives the recovery codes, to be shown this once. None: wrong."""
    bruger, hemmelig = bruger_af(request), begynd(request)
    taeller = _passer(hemmelig, kode, efter=0)
    if taeller is None:
        return None
    with transaction.atomic():
        fjern(bruger)
        totp = allauth_totp.TOTP.activate(bruger, hemmelig)
        totp.instance.data["sidst"] = taeller
        totp.instance.save(update_fields=["data"])
        koder = list(RecoveryCodes.activate(bruger).generate_codes())
    request.session.pop(HEMMELIG, None)
    request.session[ANDEN_FAKTOR] = True
    return koder


def nye_koder(bruger: Bruger) -> list[str]:
    """New recovery codes; the old ones no longer work."""
    with transaction.atomic():
        Authenticator.objects.filter(user=bruger, type=Authenticator.Type.RECOVERY_CODES).delete()
        return list(RecoveryCodes.activate(bruger).generate_codes())


def koder_tilbage(bruger: Bruger) -> int:
    """How many recovery codes are unused."""
    fundet = Authenticator.objects.filter(
        user=bruger, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return len(RecoveryCodes(fundet).get_unused_codes()) if fundet else 0


def fjern(bruger: Bruger) -> bool:
    """Take the second factor away. False when there was none."""
    return bool(Authenticator.objects.filter(user=bruger).delete()[0])


def proev(bruger: Bruger, kode: str) -> str:
    """Which factor a code is: `totp`, `genskabelse`, or empty when it is wrong or used before."""
    kode = "".join(kode.split())
    if _proev_totp(bruger, kode):
        return "totp"
    koder = Authenticator.objects.filter(
        user=bruger, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if koder and RecoveryCodes(koder).validate_code(kode):
        return "genskabelse"
    return ""


def _proev_totp(bruger: Bruger, kode: str) -> bool:
    """A code works once, in whichever process: the step it belongs to is kept in its row."""
    with transaction.atomic():
        fundet = (
            Authenticator.objects.select_for_update()
            .filter(user=bruger, type=Authenticator.Type.TOTP)
            .first()
        )
        if fundet is None:
            return False
        hemmelig = get_adapter().decrypt(fundet.data["secret"])
        taeller = _passer(hemmelig, kode, efter=fundet.data.get("sidst", 0))
        if taeller is None:
            return False
        fundet.data["sidst"] = taeller
        fundet.last_used_at = timezone.now()
        fundet.save(update_fields=["data", "last_used_at"])
        return True


def _passer(hemmelig: str, kode: str, *, efter: int) -> int | None:
    """The time step that the code belongs to, one to each side of now, later than `efter`."""
    kode = "".join(kode.split())
    for taeller in allauth_totp.yield_hotp_counters_from_time():
        ventet = allauth_totp.format_hotp_value(allauth_totp.hotp_value(hemmelig, taeller))
        if taeller > efter and hmac.compare_digest(kode.encode(), ventet.encode()):
            return int(taeller)
    return None
