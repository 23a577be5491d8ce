# Omhu. `make` viser, hvad der kan gøres. Alt sætter sig selv op i .venv uden at spørge.

PYTHON ?= python3
BIN    := .venv/bin
ARG    ?=
KERNER ?= 2

# The run starts some hundred processes: what Python has compiled is kept for the next, also where the machine says not.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := hjaelp
.PHONY: hjaelp demo test check ret bench docs laas efterse sbom ren opsaet-koer opsaet-test

hjaelp: ## vis denne liste
	@echo "Omhu: brug »make MÅL«"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 12

demo: opsaet-koer ## sæt op og vis demokommunen på http://127.0.0.1:8000 (anden port: make demo PORT=8080)
	@$(BIN)/omhu demo

test: opsaet-test ## sæt op og kør alle prøver på SQLite og PostgreSQL, også i browseren (flere ord: ARG="-k frist")
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports
	@fejl=0; $(BIN)/pytest -n $(KERNER) --dist worksteal $(ARG) || fejl=$$?; \
	$(BIN)/python -m tests.pg -n $(KERNER) --dist worksteal $(ARG) || fejl=$$?; exit $$fejl

check: opsaet-test ## efterse koden: ruff, format, mypy, etagerne, skabelonerne
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint omhu --lint --quiet

ret: opsaet-test ## ret det, som ruff selv kan rette
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: opsaet-test ## mål hastigheden (flere ord: ARG=…)
	@$(BIN)/python -m bench $(ARG)

docs: opsaet-koer ## skriv de dannede sider i docs/ igen
	@$(BIN)/python tools/dokumenter.py

laas: opsaet-test ## hent nyeste versioner, og skriv låsefilerne igen
	@$(BIN)/python tools/laas.py

efterse: opsaet-test ## efterse pakkerne: kendte sårbarheder, hasher, licenser (uden net: ARG=--uden-net)
	@$(BIN)/python tools/efterse_afhaengigheder.py $(ARG)

sbom: opsaet-koer ## skriv indholdsfortegnelsen over alt, der følger med, i dist/
	@$(BIN)/python tools/sbom.py

ren: ## fjern .venv, hentede filer og mellemlagre; data i var/ røres ikke
	rm -rf .venv omhu/config/static/omhu/vendor tests/vendor
	rm -rf .pytest_cache .ruff_cache .mypy_cache var/mypy .import_linter_cache .hypothesis test-results
	find omhu tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

opsaet-koer:
	@$(PYTHON) tools/opsaet.py koer

opsaet-test:
	@$(PYTHON) tools/opsaet.py test
