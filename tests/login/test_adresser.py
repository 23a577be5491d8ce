"""Only the addresses of the login that Omhu uses are there: none of allauth's own pages, no sign-up, no e-mail."""

from __future__ import annotations

import pytest
from django.urls import URLResolver, get_resolver

ALLAUTHS = (
    "/accounts/login/", "/accounts/signup/", "/accounts/email/", "/accounts/password/reset/",
    "/accounts/password/set/", "/accounts/logout/", "/accounts/reauthenticate/", "/accounts/2fa/",
    "/accounts/2fa/authenticate/", "/accounts/2fa/totp/activate/", "/accounts/3rdparty/",
    "/accounts/3rdparty/signup/", "/accounts/oidc/kommunens-oidc/login/", "/accounts/saml/x/acs/",
    "/signup/", "/email/", "/2fa/", "/3rdparty/", "/oidc/x/login/", "/saml/x/acs/", "/_allauth/",
)  # fmt: skip


def moenstre(resolver=None):
    for del_ in (resolver or get_resolver()).url_patterns:
        if isinstance(del_, URLResolver):
            yield from moenstre(del_)
        else:
            yield del_


def test_every_view_is_our_own():
    fremmede = {
        f"{p.name}: {p.callback.__module__}"
        for p in moenstre()
        if not p.callback.__module__.startswith("omhu.")
    }
    assert fremmede == set()


@pytest.mark.parametrize("sti", ALLAUTHS)
@pytest.mark.parametrize("hvem", ["anonym", "bruger"])
def test_allauths_own_pages_are_not_there(sti, hvem, client, hold):
    if hvem == "bruger":
        client.force_login(hold.mette)
    assert client.get(sti).status_code == 404


def test_nobody_can_make_an_account_for_themselves():
    navne = {p.name for p in moenstre()}
    assert not {
        n for n in navne if n and ("signup" in n or "email" in n or n.startswith("account"))
    }
