"""The same footprint again: in another process, from the command line, by its hash."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import pvfootprint

PRODUCT = "module:perc:CN@2018"
PROGRAM = Path(sys.executable).with_name("pvfootprint")


@pytest.fixture(scope="module")
def printed(session_cache):
    """Give what the command line prints as JSON, under two hash seeds."""

    def run(seed):
        environment = {
            **os.environ,
            "PVFOOTPRINT_CACHE": str(session_cache),
            "PYTHONHASHSEED": seed,
        }
        done = subprocess.run(
            [PROGRAM, "footprint", PRODUCT, "--json"],
            capture_output=True,
            check=False,
            env=environment,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout

    return {seed: run(seed) for seed in ("1", "4242")}


def test_two_processes_give_the_same_bytes(printed):
    assert printed["1"] == printed["4242"]


def test_public_function_gives_what_the_command_line_prints(printed):
    result = pvfootprint.footprint(PRODUCT).to_dict()
    assert json.loads(json.dumps(result)) == json.loads(printed["1"])


def test_public_function_without_design_means_the_framed_module():
    result = pvfootprint.footprint(PRODUCT)
    assert result.product["name"] == "module:perc:glass-backsheet-framed:CN@2018"


@pytest.fixture
def content_hash(small):
    """Hash a system of two processes after a change of the row between them."""
    row = replace(small.takes("b", 2.0), note="as measured", scale=0.1)
    supplier = small.process("b", small.emits(small.co2, 1))

    def of(reference_flow=1.0, **changes):
        product = small.process("a", replace(row, **changes), stage="module")
        return small.system(product, supplier, amount=reference_flow).content_hash

    return of


@pytest.mark.parametrize("change", [{"amount": 2.000000001}, {"reference_flow": 2.0}])
def test_hash_of_a_product_system_changes_with_its_numbers(content_hash, change):
    assert content_hash(**change) != content_hash()


@pytest.mark.parametrize(
    "change", [{"note": "as estimated"}, {"source_flow": "something"}, {"line": 7}]
)
def test_hash_of_a_product_system_does_not_change_with_remarks(content_hash, change):
    assert content_hash(**change) == content_hash()
