from django.urls import path

from omhu.bord.journal import aktindsigt, filer, views

urlpatterns = [
    path("sager/<int:pk>/journal/", views.journal, name="sagens_journal"),
    path("sager/<int:pk>/journal/notat/", views.nyt_notat, name="nyt_notat"),
    path("sager/<int:pk>/journal/dokument/", views.nyt_dokument, name="nyt_dokument"),
    path("sager/<int:pk>/journal/aktindsigt/", aktindsigt.sagens, name="sagens_aktindsigt"),
    path("journal/<uuid:rod>/", views.post, name="journalpost"),
    path("journal/<uuid:rod>/ret/", views.ret_post, name="ret_journalpost"),
    path("dokumenter/<uuid:pk>/vis/", filer.vis, name="dokument_vis"),
    path("dokumenter/<uuid:pk>/hent/", filer.hent, name="dokument_hent"),
    path("aktindsigt/<uuid:pk>/", aktindsigt.aktindsigt, name="aktindsigt"),
    path(
        "aktindsigt/<uuid:pk>/streg/<slug:akt_id>/", aktindsigt.stregninger, name="aktindsigt_streg"
    ),
    path("aktindsigt/<uuid:pk>/frist/", aktindsigt.forlaeng, name="aktindsigt_frist"),
    path("aktindsigt/<uuid:pk>/stregliste/", aktindsigt.stregliste, name="aktindsigt_stregliste"),
]
