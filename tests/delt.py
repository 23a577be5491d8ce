"""Rows that all tests of a module share: made once in a transaction of the module's own, which is rolled back after it.

    @pytest.fixture(scope="module")
    def delt_kreds(delte_raekker):
        with delte_raekker():
            return lav_kreds()

Each test that asks for `db` works in a savepoint on top, and what it writes is gone when it ends. What is made in
memory is not: a test that changes an object of the fixture takes a copy of it, or reads the row again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest
from django.db import transaction

from tests.log_stoette import BEGGE


@contextmanager
def aabnet(blokering) -> Iterator[None]:
    """A transaction on both databases for the length of the block; nothing of it stays."""
    with ExitStack() as stak:
        with blokering.unblock():
            for alias in BEGGE:
                stak.enter_context(_rullet_tilbage(alias))
        try:
            yield
        finally:
            with blokering.unblock():
                stak.close()


@contextmanager
def _rullet_tilbage(alias: str) -> Iterator[None]:
    blok = transaction.atomic(using=alias)
    blok._from_testcase = True  # as Django's TestCase: an act that must be outermost may run
    with blok:
        yield
        transaction.set_rollback(True, using=alias)


@pytest.fixture(scope="module")
def delte_raekker(
    django_db_setup, django_db_blocker
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """The module's transaction; the database is open within `with delte_raekker():` only."""

    @contextmanager
    def aabn() -> Iterator[None]:
        from omhu.adgang.raekkesikkerhed import fra_nu_system

        with django_db_blocker.unblock():
            fra_nu_system()
            yield

    with aabnet(django_db_blocker):
        yield aabn
