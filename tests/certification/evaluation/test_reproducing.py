"""Reproduction: the value of then, from what was kept of then."""

import json

import pytest

from pvfootprint.certification.evaluation.reproducing import reproduce
from pvfootprint.library.caching import open_library
from pvfootprint.library.folders import data_root
from pvfootprint.model.canonical import canonical
from pvfootprint.model.findings import CertificationError, RegistryError
from pvfootprint.submission.verifying import check_submission


@pytest.fixture
def house(evaluated_registry, tmp_path, house_of):
    """Give a certifier with one application that was evaluated."""
    made = house_of(evaluated_registry, tmp_path / "registry.db")
    yield made
    made.registry.close()


@pytest.fixture
def number(house):
    return house.entries(act="apply")[0].subject


@pytest.fixture
def rewritten(house, number):
    """Give a function that evaluates again, with a footprint of another value or origin."""

    def write(times=1.0, shown="", **hashes):
        body = house.case(number).evaluation
        with house.reading() as snapshot:
            footprint = json.loads(snapshot.file(body.files["footprint.json"]))
        value = body.footprint.value * times
        footprint["total"]["value"] = value
        footprint["hashes"] |= hashes
        files = {**body.files, "footprint.json": house.keep(canonical(footprint))}
        changes = {"value": value, "shown": shown or body.footprint.shown}
        stated = body.footprint.model_copy(update=changes)
        again = body.model_copy(update={"files": files, "footprint": stated})
        house.write("evaluate", number, again, "evaluator-a")

    return write


def codes(findings):
    return [finding.code for finding in findings]


def test_the_value_comes_out_to_the_last_bit(house, number):
    found = reproduce(house.registry, number)
    assert (found.verdict, found.findings) == ("identical", ())
    assert found.stated == found.found
    assert found.difference == 0


def test_the_value_of_then_comes_out_when_the_library_is_another(
    house, number, run, data_copy, monkeypatch, submission_of
):
    """Electricity of the grid weighs twice as much now; the certificate stands on that of then."""
    grid = data_copy / "inventories" / "background" / "electricity.csv"
    text = grid.read_text(encoding="utf-8")
    changed = text.replace("0.5777", "1.1554")
    assert changed != text
    grid.write_text(changed, encoding="utf-8")
    monkeypatch.setenv("PVFOOTPRINT_DATA", str(data_copy))
    assert data_root() == data_copy
    library, _ = open_library()
    path = submission_of("polysilicon")
    verdict = check_submission(path.read_bytes(), path.name, library)
    assert "SUB-010" in codes(verdict.findings), "today's library gives another value"
    found = reproduce(house.registry, number)
    assert (found.verdict, found.findings) == ("identical", ())
    ended = run("cert", "reproduce", number)
    assert ended.code == 0, ended.err
    assert f"{number}: identical to the last bit" in ended.out


def test_a_certificate_is_reproduced_from_its_record(house, number):
    for step in ("plan-audit", "audit", "review", "decide"):
        house.act(step, number)
    body = house.case(number).evaluation
    certificate = house.issue(
        number,
        footprint=body.footprint.model_dump(),
        recomputing=body.recomputing.model_dump(),
    )
    found = reproduce(house.registry, certificate)
    assert (found.verdict, found.number) == ("identical", certificate)
    assert found.recomputing == body.recomputing


def test_a_certificate_that_says_something_else(house, number):
    for step in ("plan-audit", "audit", "review", "decide"):
        house.act(step, number)
    body = house.case(number).evaluation
    certificate = house.issue(number, recomputing=body.recomputing.model_dump())
    found = reproduce(house.registry, certificate)
    assert (found.verdict, codes(found.findings)) == ("different", ["CRT-020"])


def test_the_last_bits_may_differ(house, number, rewritten):
    rewritten(times=1 + 5e-13, software="0" * 64)
    found = reproduce(house.registry, number)
    assert found.verdict == "same"
    assert codes(found.findings) == ["SUB-011"]
    assert {finding.severity for finding in found.findings} == {"warning"}


def test_beyond_them_it_is_another_value(house, number, rewritten, run):
    rewritten(times=1 + 5e-12, software="0" * 64)
    found = reproduce(house.registry, number)
    assert found.verdict == "different"
    assert codes(found.findings) == ["SUB-011", "CRT-020"]
    assert found.difference == pytest.approx(-5e-12, rel=1e-3)
    ended = run("cert", "reproduce", number, "--json")
    assert ended.code == 1
    assert ended.json["verdict"] == "different"
    assert not ended.json["holds"]


def test_another_value_where_it_is_shown(house, number, rewritten):
    rewritten(shown="99.9")
    assert reproduce(house.registry, number).verdict == "different"


def test_another_library_than_was_kept(house, number, rewritten):
    rewritten(library="0" * 64)
    found = reproduce(house.registry, number)
    assert (found.verdict, codes(found.findings)) == ("different", ["SUB-011"])


def test_what_was_not_evaluated_has_no_value(house, run):
    with pytest.raises(CertificationError) as refused:
        reproduce(house.registry, house.apply())
    assert codes(refused.value.findings) == ["CRT-019"]
    with pytest.raises(CertificationError) as refused:
        reproduce(house.registry, "YC-PCF-2026-00001-X")
    assert codes(refused.value.findings) == ["CRT-060"]


def test_what_was_kept_must_be_there(house, number):
    body = house.case(number).evaluation
    gone = body.recomputing.model_copy(update={"data": "0" * 64})
    house.write("evaluate", number, body.model_copy(update={"recomputing": gone}), "evaluator-a")
    with pytest.raises(RegistryError) as refused:
        reproduce(house.registry, number)
    assert codes(refused.value.findings) == ["REG-003"]
