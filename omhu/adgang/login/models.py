"""Sessions that know whose they are, and the count of failed logins. Both are shared by all server processes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class Session(AbstractBaseSession):
    """Django's session, with its user beside it, so that a user's sessions can be listed and ended."""

    bruger = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessioner"
    )
    begyndt = models.DateTimeField(default=timezone.now)
    sidst_set = models.DateTimeField(default=timezone.now)
    """Written at most ten times in the idle limit, never at each request."""
    browser = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("begyndt",)

    def __str__(self) -> str:
        return f"session for {self.bruger_id}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from omhu.adgang.login.motor import SessionStore

        return SessionStore


class Forsoeg(models.Model):
    """Failed logins of one name or one address. The key is a keyed hash: people type CPR numbers and passwords
    into the wrong field."""

    noegle = models.CharField(max_length=64, primary_key=True)
    antal = models.PositiveIntegerField(default=0)
    sidst = models.DateTimeField(default=timezone.now)
    spaerret_til = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.antal} forsøg"
