"""Children and cases of a load: new ones are made, changed fields follow the source, fields that someone
changed in Omhu stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from omhu.indlaesning.lager import Lager
from omhu.indlaesning.models import Kildepost
from omhu.sager.kle import emnenummer
from omhu.sager.models import Barn, Sag

if TYPE_CHECKING:
    from omhu.indlaesning.skriv import Udfald

BARN_FELTER = {
    "navn": "barnets navn",
    "cpr": "CPR-nummer",
    "foedselsdato": "fødselsdato",
    "koen": "køn",
    "husstand": "husstand",
    "foraeldremyndighed": "forældremyndighed",
}
SAG_FELTER = {
    "sagstype": "sagstype",
    "kle": "KLE-nummer",
    "hovedforanstaltning": "hovedforanstaltning",
    "lovgrundlag": "lovgrundlag",
    "referencedato": "referencedato",
    "oplysninger": "øvrige oplysninger",
}
CPR = "cpr"
PORTION = 500
Enhedsvalg = Callable[[str, str], int]
Post = tuple[str, str, dict[str, Any]]


def skriv_poster(lager: Lager, kilde: str, udfald: Udfald, enhed: Enhedsvalg) -> dict[str, int]:
    """Write children and cases; returns the key of every case of the source by its number."""
    boern = dict(
        Barn.objects.filter(kilde=kilde).exclude(kilde_id="").values_list("kilde_id", "pk")
    )
    for portion in lager.poster("barn", PORTION):
        _skriv_boern(portion, kilde, udfald, boern)
    numre = dict(Sag.objects.filter(kilde=kilde).values_list("nummer", "pk"))
    for portion in lager.poster("sag", PORTION):
        _skriv_sager(
            [(n, barn, _med_kle(f)) for n, barn, f in portion], kilde, udfald, numre, boern, enhed
        )
    return numre


def _med_kle(felter: dict[str, Any]) -> dict[str, Any]:
    """The subject number of an extract's own KLE column, whatever else stands in it."""
    skrevet = (felter.get("oplysninger") or {}).get("kle", "")
    return felter | {"kle": emnenummer(skrevet)} if skrevet else felter


def _skriv_boern(portion: list[Post], kilde: str, udfald: Udfald, boern: dict[str, int]) -> None:
    nye = [
        Barn(kilde=kilde, kilde_id=n, **_vaerdier(Barn, f, BARN_FELTER))
        for n, _, f in portion
        if n not in boern
    ]
    nye_noegler = {b.kilde_id for b in nye}
    boern.update((b.kilde_id, b.pk) for b in Barn.objects.bulk_create(nye))
    _husk(kilde, "barn", [p for p in portion if p[0] in nye_noegler], BARN_FELTER)
    udfald.boern["ny"] += len(nye)
    gamle = [p for p in portion if p[0] not in nye_noegler]
    aendrede = _ret(
        Barn, kilde, "barn", {boern[n]: (n, f) for n, _, f in gamle}, BARN_FELTER, udfald
    )
    udfald.boern["aendret"] += len(aendrede)
    udfald.boern["uaendret"] += len(gamle) - len(aendrede)
    if aendrede:
        udfald.beroerte.update(
            Sag.objects.filter(barn_id__in=aendrede).values_list("pk", flat=True)
        )


def _skriv_sager(
    portion: list[Post],
    kilde: str,
    udfald: Udfald,
    numre: dict[str, int],
    boern: dict[str, int],
    enhed: Enhedsvalg,
) -> None:
    nye = [
        Sag(
            kilde=kilde,
            nummer=n,
            barn_id=boern[barn],
            enhed_id=enhed(n, f.get("enhed", "")),
            **_vaerdier(Sag, f, SAG_FELTER),
        )
        for n, barn, f in portion
        if n not in numre
    ]
    nye_noegler = {s.nummer for s in nye}
    Sag.objects.bulk_create(nye)
    numre.update((s.nummer, s.pk) for s in nye)
    _husk(kilde, "sag", [p for p in portion if p[0] in nye_noegler], SAG_FELTER)
    udfald.sager["ny"] += len(nye)
    udfald.beroerte.update(s.pk for s in nye)
    gamle = [p for p in portion if p[0] not in nye_noegler]
    aendrede = _ret(Sag, kilde, "sag", {numre[n]: (n, f) for n, _, f in gamle}, SAG_FELTER, udfald)
    udfald.sager["aendret"] += len(aendrede)
    udfald.sager["uaendret"] += len(gamle) - len(aendrede)
    udfald.beroerte |= aendrede


