"""A rådgiver nominates a case of their own (KLK: the cases are named by those who work in them)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.sager.adgang import synlige_sager
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.tilsyn.models import Rammesag, Runde, Tilsynssag, Udtraek
from omhu.tilsyn.runder import actions
from omhu.tilsyn.runder.forms import MeldForm
from omhu.tilsyn.runder.koncept import koncept_af


@require_http_methods(["GET", "HEAD", "POST"])
def meld(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one's own case, and say why it is good to learn from."""
    mig = bruger(request)
    kraev_ret(mig, Ret.REGISTRERE)
    runde = Runde.objects.filter(pk=pk).select_related("udgave__koncept", "leder").first()
    if runde is None:
        raise Http404("Runden findes ikke.")
    raekker = _egne(mig, runde)
    form = MeldForm(sendt(request), sager=_valg(mig, runde, raekker))
    if request.method == "POST" and form.is_valid():
        raekke = next(r for r in raekker if str(r.pk) == form.cleaned_data["sag"])
        try:
            actions.meld_sag(mig, runde, raekke, form.cleaned_data["begrundelse"])
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(
                request, "Sagen er meldt til tilsynet. Den, der leder runden, finder en læser."
            )
            return redirect("tilsyn")
    med_kladde(request, form)
    data = {
        "runde": runde,
        "form": form,
        "koncept": koncept_af(runde.udgave),
        "aaben": actions.aaben_for_forslag(runde),
        "egne": raekker,
        "meldte": Tilsynssag.objects.filter(
            runde=runde, raadgiver=mig, udtraek__slags=Udtraek.Slags.SELVVALGT
        ).count(),
    }
    return render(request, "tilsyn/runder/meld.html", data, status=422 if form.errors else 200)


def _egne(mig: Bruger, runde: Runde) -> list[Rammesag]:
    """One's own rows of the frame that are not in the round yet."""
    med = set(Tilsynssag.objects.filter(runde=runde).values_list("sag_id", "sagstrin"))
    egne = Rammesag.objects.filter(ramme__runde=runde, raadgiver=mig).select_related("ramme")
    return [r for r in egne if (r.sag_id, r.sagstrin) not in med]


def _valg(mig: Bruger, runde: Runde, raekker: list[Rammesag]) -> list[tuple[str, str]]:
    sager = {s.pk: s for s in synlige_sager(mig).filter(pk__in={r.sag_id for r in raekker})}
    trin = {t.kode: t.navn for t in koncept_af(runde.udgave).sagstrin}
    valg = [
        (str(r.pk), f"{s.barn}, {s.nummer}{f', {trin[r.sagstrin]}' if r.sagstrin in trin else ''}")
        for r in raekker
        if (s := sager.get(r.sag_id))
    ]
    return [("", "Vælg en sag"), *sorted(valg, key=lambda v: v[1])]
