"""Shares as text, and small numbers kept back where figures leave the house."""

from __future__ import annotations

from omhu.kerne.ord_om_tid import antal

IKKE_RELEVANT = "Ikke relevant"
MINDSTE_CELLE = 5
"""Default of the setting: counts below it are kept back (Danmarks Statistik's practice; the law names no number)."""
SKJULT = "Skjult (små tal)"
DAGE_PR_MAANED = 365.25 / 12
MINDSTE_PROCENT = 10
"""Below this many cases a share is shown as its two counts only: one case would move it 10 points or more."""


def ud_af(k: int, n: int) -> str:
    """`7 ud af 11`; a row that concerns nobody is not relevant.

    >>> ud_af(7, 11), ud_af(0, 0)
    ('7 ud af 11', 'Ikke relevant')
    """
    return f"{k} ud af {n}" if n else IKKE_RELEVANT


def procent(k: int, n: int) -> str:
    """Whole percent, halves up.

    >>> procent(5, 11), procent(1, 8), procent(0, 0)
    ('45 %', '13 %', 'Ikke relevant')
    """
    return f"{(200 * k + n) // (2 * n)} %" if n else IKKE_RELEVANT


def vis_andel(k: int, n: int) -> str:
    """Both counts always; per cent only where n allows it.

    >>> vis_andel(7, 11), vis_andel(3, 8), vis_andel(0, 0)
    ('64 % (7 ud af 11)', '3 ud af 8', 'Ikke relevant')
    """
    return f"{procent(k, n)} ({ud_af(k, n)})" if n >= MINDSTE_PROCENT else ud_af(k, n)


def vis(form: str, k: int, n: int | None) -> str:
    """A figure in one of the concept language's forms. `n` None is a number that is no share."""
    if form == "varighed" or n is None:
        return overskridelse(k)
    if not n:
        return IKKE_RELEVANT
    if form == "procent":
        return procent(k, n)
    if form == "procent_og_antal":
        return f"{procent(k, n)} ({ud_af(k, n)})"
    return str(k) if form == "antal" else ud_af(k, n)


def overskridelse(dage: int) -> str:
    """How far past a deadline, in the rounded words of a report: half months, whole months from a year on.

    >>> [overskridelse(d) for d in (1, 57, 77, 122, 168, 456)]
    ['1 dag', 'knapt 2 måneder', '2,5 måneder', '4 måneder', '5,5 måneder', 'ca. 1 år og 3 måneder']
    """
    maaneder = dage / DAGE_PR_MAANED
    if maaneder < 1:
        return antal(dage, "dag", "dage")
    if maaneder >= 11.75:
        aar, rest = divmod(round(maaneder), 12)
        return f"ca. {aar} år" + (f" og {antal(rest, 'måned', 'måneder')}" if rest else "")
    halve = round(maaneder * 2) / 2
    tal = f"{halve:g}".replace(".", ",")
    forord = "knapt " if halve - maaneder > 0.1 else "godt " if maaneder - halve > 0.1 else ""
    return f"{forord}{tal} {'måned' if halve == 1 else 'måneder'}"


def skjul(k: int, n: int | None, mindste_celle: int = MINDSTE_CELLE) -> bool:
    """Must the share be kept back outside the house? Yes when counted-of is below the smallest cell, or when
    the counted or the rest are one to four people; 0 may be shown. 0 as smallest cell switches it off."""
    if not mindste_celle or not n:
        return False
    smaa = range(1, mindste_celle)
    return n < mindste_celle or k in smaa or n - k in smaa
