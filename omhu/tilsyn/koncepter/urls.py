from django.urls import path

from omhu.tilsyn.koncepter import ret, views

urlpatterns = [
    path("koncepter/", views.liste, name="tilsyn_koncepter"),
    path("koncepter-fra-fil/", views.indlaes, name="tilsyn_koncept_indlaes"),
    path("koncepter/<slug:kode>/", views.vis, name="tilsyn_koncept"),
    path("koncepter/<slug:kode>/ret/", ret.ret, name="tilsyn_koncept_ret"),
    path("koncepter/<slug:kode>/tekst/", ret.tekst, name="tilsyn_koncept_tekst"),
    path("koncepter/<slug:kode>/udgaver/", views.udgaver, name="tilsyn_koncept_udgaver"),
    path("koncepter/<slug:kode>/fil/", views.fil, name="tilsyn_koncept_fil"),
    path("koncepter/<slug:kode>/kopier/", views.kopier, name="tilsyn_koncept_kopier"),
    path("koncepter/<slug:kode>/leveret/", views.tag_leveret, name="tilsyn_koncept_leveret"),
    path("koncepter/<slug:kode>/laeg-vaek/", views.laeg_vaek, name="tilsyn_koncept_laeg_vaek"),
]
