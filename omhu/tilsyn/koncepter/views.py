"""The concepts: all, one, its editions and how they differ, as a file, copied, taken from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.kerne.heltal import heltal
from omhu.maalinger.tilsyn import Konceptfejl, Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import KONVENTIONER, SIKKERHED
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tilsyn.adgang import check_ser_koncepter
from omhu.tilsyn.koncepter import actions, queries, skema
from omhu.tilsyn.koncepter.forms import IndlaesForm, KopiForm
from omhu.tilsyn.koncepter.leverede import nyt_leveret
from omhu.tilsyn.models import Konceptudgave
from omhu.tilsyn.runder.koncept import koncept_af

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every concept with its latest edition; those laid away last."""
    check_ser_koncepter(bruger(request))
    linjer: list[dict[str, Any]] = []
    for u in queries.nyeste(ogsaa_lagt_vaek=True):
        k = koncept_af(u)
        linjer.append({"udgave": u, "k": k, "automatik": queries.antal_automatik(k)})
    data = {
        "i_brug": [x for x in linjer if x["udgave"].koncept.lagt_vaek is None],
        "lagt_vaek": [x for x in linjer if x["udgave"].koncept.lagt_vaek],
    }
    return render(request, "tilsyn/koncepter/liste.html", data)


@require_safe
def vis(request: HttpRequest, kode: str) -> HttpResponse:
    """One concept by sagstrin: what is asked, by which paragraph, how sure it is, and who answers."""
    check_ser_koncepter(bruger(request))
    udgave = queries.hent_udgave(kode, heltal(request.GET.get("udgave")))
    k = koncept_af(udgave)
    data = {
        "udgave": udgave,
        "nyeste": udgave.koncept.udgaver.order_by("-nr")[0].nr == udgave.nr,
        "k": k,
        "automatik": queries.antal_automatik(k),
        "sikkerhed": SIKKERHED[k.sikkerhed],
        "konvention": KONVENTIONER[k.konvention],
        "trin": [(t, [_vist(k, s) for s in k.spoergsmaal_i(t.kode)]) for t in k.sagstrin],
        "paa_tvaers": [_vist(k, s) for s in k.paa_tvaers],
        "leveret": nyt_leveret(udgave.koncept) if har_ret(bruger(request), Ret.KONCEPTER) else "",
    }
    return render(request, "tilsyn/koncepter/vis.html", data)


def _vist(k: Tilsynskoncept, s: Any) -> dict[str, Any]:
    return {
        "s": s,
        "hjemmel": s.hjemmel_tekst(),
        "skala": k.skalaer[s.skala].navn if hasattr(s, "skala") else "",
        "automatik": queries.AUTOMATIK[s.automatik],
        "af": queries.beregnes_af(s),
        "sikkerhed": SIKKERHED[s.sikkerhed],
    }


@require_safe
def udgaver(request: HttpRequest, kode: str) -> HttpResponse:
    """All editions, and what one changed in the one before it (or any other)."""
    check_ser_koncepter(bruger(request))
    koncept = queries.hent_koncept(kode)
    alle = list(koncept.udgaver.select_related("skrevet_af").order_by("-nr"))
    til = next((u for u in alle if u.nr == heltal(request.GET.get("til"))), alle[0])
    fra = next((u for u in alle if u.nr == (heltal(request.GET.get("fra")) or til.nr - 1)), None)
    data = {"koncept": koncept, "alle": alle, "til": til, "fra": fra}
    if fra is not None:
        navne = skema.feltnavne()
        data["aendringer"] = [
            (a, [(navne.get(n, n), foer, nu) for n, foer, nu in a.felter])
            for a in queries.aendringer(koncept_af(fra), koncept_af(til))
        ]
        data["linjer"] = queries.linjer(fra.indhold, til.indhold)
    return render(request, "tilsyn/koncepter/udgaver.html", data)


@require_safe
def fil(request: HttpRequest, kode: str) -> HttpResponse:
    """An edition as a YAML file, exactly as it stands."""
    check_ser_koncepter(bruger(request))
    udgave = queries.hent_udgave(kode, heltal(request.GET.get("udgave")))
    svar = HttpResponse(udgave.indhold, content_type="application/yaml; charset=utf-8")
    svar["Content-Disposition"] = f'attachment; filename="{kode}-udgave-{udgave.nr}.yaml"'
    return svar


