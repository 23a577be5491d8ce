from django.urls import path, register_converter

from omhu.rapporter import aktindsigtviews, views
from omhu.rapporter.tilsyn import views as tilsyn


class Brevfil:
    """A letter's code with its ending: `kvittering.pdf`."""

    regex = r"[a-z0-9-]+\.(?:pdf|docx)"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Rundefil(Brevfil):
    """The same for a round, where tables can be had as a workbook: `bilag-1.xlsx`."""

    regex = r"[a-z0-9-]+\.(?:pdf|docx|xlsx)"


register_converter(Brevfil, "brevfil")
register_converter(Rundefil, "rundefil")

urlpatterns = [
    path("aktindsigt/<uuid:pk>/bundt.pdf", aktindsigtviews.bundt, name="aktindsigt_bundt"),
    path("aktindsigt/<uuid:pk>/giv/", aktindsigtviews.giv_aktindsigt, name="giv_aktindsigt"),
    path("tilsyn/<int:pk>/", tilsyn.dokumenter, name="tilsyn_dokumenter"),
    path("tilsyn/<int:pk>/modtagere/", tilsyn.modtagere, name="tilsyn_modtagere"),
    path("tilsyn/<int:pk>/<rundefil:fil>", tilsyn.dokument, name="tilsyn_dokument"),
    path("tilsyn/sag/<int:pk>/<brevfil:fil>", tilsyn.om_sagen, name="tilsyn_sagsnotat"),
    path(
        "tilsyn/tilbagemelding/<int:pk>/<brevfil:fil>",
        tilsyn.tilbagemelding,
        name="tilsyn_tilbagemeldingsbrev",
    ),
    path("<int:pk>/", views.breve, name="breve"),
    path("<int:pk>/<brevfil:fil>", views.brev, name="brev"),
]
