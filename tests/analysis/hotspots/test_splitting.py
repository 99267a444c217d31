"""Tables that sum to the footprint."""

import math

import pytest

from pvfootprint.analysis.hotspots.finding import find_hotspots
from pvfootprint.engine.computing import compute
from pvfootprint.model.hotspots import REST

SPLITS = ("stage", "supplier", "process", "flow", "gas")


def values(split):
    return {row.key: row.value for row in split.rows}


def test_two_processes_by_hand(two, subject_of):
    found = find_hotspots(subject_of(two), cutoff=0.0)
    expected = {
        "stage": {"module": 5.98},
        "supplier": {"library:module": 5.98},
        "process": {"module": 3.98, "stuff": 2.0},
        "flow": {"direct": 3.98, "stuff": 2.0},
        "gas": {"CO2": 3.0, "CH4": 2.98},
    }
    assert {split.key: values(split) for split in found.splits} == {
        key: pytest.approx(rows, rel=1e-14) for key, rows in expected.items()
    }


@pytest.mark.parametrize("cutoff", [0.0, 0.01, 0.2, 0.99])
def test_every_table_sums_to_the_footprint(chain, cutoff):
    found = find_hotspots(chain, cutoff=cutoff)
    near = pytest.approx(found.total, rel=1e-12)
    for split in found.splits:
        assert math.fsum(row.value for row in split.rows) == near, split.key
        assert math.fsum(row.share for row in split.rows) == pytest.approx(1.0, rel=1e-12)
    for cross in found.crosses:
        assert math.fsum(value for line in cross.values for value in line) == near
        for row, line in zip(cross.rows, cross.values, strict=True):
            assert math.fsum(line) == pytest.approx(row.value, rel=1e-12)
        for column, line in zip(cross.columns, zip(*cross.values, strict=True), strict=True):
            assert math.fsum(line) == pytest.approx(column.value, rel=1e-10, abs=1e-12)


def test_rest_is_one_row_with_what_is_below_the_cutoff(chain):
    whole = find_hotspots(chain, cutoff=0.0)
    cut = find_hotspots(chain, cutoff=0.02)
    for key in ("process", "flow"):
        *rows, rest = cut.split(key).rows
        assert rest.key == REST
        assert all(abs(row.share) >= 0.02 for row in rows)
        small = [row for row in whole.split(key).rows if abs(row.share) < 0.02]
        assert rest.count == len(small)
        assert rest.value == pytest.approx(math.fsum(row.value for row in small), rel=1e-12)


def test_one_row_below_the_cutoff_keeps_its_name(two, subject_of):
    found = find_hotspots(subject_of(two), cutoff=0.5)
    assert [row.key for row in found.split("process").rows] == ["module", "stuff"]


def test_stages_suppliers_and_gases_are_those_of_the_footprint(chain):
    found = find_hotspots(chain)
    result = compute(chain.system, chain.factors)
    near = {"rel": 1e-12}
    assert values(found.split("stage")) == pytest.approx(
        {part.stage: part.value for part in result.stages}, **near
    )
    assert values(found.split("supplier")) == pytest.approx(
        {part.code or f"library:{part.stage}": part.value for part in result.suppliers}, **near
    )
    assert values(found.split("gas")) == pytest.approx(
        {part.gas: part.value for part in result.gases}, **near
    )
    assert found.primary_share == pytest.approx(result.primary_data_share, **near)
    assert found.proxy_share == pytest.approx(result.proxy_share, **near)


def test_uptake_stands_as_negative_part(small, subject_of):
    module = small.process("m", small.takes("wood", 1.0), stage="module")
    wood = small.process("wood", small.emits(small.uptake, 1.5), small.emits(small.co2, 0.5))
    found = find_hotspots(subject_of(small.system(module, wood)), cutoff=0.0)
    assert found.total == pytest.approx(-1.0)
    assert values(found.split("process")) == pytest.approx({"wood": -1.0, "m": 0.0})
    assert [split.key for split in found.splits] == list(SPLITS)


def test_nothing_is_left_of_a_system_without_emissions(small, subject_of):
    found = find_hotspots(subject_of(small.system(small.process("m", stage="module"))))
    assert found.total == 0.0
    assert found.spots == ()
    assert "Nothing" in found.message
