"""Every request asks the database for its user's rows only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse

from omhu.adgang.omfang import husk_enheder
from omhu.adgang.raekkesikkerhed import som_bruger


class Raekkesikkerhed:
    """Sets the reach of the logged-in user, also while a streamed answer is read. Stands after the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        bruger = request.user if request.user.is_authenticated else None
        with husk_enheder(), som_bruger(bruger):
            svar = self.get_response(request)
        if isinstance(svar, StreamingHttpResponse) and not svar.is_async:
            svar.streaming_content = _under(bruger, cast("Iterator[bytes]", svar.streaming_content))
        return svar


def _under(bruger: object, dele: Iterable[bytes]) -> Iterator[bytes]:
    with som_bruger(bruger):
        yield from dele
