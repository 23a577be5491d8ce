from django.urls import path, register_converter

from omhu.rapporter import aktindsigtviews, views


class Brevfil:
    """A letter's code with its ending: `kvittering.pdf`."""

    regex = r"[a-z0-9-]+\.(?:pdf|docx)"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Brevfil, "brevfil")

urlpatterns = [
    path("aktindsigt/<uuid:pk>/bundt.pdf", aktindsigtviews.bundt, name="aktindsigt_bundt"),
    path("aktindsigt/<uuid:pk>/giv/", aktindsigtviews.giv_aktindsigt, name="giv_aktindsigt"),
    path("<int:pk>/", views.breve, name="breve"),
    path("<int:pk>/<brevfil:fil>", views.brev, name="brev"),
]
