from django.apps import AppConfig


class BordConfig(AppConfig):
    name = "omhu.bord"
    label = "bord"

    def ready(self) -> None:
        """Let search hear of imports: the two lie beside each other below."""
        from omhu.indlaesning import efter
        from omhu.sagsarbejde.soegning.signaler import efter_indlaesning

        efter.registrer(efter_indlaesning)