def _ret(
    model: type[models.Model],
    kilde: str,
    tabel: str,
    poster: dict[int, tuple[str, dict[str, Any]]],
    navne: dict[str, str],
    udfald: Udfald,
) -> set[int]:
    """Bring changed fields over; returns the keys of the objects that were written."""
    noegler = [n for n, _ in poster.values()]
    sidste = {
        p.noegle: p for p in Kildepost.objects.filter(kilde=kilde, tabel=tabel, noegle__in=noegler)
    }
    aendrede, huskes = [], []
    for objekt in model._default_manager.filter(pk__in=poster):
        noegle, felter = poster[objekt.pk]
        post = sidste.get(noegle) or Kildepost(kilde=kilde, tabel=tabel, noegle=noegle)
        skrevne, konflikter = _flet(objekt, post, felter, navne)
        if skrevne:
            aendrede.append(objekt)
            udfald.eksempel("aendret", noegle, "Ændret: " + ", ".join(navne[f] for f in skrevne))
            huskes.append(post)
        udfald.konflikter += [
            f"{'Sag' if tabel == 'sag' else 'Barnet i sag'} {noegle}: {navne[f]} er rettet i Omhu, så kildens nye "
            "værdi er ikke skrevet. Ret den på sagen, hvis kilden har ret."
            for f in konflikter
        ]
    if aendrede:
        model._default_manager.bulk_update(aendrede, list(navne), batch_size=100)
        Kildepost.objects.bulk_update([p for p in huskes if p.pk], ["vaerdier", CPR])
        Kildepost.objects.bulk_create([p for p in huskes if not p.pk])
    return {o.pk for o in aendrede}


def _flet(
    objekt: models.Model, post: Kildepost, felter: dict[str, Any], navne: dict[str, str]
) -> tuple[list[str], list[str]]:
    skrevne, konflikter = [], []
    for felt in navne:
        if felt not in felter:
            continue
        ny, sidst = felter[felt], _husket(post, felt)
        if ny == sidst:
            continue
        nu = _som_tekst(getattr(objekt, felt))
        if nu not in (sidst, ny):
            konflikter.append(felt)
            continue
        setattr(objekt, felt, _vaerdi(type(objekt), felt, ny))
        _saet_husket(post, felt, ny)
        skrevne.append(felt)
    return skrevne, konflikter


def _husket(post: Kildepost, felt: str) -> Any:
    return post.cpr if felt == CPR else post.vaerdier.get(felt, _tom(felt))


def _saet_husket(post: Kildepost, felt: str, vaerdi: Any) -> None:
    if felt == CPR:
        post.cpr = vaerdi
    else:
        post.vaerdier[felt] = vaerdi


def _husk(kilde: str, tabel: str, poster: list[Post], navne: dict[str, str]) -> None:
    Kildepost.objects.bulk_create(
        Kildepost(
            kilde=kilde,
            tabel=tabel,
            noegle=n,
            cpr=f.get(CPR, ""),
            vaerdier={k: f[k] for k in navne if f.get(k) and k != CPR},
        )
        for n, _, f in poster
    )


def _vaerdier(
    model: type[models.Model], felter: dict[str, Any], navne: dict[str, str]
) -> dict[str, Any]:
    return {k: _vaerdi(model, k, felter.get(k, _tom(k))) for k in navne}


def _vaerdi(model: type[models.Model], felt: str, vaerdi: Any) -> Any:
    beskrevet = model._meta.get_field(felt)
    if isinstance(beskrevet, models.DateField):
        return date.fromisoformat(vaerdi) if vaerdi else None
    if isinstance(beskrevet, models.CharField) and beskrevet.max_length:
        return str(vaerdi)[: beskrevet.max_length]
    return vaerdi


def _som_tekst(vaerdi: Any) -> Any:
    if vaerdi is None:
        return ""
    return vaerdi.isoformat() if isinstance(vaerdi, date) else vaerdi


def _tom(felt: str) -> Any:
    return {} if felt == "oplysninger" else ""
