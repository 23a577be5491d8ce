"""What every new login leaves in its session, whoever made it."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from omhu.adgang.login import sessioner
from omhu.adgang.login.motor import BEGYNDT, BROWSER


@receiver(user_logged_in, dispatch_uid="omhu.login")
def _ind(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    nu = time.time()
    request.session[BEGYNDT] = request.session[sessioner.BEKRAEFTET] = nu
    request.session[BROWSER] = sessioner.browser(request.META.get("HTTP_USER_AGENT", ""))
    request.session[sessioner.AFTRYK] = sessioner.aftryk(user)
    sessioner.ryd_op(user, request.session.session_key)
