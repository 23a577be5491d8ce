from django.apps import AppConfig


class TidslinjeConfig(AppConfig):
    name = "omhu.tidslinje"
    label = "tidslinje"
