from django.apps import AppConfig


class SagsarbejdeConfig(AppConfig):
    name = "omhu.sagsarbejde"
    label = "sagsarbejde"

    def ready(self) -> None:
        """Enter the kinds of text of the subjects that are no apps of their own."""
        from omhu.sagsarbejde import skema  # noqa: F401 - importing it enters them
        from omhu.sagsarbejde.modtagelse import skema as modtagelse  # noqa: F401 - the same
        from omhu.sagsarbejde.opfoelgning import skema as opfoelgning  # noqa: F401 - the same
        from omhu.sagsarbejde.plan import skema as plan  # noqa: F401 - the same
        from omhu.sagsarbejde.samtale import skema as samtale  # noqa: F401 - the same
        from omhu.sagsarbejde.undersoegelse import skema as undersoegelse  # noqa: F401 - the same
