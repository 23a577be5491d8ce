"""What the processes of a server begin with: nothing of one another's."""

from __future__ import annotations

import json

import pytest

from tests import proces
from tests.login.server import Installation

AABNE = """
import json
def fortael(*_):
    from django.db import connections
    print(json.dumps([f.alias for f in connections.all(initialized_only=True) if f.connection is not None]))
"""
HVER_START = f"""{AABNE}
import sys
from granian import Granian
Granian.serve = fortael
from omhu.config.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The command, which tells what is open where Granian forks."""
EN_PROCES = f"""{AABNE}
import omhu.config.wsgi
fortael()
"""


@pytest.fixture(scope="module")
def omhu(tmp_path_factory):
    return Installation(tmp_path_factory.mktemp("server"))


def test_no_process_inherits_a_connection_and_reads_the_answers_of_another(omhu):
    svar = proces.python(HVER_START, omhu.miljoe, ["server", "--port", omhu.port])
    assert svar.returncode == 0, svar.stderr
    assert json.loads(svar.stdout.splitlines()[-1]) == []


def test_a_process_that_has_started_leaves_every_connection_to_the_pages(omhu):
    """One that the start kept would be one fewer in the pool; a pool of one would never serve a page."""
    svar = proces.python(EN_PROCES, omhu.miljoe)
    assert svar.returncode == 0, svar.stderr
    assert json.loads(svar.stdout.splitlines()[-1]) == []
