"""The tests' own surroundings: nothing is left behind, and what is prepared is as a first command leaves it."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.miljoe import MAPPE, klar, ryd_efter_draebte


def test_folders_of_killed_runs_are_removed_and_no_others(tmp_path):
    doed = subprocess.Popen([sys.executable, "-c", ""])
    doed.wait()
    navne = [f"{MAPPE}{doed.pid}-a", f"{MAPPE}{os.getpid()}-b", "andres", f"{MAPPE}gammel"]
    for navn in navne:
        (tmp_path / navn / "under").mkdir(parents=True)
    ryd_efter_draebte(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(navne[1:])


def test_a_run_leaves_no_folder_behind(tmp_path):
    miljoe = {k: v for k, v in os.environ.items() if not k.startswith(("OMHU_", "PYTEST_"))}
    svar = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os; from tests import miljoe; print(os.environ['OMHU_MAPPE'])",
        ],
        env=miljoe | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert svar.stdout.startswith(f"{tmp_path}/{MAPPE}")
    assert list(tmp_path.iterdir()) == []


def test_a_prepared_folder_has_all_that_a_first_command_makes(tmp_path):
    rene = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    miljoe = rene | klar(tmp_path / "var", sqlite=True) | {"OMHU_MAPPE": str(tmp_path / "var")}
    foer = {p.name for p in (tmp_path / "var").iterdir()}
    svar = subprocess.run(
        [sys.executable, "-m", "omhu.config.cli", "log", "kontrol"],
        env=miljoe, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr
    assert {"omhu.sqlite3", "log.sqlite3", "noegler.json", "hemmelig_noegle"} <= foer
