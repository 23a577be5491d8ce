from django.apps import AppConfig


class IndlaesningConfig(AppConfig):
    name = "omhu.indlaesning"
    label = "indlaesning"
