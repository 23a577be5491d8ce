"""The index follows what is saved, in the same transaction, so that no act can forget it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from omhu.adgang.raekkesikkerhed import som_system
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.soegning import indeks
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.tidslinje.models import Skridt


def forbind() -> None:
    """Listen to texts, files and steps that are saved one by one. What is written in bulk is a load's."""
    post_save.connect(_udgave, sender=Udgave, dispatch_uid="soegning.udgave")
    post_save.connect(_skrift, sender=Skrift, dispatch_uid="soegning.skrift")
    post_save.connect(_dokument, sender=Dokument, dispatch_uid="soegning.dokument")
    post_save.connect(_skridt, sender=Skridt, dispatch_uid="soegning.skridt")


def efter_indlaesning(sag_ider: set[int]) -> None:
    """A load has written to these cases."""
    ider = sorted(sag_ider)
    for n in range(0, len(ider), indeks.HOLD):
        indeks.genopbyg_sager(ider[n : n + indeks.HOLD])


def _udgave(instance: Udgave, raw: bool = False, **_: Any) -> None:
    if not raw:
        with som_system():  # an act may have moved the case out of the writer's reach
            indeks.skriv_skrift(instance.skrift)


def _skrift(instance: Skrift, created: bool, raw: bool = False, **_: Any) -> None:
    if not raw and not created:
        with som_system():  # as above
            indeks.skriv_skrift(instance)


def _dokument(instance: Dokument, raw: bool = False, **_: Any) -> None:
    if not raw:
        with som_system():  # as above
            indeks.skriv_dokument(instance)


def _skridt(instance: Skridt, raw: bool = False, **_: Any) -> None:
    # A new act without words needs no row, and no text points at it yet.
    ny = instance.erstatter_id is None
    if not raw and not (ny and not indeks.tekster_i_skridt(instance)):
        with som_system():  # as above
            indeks.skriv_rod(instance.sag_id, instance.rod)
