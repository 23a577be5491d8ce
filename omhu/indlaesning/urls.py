from django.urls import path

from omhu.indlaesning import profilviews, views

urlpatterns = [
    path("", views.liste, name="indlaesning"),
    path("ny/", views.ny, name="indlaesning_ny"),
    path("profiler/", profilviews.profiler, name="indlaesning_profiler"),
    path("profiler/ny/", profilviews.ny_profil, name="indlaesning_ny_profil"),
    path("profiler/<uuid:nummer>/", profilviews.kolonner, name="indlaesning_kolonner"),
    path("<uuid:pk>/", views.vis, name="indlaesning_vis"),
    path("<uuid:pk>/godkend/", views.godkend, name="indlaesning_godkend"),
    path("<uuid:pk>/forkast/", views.forkast, name="indlaesning_forkast"),
    path("<uuid:pk>/karantaene.csv", views.karantaene, name="indlaesning_karantaene"),
]
