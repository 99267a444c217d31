# `make demo` and `make test` are all there is to know; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup demo test test-real test-long check bench catalogue lock clean

# What can be set: `make setup PYTHON=python3.12`, `make demo OUT=elsewhere`, `make lock UPGRADE=1`.
PYTHON ?=
OUT ?= out
UPGRADE ?=
# Debian packages that WeasyPrint and Chinese documents need; `make setup LIBRARIES=` asks for none.
LIBRARIES ?= libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core fonts-noto-cjk
# Debian packages that the `heavy` tests run.
TOOLS ?= libreoffice-calc chromium postgresql poppler-utils libnss3-tools softhsm2 nginx-light

# Nothing below may ask a question, or install outside the environment it names.
export DEBIAN_FRONTEND := noninteractive
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_USER := 0

# Shell functions that several recipes use.
define functions
fail() { printf '%s\n' "$$@" >&2; exit 1; }

quietly() {  # quietly LOG COMMAND...: the command's output is shown only if it fails
    local log=$$1; shift
    "$$@" >"$$log" 2>&1 && return
    tail -n 25 "$$log" >&2
    fail "" "This failed: $$*"
}

install_packages() {  # install_packages NAME...: those Debian packages that are missing
    [[ $$# -gt 0 ]] && command -v dpkg-query >/dev/null || return 0
    local present missing=() name log run=() order
    present=$$(dpkg-query -W -f='$${Package}=$${db:Status-Status}\n' "$$@" 2>/dev/null || true)
    for name in "$$@"; do
        grep -qxF "$$name=installed" <<<"$$present" || missing+=("$$name")
    done
    [[ $${#missing[@]} -gt 0 ]] || return 0
    if [[ $$EUID -ne 0 ]]; then
        if sudo -n true 2>/dev/null; then
            run=(sudo -n env DEBIAN_FRONTEND=noninteractive)
        else
            order="apt-get update && apt-get install -y --no-install-recommends $${missing[*]}"
            if command -v sudo >/dev/null; then order="sudo sh -c '$$order'"; else order="su -c '$$order'"; fi
            fail "System packages are missing: $${missing[*]}" \
                "Run this line, then make again:" "" "    $$order" ""
        fi
    fi
    echo "Installing system packages: $${missing[*]}"
    log=$$(mktemp)
    # A run that was interrupted leaves half-configured packages, and one dead source is no reason to stop.
    "$${run[@]}" dpkg --configure -a >"$$log" 2>&1 || true
    "$${run[@]}" apt-get update -qq >>"$$log" 2>&1 || true
    quietly "$$log" "$${run[@]}" apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$${missing[@]}"
    rm -f "$$log"
}

find_python() {  # prints the interpreter to build with, never one of a virtual environment
    local name
    for name in $(or $(PYTHON),python3 python3.11 python3.12 python3.13 /usr/bin/python3); do
        "$$name" -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 13) or sys.exit(1); print(sys._base_executable)' \
            2>/dev/null && return
    done
    return 1
}

minor() { "$$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

run_marked() {  # run_marked MARKER: the tests that carry it, of which there may be none
    local status=0
    .venv/bin/python -m pytest -n 2 -m "$$1" || status=$$?
    if [[ $$status -eq 5 ]]; then echo "No test is marked '$$1' yet."; return 0; fi
    return $$status
}
endef

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: ## build .venv/ from the lock file, with the system packages that it needs
	@$(functions)
	locked=$$({ cat requirements-dev.lock; echo "$$PWD"; } | sha256sum)
	project=$$(sha256sum <pyproject.toml)
	built=no
	# The stamp's first line says which lock file .venv holds, its second which pyproject.toml; each is written
	# when its step has ended, so an environment that was interrupted half-built has none and is built again.
	if [[ -f .venv/stamp ]] && [[ "$$(sed -n 1p .venv/stamp)" == "$$locked" ]] && minor .venv/bin/python >/dev/null; then
	    if [[ -z "$(PYTHON)" ]] || [[ "$$(minor "$(PYTHON)")" == "$$(minor .venv/bin/python)" ]]; then built=yes; fi
	fi
	packages=($(LIBRARIES))
	if [[ $$built == no ]]; then
	    if python=$$(find_python); then
	        # Debian keeps this module apart.
	        "$$python" -c 'import ensurepip' 2>/dev/null || packages+=("python$$(minor "$$python")-venv")
	    elif [[ -z "$(PYTHON)" && ! -e /usr/bin/python3 ]]; then
	        packages+=(python3 python3-venv)
	    fi
	fi
	install_packages "$${packages[@]}"
	if [[ $$built == yes ]] && [[ "$$(sed -n 2p .venv/stamp)" == "$$project" ]]; then exit 0; fi
	if [[ $$built == no ]]; then
	    python=$$(find_python) || fail "Python 3.11, 3.12 or 3.13 is needed, and $(or $(PYTHON),python3) is not one of them." \
	        "Name one with: make setup PYTHON=/path/to/python3"
	    "$$python" -c 'import ensurepip' 2>/dev/null || fail "$$python cannot make virtual environments: its ensurepip module is missing."
	    echo "Building .venv with Python $$(minor "$$python"), about a minute ..."
	    rm -rf .venv
	    "$$python" -m venv .venv
	    quietly .venv/setup.log .venv/bin/python -m pip install --require-hashes --no-deps -r requirements-dev.lock
	    echo "$$locked" >.venv/stamp
	fi
	quietly .venv/setup.log .venv/bin/python -m pip install --no-deps --no-build-isolation --editable .
	quietly .venv/setup.log .venv/bin/python -m pip check
	quietly .venv/setup.log .venv/bin/python -c 'import weasyprint'
	printf '%s\n' "$$locked" "$$project" >.venv/stamp
	echo ".venv is ready ($${SECONDS} s)."

demo: setup ## the library's chain, the example companies', its certification and its register, into out/
	@.venv/bin/pvfootprint demo -o "$(OUT)"
	@PATH="$$PWD/.venv/bin:$$PATH" examples/pilot/run.sh "$(OUT)/pilot"
	@PATH="$$PWD/.venv/bin:$$PATH" examples/pilot/certify.sh "$(OUT)/certification"
	@PATH="$$PWD/.venv/bin:$$PATH" examples/pilot/register.sh "$(OUT)/register" "$(OUT)/certification"
	@PATH="$$PWD/.venv/bin:$$PATH" examples/pilot/database.sh "$(OUT)/database" "$(OUT)/certification"

test: check ## the checks and every test but the long ones
	@.venv/bin/python -m pytest -n 2 --dist worksteal -m "not long"

test-real: setup ## the tests that need LibreOffice, Chromium or PostgreSQL, which this installs
	@$(functions)
	install_packages $(TOOLS)
	run_marked heavy

test-long: setup ## the tests that take minutes
	@$(functions)
	run_marked long

check: setup ## style, types, imports between rooms, spelling
	@failed=()
	step() {  # step NAME COMMAND...
	    local name=$$1 output; shift
	    if output=$$("$$@" 2>&1); then
	        printf '%-14s ok\n' "$$name"
	    else
	        printf '%-14s FAILED\n%s\n' "$$name" "$$output"
	        failed+=("$$name")
	    fi
	}
	step ruff .venv/bin/ruff check --quiet .
	step format .venv/bin/ruff format --quiet --diff .
	step mypy .venv/bin/mypy --no-error-summary
	step imports .venv/bin/lint-imports --no-logo
	step spelling .venv/bin/codespell
	[[ $${#failed[@]} -eq 0 ]] || { echo "Not passed: $${failed[*]}" >&2; exit 1; }

bench: setup ## the benchmarks
	@.venv/bin/python benchmarks/run.py

catalogue: setup ## bring the Chinese catalogue up to date, and list what it lacks
	@.venv/bin/python -m pvfootprint.language.updating

lock: ## make both lock files again from pyproject.toml (UPGRADE=1: with the newest versions)
	@$(functions)
	uv=$$(command -v uv || echo .uv/bin/uv)
	if ! "$$uv" --version >/dev/null 2>&1; then
	    python=$$(find_python) || fail "Python 3.11, 3.12 or 3.13 is needed."
	    rm -rf .uv
	    "$$python" -m venv .uv
	    quietly .uv/setup.log .uv/bin/python -m pip install uv
	fi
	compile() {  # one version of each package for every Python, so that a footprint is the same on all
	    "$$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
	        --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	        $(if $(UPGRADE),--upgrade) "$$@" >/dev/null
	}
	compile --output-file requirements.lock
	compile --output-file requirements-dev.lock --extra dev --constraints requirements.lock
	if grep -nE '^-|://' requirements.lock requirements-dev.lock; then fail "A lock file names where packages came from."; fi
	sed -i '1i # Made by `make lock` from pyproject.toml; not to be edited.' requirements.lock requirements-dev.lock
	grep -c == requirements.lock requirements-dev.lock | sed 's/:/: /; s/$$/ packages/'

clean: ## remove environments, caches and builds; out/ stays
	@rm -rf .venv .uv build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
