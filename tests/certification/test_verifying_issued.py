"""Everything that is really handed out is genuine, and stays so until something happens to it."""

import importlib.util
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pvfootprint.certification.issue.handouts import Handouts, Label
from pvfootprint.certification.issue.issuing import issue
from pvfootprint.certification.upkeep.changing import reduce


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


signed = _beside("signed")

LABELS = Handouts(labels=(Label(30, "both"), Label(50, "zh", one_colour=True)))


@pytest.fixture(scope="module")
def press():
    """Give the certifier's key."""
    return signed.Press()


@pytest.fixture
def hand_out(house, press, tmp_path):
    """Give a function that issues the certificate of an application; it returns its files."""

    def issued(application):
        actor = house.actor("signatory-a")
        found = issue(house.registry, actor, application, press.signer, LABELS)
        folder = tmp_path / found.certificate.subject
        folder.mkdir()
        for name, content in found.files.items():
            (folder / name).write_bytes(content)
        return found.certificate.subject, sorted(folder.iterdir())

    return issued


def test_every_file_that_is_handed_out(case_at, hand_out, run):
    number, files = hand_out(case_at("issue"))
    # A certificate, a licence, and two labels in three forms.
    assert len(files) == 8
    for path in files:
        ended = run("verify", path, "--json")
        assert (ended.code, ended.json["verdict"]) == (0, "genuine"), path.name
        assert ended.json["number"] == number


def test_offline_with_either_certificate(case_at, hand_out, run, press, tmp_path, monkeypatch):
    number, files = hand_out(case_at("issue"))
    certificate = next(path for path in files if path.name == f"{number}.pdf")
    monkeypatch.delenv("PVFOOTPRINT_REGISTRY")
    for one in (press.certificate, press.authority):
        issuer = tmp_path / "issuer.pem"
        issuer.write_bytes(one.public_bytes(Encoding.PEM))
        ended = run("verify", certificate, "--issuer", issuer, "--on", "2026-03-02", "--json")
        assert (ended.code, ended.json["verdict"]) == (0, "status-unknown")


def test_a_certificate_in_the_place_of_another(house, case_at, hand_out, run):
    first, files = hand_out(case_at("issue"))
    house.clock.wait(days=20)
    smaller = reduce(house.registry, house.actor("decider-a"), first, ["M144T-580"]).case.subject
    while (step := house.case(smaller).next_step) != "issue":
        house.act(step, smaller, by="decider-b" if step == "decide" else None)
    second, others = hand_out(smaller)
    for path in files:
        ended = run("verify", path, "--json")
        assert (ended.code, ended.json["verdict"]) == (1, "superseded"), path.name
        assert run("verify", path, "--on", "2026-03-10").code == 0
    for path in others:
        if second in path.name:
            assert run("verify", path).code == 0, path.name
    certificate = house.certificate(second)
    assert certificate.expires == house.certificate(first).expires
    shown = run("cert", "show", second, "--json").json
    assert shown["replaces"] == first
