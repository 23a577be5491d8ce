"""Django's database sessions on our own table (`SESSION_ENGINE`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Databasesession
from django.utils import timezone

BEGYNDT = "begyndt"
BROWSER = "browser"


class SessionStore(Databasesession):
    """As Django's; the user, the beginning and the browser are columns too."""

    sidst_set: datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from omhu.adgang.login.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        fundet = super()._get_session_from_db()  # type: ignore[misc]  # Django's own step, unknown to the stubs
        self.sidst_set = fundet.sidst_set if fundet else None
        return fundet

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        obj: Any = super().create_model_instance(data)
        begyndt = data.get(BEGYNDT)
        obj.bruger_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        obj.begyndt = datetime.fromtimestamp(begyndt, UTC) if begyndt else timezone.now()
        obj.sidst_set = timezone.now()
        obj.browser = data.get(BROWSER, "")
        return obj
