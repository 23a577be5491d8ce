from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SagerConfig(AppConfig):
    name = "omhu.sager"
    label = "sager"

    def ready(self) -> None:
        """The keys must be there before the migration that encrypts, and be noted once their table is."""
        from omhu.kerne.krypto import Formaal, brug
        from omhu.sager.noegler import Kolonnebrug

        pre_migrate.connect(_noegler, sender=self, dispatch_uid="noegler")
        post_migrate.connect(_noegler, sender=self, dispatch_uid="noegler")
        post_migrate.connect(_vaern, sender=self, dispatch_uid="vaern")
        for navn, tabel, kolonne, formaal, indeks in (
            ("CPR-numre", "sager_barn", "cpr", Formaal.CPR, "cpr_indeks"),
            ("CPR-numre på personer", "sager_person", "cpr", Formaal.CPR, "cpr_indeks"),
            ("Beskyttede adresser", "sager_person", "skjult_adresse", Formaal.PERSON, ""),
            ("Rettede oplysninger", "sager_rettelse", "foer", Formaal.PERSON, ""),
        ):
            brug.registrer(Kolonnebrug(navn, tabel, kolonne, formaal, indeks=indeks))


def _noegler(sender: AppConfig, using: str, **_: Any) -> None:
    from django.db import DEFAULT_DB_ALIAS

    from omhu.sager.noegler import klargoer

    if using == DEFAULT_DB_ALIAS:
        klargoer(using)


def _vaern(sender: AppConfig, using: str, **_: Any) -> None:
    from django.db import DEFAULT_DB_ALIAS, connections

    from omhu.sager import vaern

    if using == DEFAULT_DB_ALIAS:
        vaern.saet(connections[using])
