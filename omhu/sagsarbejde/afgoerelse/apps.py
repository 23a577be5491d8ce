from django.apps import AppConfig


class AfgoerelseConfig(AppConfig):
    name = "omhu.sagsarbejde.afgoerelse"
    label = "afgoerelse"

    def ready(self) -> None:
        """Enter the kinds of text."""
        from omhu.sagsarbejde.afgoerelse import skema  # noqa: F401 - importing it enters them
