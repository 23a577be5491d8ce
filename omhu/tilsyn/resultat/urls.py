from django.urls import URLPattern, path

from omhu.tilsyn.resultat import forloebsviews, views

urlpatterns: list[URLPattern] = [
    path("runder/<int:pk>/resultat/", views.resultat, name="tilsyn_resultat"),
    path("runder/<int:pk>/resultat/<str:spoergsmaal>/", views.tal, name="tilsyn_tal"),
    path("runder/<int:pk>/enighed/", views.enighed, name="tilsyn_enighed"),
    path("runder/<int:pk>/enheder/", views.enheder, name="tilsyn_enheder"),
    path("runder/<int:pk>/sammenlign/", views.sammenlign, name="tilsyn_sammenlign"),
    path("runder/<int:pk>/alle-sager/", views.alle_sager, name="tilsyn_alle_sager"),
    path("runder/<int:pk>/forloeb/", forloebsviews.runde, name="tilsyn_rundens_forloeb"),
    path("forloeb/", forloebsviews.pligter, name="tilsyn_forloeb"),
    path("begivenheder/<int:pk>/fjern/", forloebsviews.fjern, name="tilsyn_fjern_begivenhed"),
]
