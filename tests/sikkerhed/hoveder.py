"""What every answer must carry, and what is wrong with one that does not."""

from __future__ import annotations

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
"""The whole policy. A new word here is a decision, not an accident."""
CSP_FIL = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'none'",
    "sandbox": "",
}
"""Of a file that came from outside and is shown as it is: it loads and runs nothing, and is no part of the site."""


def politik(svar) -> dict[str, str]:
    dele = svar["Content-Security-Policy"].split(";")
    return {navn: ord_ for navn, _, ord_ in (d.strip().partition(" ") for d in dele) if navn}


def ventet_politik(svar) -> dict[str, str]:
    er_fil = "Content-Disposition" in svar and not svar["Content-Type"].startswith("text/html")
    return CSP_FIL if er_fil and svar.resolver_match.view_name in FILER else CSP


FILER = ("dokument_vis", "dokument_hent")


def mangler(svar, *, data: bool = True) -> list[str]:
    """What is wrong with the headers of an answer."""
    fundet = {k: svar.get(k, "") for k in (
        "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
    )}  # fmt: skip
    ventet = dict(
        zip(fundet, ("nosniff", "same-origin", "same-origin", "same-origin"), strict=True)
    )
    fejl = [f"{k}: {v}" for k, v in fundet.items() if v != ventet[k]]
    if "Content-Security-Policy" not in svar or politik(svar) != ventet_politik(svar):
        fejl.append(f"CSP: {svar.get('Content-Security-Policy', 'mangler')}")
    if "camera=()" not in svar.get("Permissions-Policy", ""):
        fejl.append("Permissions-Policy")
    if data and "no-store" not in svar.get("Cache-Control", ""):
        fejl.append(f"Cache-Control: {svar.get('Cache-Control', 'mangler')}")
    tekst = svar.get("Content-Type", "text/html; charset=utf-8")
    if tekst.startswith(("text/", "application/xml", "application/json")) and "utf-8" not in tekst:
        fejl.append(f"Content-Type: {tekst}")
    return fejl
