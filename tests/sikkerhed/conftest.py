"""One real server for the whole folder."""

from __future__ import annotations

import pytest

from tests.miljoe import ny_database
from tests.sikkerhed.server import start


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """`omhu server` with two processes and https; it is stopped with the session."""
    proces, server = start(tmp_path_factory.mktemp("omhu-https"), ny_database())
    try:
        yield server
    finally:
        proces.terminate()
        proces.wait(timeout=20)
