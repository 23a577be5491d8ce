"""Correlation: which responses, waivers and lapses belong to an obligation, and when its need is complete."""

from __future__ import annotations

from collections.abc import Callable

from .sag import Sag, Skridt


def i_soegning(p, r: Skridt) -> bool:
    """Does the step lie where responses are looked for (due day apart)?"""
    if p.moenster.efter == "senere_dag" and r.dag <= p.anker.dag:
        return False
    if p.fra_dag is None:
        return r.ved_eller_efter(p.anker)
    return p.fra_dag <= r.dag


def hoerer_til(p, r: Skridt, samme: str) -> bool:
    """Correlation step by step; measures are gathered elsewhere."""
    if samme != "henvisning" or not r.trin.vedroerer:
        return True
    u = p.udloesende.trin
    return r.trin.vedroerer in {u.navn, u.vedroerer, p.anker.trin.navn}


def saml(
    skridt: list[Skridt], skal: set[str], antal: int, daekker: Callable[[Skridt], set[str]]
) -> Skridt | None:
    """The step that completes the need: `antal` rounds, each until the union covers what it shall."""
    mangler = set(skal)
    for s in skridt:
        mangler -= daekker(s)
        if mangler:
            continue
        antal -= 1
        if antal == 0:
            return s
        mangler = set(skal)
    return None


def svar(sag: Sag, p) -> list[Skridt]:
    """Responses in order, whenever they come."""
    m = p.moenster
    return [
        r
        for r in sag.skridt
        if sag.passer_en(r, m.opfyldt_af) and i_soegning(p, r) and hoerer_til(p, r, m.samme)
    ]


def skal_daekkes(p) -> set[str]:
    """The measures that responses must cover together; none means that any response counts."""
    return p.udloesende.indsatser if p.moenster.samme == "indsats" else set()


def daekker(p, r: Skridt, *, tvivl_taeller: bool) -> set[str]:
    """The measures that a response covers; one that names none follows `uden_indsats`."""
    uden = p.moenster.uden_indsats
    tomme_taeller = uden == "taeller" or (uden == "uvist" and tvivl_taeller)
    return r.indsatser or (skal_daekkes(p) if tomme_taeller else set())


def bidrager(p, r: Skridt) -> bool:
    """Is the response about any of the measures?"""
    skal = skal_daekkes(p)
    return not skal or bool(skal & daekker(p, r, tvivl_taeller=False))


def fuldfoert_af(p, skridt: list[Skridt], *, tvivl_taeller: bool) -> Skridt | None:
    """The response that completes the need among some responses; in doubt `uvist` counts or not."""
    return saml(
        skridt,
        skal_daekkes(p),
        p.moenster.antal,
        lambda r: daekker(p, r, tvivl_taeller=tvivl_taeller),
    )


def foerste_fravalg(sag: Sag, p) -> Skridt | None:
    """The first waiver step in the search window; one that names no measure waives for all."""
    f = p.moenster.fravalg
    skal = p.udloesende.indsatser if f.samme == "indsats" else set()
    mulige = [
        s
        for s in sag.skridt
        if sag.passer_en(s, f.af) and i_soegning(p, s) and hoerer_til(p, s, f.samme)
    ]
    return saml(mulige, skal, 1, lambda s: s.indsatser or skal)


def foerste_bortfald(sag: Sag, p) -> Skridt | None:
    """The first step after the trigger that ends the duty; measures are gathered over all entries."""
    mangler = p.udloesende.indsatser
    for s in sag.efter(p.udloesende):
        for b in p.moenster.bortfalder:
            if not sag.passer(s, b) or not hoerer_til(p, s, b.samme):
                continue
            if b.samme == "indsats":
                mangler = mangler - (s.indsatser or mangler)
            if b.samme != "indsats" or not mangler:
                return s
    return None
