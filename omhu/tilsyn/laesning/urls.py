from django.urls import path

from omhu.tilsyn.laesning import fundviews, views

urlpatterns = [
    path("laesninger/<int:pk>/", views.laes, name="tilsyn_laes"),
    path("laesninger/<int:pk>/begynd/", views.begynd, name="tilsyn_laes_begynd"),
    path(
        "laesninger/<int:pk>/spoergsmaal/<slug:nr>/", views.spoergsmaal, name="tilsyn_spoergsmaal"
    ),
    path("laesninger/<int:pk>/sagen/", views.om_sagen, name="tilsyn_laes_sagen"),
    path("laesninger/<int:pk>/laas/", views.laas, name="tilsyn_laes_laas"),
    path("laesninger/<int:pk>/sammenlign/", views.sammenlign, name="tilsyn_laes_sammenlign"),
    path("laesninger/<int:pk>/meld/<slug:nr>/", fundviews.meld, name="tilsyn_laes_meld"),
    path("genveje/", views.genveje, name="tilsyn_genveje"),
    path("runder/<int:pk>/uenighed/", views.uenighed, name="tilsyn_uenighed"),
    path("alvorlige/", fundviews.liste, name="tilsyn_alvorlige"),
    path("alvorlige/<int:pk>/", fundviews.fund, name="tilsyn_sagsopfoelgning"),
]
