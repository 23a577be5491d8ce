"""One real server for the whole folder."""

from __future__ import annotations

import pytest

from tests.miljoe import klar
from tests.sikkerhed.server import start


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """`omhu server` with two processes and https; it is stopped with the session."""
    mappe = tmp_path_factory.mktemp("omhu-https")
    proces, server = start(mappe, klar(mappe / "data"))
    try:
        yield server
    finally:
        proces.terminate()
        proces.wait(timeout=20)
