from django.urls import path

from omhu.bord.afgoerelse import indsatsviews as iv
from omhu.bord.afgoerelse import views

urlpatterns = [
    path("sager/<int:pk>/afgoerelser/", views.sagens_afgoerelser, name="sagens_afgoerelser"),
    path("sager/<int:pk>/afgoerelser/ny/", views.ny_afgoerelse, name="ny_afgoerelse"),
    path("sager/<int:pk>/afgoerelser/hoer/", iv.hoer_part, name="hoer_part"),
    path("sager/<int:pk>/indsatser/<str:kode>/ivaerksaet/", iv.ivaerksaet, name="ivaerksaet"),
    path("sager/<int:pk>/indsatser/<str:kode>/ophoer/", iv.ophoer, name="ophoer"),
    path("afgoerelser/<uuid:pk>/", views.afgoerelse, name="afgoerelse"),
    path("afgoerelser/<uuid:pk>/klage/", iv.klag_over, name="klag_over"),
    path("partshoeringer/<uuid:pk>/svar/", iv.hoeringssvar, name="hoeringssvar"),
    path("klager/<uuid:pk>/genvurder/", iv.genvurder_klage, name="genvurder_klage"),
    path("afgoerelser-trods/", views.afgoerelser_trods, name="afgoerelser_trods"),
    path("afgoerelser-trods/<int:pk>/set/", views.afgoerelse_set, name="afgoerelse_set"),
    path("indsatser/", views.indsatskatalog, name="indsatskatalog"),
]
