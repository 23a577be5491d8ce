from django.apps import AppConfig


class IndlaesningConfig(AppConfig):
    name = "omhu.indlaesning"
    label = "indlaesning"

    def ready(self) -> None:
        from omhu.indlaesning.arbejdsmappe import Ventende
        from omhu.kerne.krypto import Formaal, brug
        from omhu.sager.noegler import Kolonnebrug

        brug.registrer(
            Kolonnebrug("CPR-numre fra kilder", "indlaesning_kildepost", "cpr", Formaal.CPR)
        )
        brug.registrer(Ventende())
