from django.urls import path

from omhu.rapporter import (
    aktindsigtviews,
    filnavne,  # noqa: F401 - the converters of the paths below
    views,
)

urlpatterns = [
    path("aktindsigt/<uuid:pk>/bundt.pdf", aktindsigtviews.bundt, name="aktindsigt_bundt"),
    path("aktindsigt/<uuid:pk>/giv/", aktindsigtviews.giv_aktindsigt, name="giv_aktindsigt"),
    path("<int:pk>/", views.breve, name="breve"),
    path("<int:pk>/<brevfil:fil>", views.brev, name="brev"),
]