@require_http_methods(GET_POST)
def indlaes(request: HttpRequest) -> HttpResponse:
    """A concept from a file or a text. A refused one is shown with the line, to be mended in the field."""
    kraev_ret(bruger(request), Ret.KONCEPTER)
    if request.method != "POST":
        return render(request, "tilsyn/koncepter/indlaes.html", {"form": IndlaesForm()})
    form = IndlaesForm(*_med_filens_tekst(request))
    if form.is_valid():
        try:
            udgave = actions.opret(
                form.cleaned_data["tekst"],
                form.cleaned_data["begrundelse"],
                af=bruger(request),
                fil=form.cleaned_data["filnavn"],
            )
            messages.success(request, f"{udgave.koncept.navn}, udgave {udgave.nr} er indlæst.")
            return _til(udgave)
        except Konceptfejl as fejl:
            form.fejl_i_filen(fejl)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return render(request, "tilsyn/koncepter/indlaes.html", {"form": form}, status=422)


def _med_filens_tekst(request: HttpRequest) -> tuple[Any]:
    """What was posted, with an uploaded file's text in the field, so that it can be mended there."""
    post = request.POST.copy()
    valgt = request.FILES.get("fil")
    if valgt is not None:
        post["filnavn"] = (valgt.name or "")[-80:]
        raa = valgt.read(actions.HOEJST + 1)
        try:
            post["tekst"] = raa.decode("utf-8-sig")
        except UnicodeDecodeError:
            post["tekst"] = ""
            post["ulaeselig"] = "ja"
    return (post,)


@require_http_methods(GET_POST)
def kopier(request: HttpRequest, kode: str) -> HttpResponse:
    """One's own concept, begun from another."""
    kraev_ret(bruger(request), Ret.KONCEPTER)
    udgave = queries.hent_udgave(kode, heltal(request.GET.get("udgave")))
    forslag = {"kode": f"{kode[:50]}-egen", "navn": f"{udgave.koncept.navn}, vores"}
    form = KopiForm(sendt(request), initial=forslag)
    if request.method == "POST" and form.is_valid():
        try:
            ny = actions.kopier(udgave, **form.cleaned_data, af=bruger(request))
            messages.success(
                request, f"{ny.koncept.navn} er lavet. Ret det, så det passer til jer."
            )
            return redirect("tilsyn_koncept_ret", ny.koncept.kode)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "udgave": udgave}
    return render(request, "tilsyn/koncepter/kopier.html", data, status=422 if form.errors else 200)


@require_POST
def tag_leveret(request: HttpRequest, kode: str) -> HttpResponse:
    """Take the shipped file's newer text as the next edition."""
    kraev_ret(bruger(request), Ret.KONCEPTER)
    koncept = queries.hent_koncept(kode)
    try:
        udgave = actions.tag_leveret(koncept, af=bruger(request))
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
        return redirect("tilsyn_koncept", kode)
    messages.success(request, f"Den leverede tekst er nu udgave {udgave.nr}.")
    return _til(udgave)


@require_POST
def laeg_vaek(request: HttpRequest, kode: str) -> HttpResponse:
    """No longer offered for new rounds, or offered again, as `vaek` says: pressed twice is as pressed once."""
    kraev_ret(bruger(request), Ret.KONCEPTER)
    koncept = queries.hent_koncept(kode)
    vaek = request.POST.get("vaek") != "nej"
    actions.laeg_vaek(koncept, vaek=vaek, af=bruger(request))
    nu = "lagt væk. Runder, der bruger det, beholder det" if vaek else "taget frem igen"
    messages.success(request, f"{koncept.navn} er {nu}.")
    return redirect("tilsyn_koncepter")


def _til(udgave: Konceptudgave) -> HttpResponse:
    """To what the edition changed; a first edition to the concept."""
    if udgave.nr == 1:
        return redirect("tilsyn_koncept", udgave.koncept.kode)
    return redirect("tilsyn_koncept_udgaver", udgave.koncept.kode)
