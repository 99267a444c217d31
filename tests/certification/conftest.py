"""A certifier's house, keys in files, ways to run the commands, and real submissions.

``house``
    Registry (SQLite), clock, people, scheme, and ways to act by hand: ``house.py`` beside this.
``case_at(step, **changes)``
    Number of an application for which `step` comes next; ``case_at("")`` has a certificate.
``submission_of(stage)``
    A real submission: the pilot's example up to ``polysilicon``, ``wafer``, ``cell`` or ``module``.
``submitted_of(stage)``, ``data``, ``given_documents``
    The same opened, inventories and methods, and every document that the scheme asks for.
``evaluated_registry``
    File of a registry with one real application, evaluated, to be copied with ``house_of``.
``quick_papers``, ``papers_as_pages``
    Short papers instead of PDFs; papers composed to the last word, but not set as PDFs.
``documents``
    Options of the command line that hand in every document.
``signer``, ``authority``, ``certifier_file()``
    The certifier's key for certificates: opened, with its test authority, and as options.
``run(*arguments, by="intake-a")``
    The command line in this process, on the house's registry and with its clock.
"""

import datetime
import importlib.util
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.certification.evaluation.archiving import pack_data
from pvfootprint.certification.evaluation.evaluating import Opinion, evaluate
from pvfootprint.certification.intake.accepting import accept
from pvfootprint.certification.intake.applying import Data, apply
from pvfootprint.certification.intake.requesting import Document, Request
from pvfootprint.certification.intake.submitted import open_submitted
from pvfootprint.certification.papers import composing
from pvfootprint.commands.main import main
from pvfootprint.documents.signatures.demo_authority import make_demo_authority
from pvfootprint.documents.signatures.signer import signer_from_pkcs12
from pvfootprint.documents.webpage import webpage
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import Said
from pvfootprint.registry.registry import Registry
from pvfootprint.rules.certification.reading import read_scheme
from pvfootprint.submission.evidence import in_folder
from pvfootprint.submission.manifest import Options
from pvfootprint.submission.packing import make_submission

PASSPHRASE = b"correct horse battery staple"
STAGES = ("polysilicon", "wafer", "cell", "module")
EXAMPLE = Path(__file__).parents[2] / "examples" / "pilot"


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


certifier = _beside("house")


@pytest.fixture(scope="session")
def scheme(data_folder):
    """Give the pilot's certification scheme."""
    return read_scheme("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def staff_keys():
    """Give the key of each person."""
    return {person: Ed25519PrivateKey.generate() for person in certifier.PEOPLE}


@pytest.fixture(scope="session")
def empty_registry(tmp_path_factory, scheme, certificate_records, staff_keys):
    """Make a registry with all people, and nothing else, to be copied."""
    file = tmp_path_factory.mktemp("registry") / "registry.db"
    certifier.furnish(str(file), scheme, certificate_records, staff_keys).registry.close()
    return file


@pytest.fixture(scope="session")
def house_of(scheme, certificate_records, staff_keys):
    """Give a function that copies a registry into a file and opens it as a certifier."""

    def open_copy(registry, file):
        shutil.copy(registry, file)
        clock = certifier.Clock()
        opened = Registry.open(str(file), clock)
        keys = dict(staff_keys)
        return certifier.House(str(file), opened, clock, scheme, certificate_records, keys)

    return open_copy


@pytest.fixture
def house(empty_registry, tmp_path, house_of):
    """Give a certifier that has not done anything yet."""
    made = house_of(empty_registry, tmp_path / "registry.db")
    yield made
    made.registry.close()


@pytest.fixture(scope="session")
def evaluated_registry(
    empty_registry, tmp_path_factory, house_of, scheme, submitted_of, data, given_documents
):
    """Make a registry with one real application, of polysilicon, up to its evaluation."""
    file = tmp_path_factory.mktemp("evaluated") / "registry.db"
    house = house_of(empty_registry, file)
    request = Request(
        scheme=scheme, submitted=submitted_of("polysilicon"), documents=given_documents
    )
    with pytest.MonkeyPatch.context() as patch:
        make_papers_quick(patch)
        intake, evaluator = house.actor("intake-a"), house.actor("evaluator-a")
        number = apply(house.registry, intake, request, data).case.subject
        accept(house.registry, intake, number)
        opinion = Opinion(
            remark=Said(en="", zh=""), system_since=house.clock.day.replace(year=2025)
        )
        evaluate(house.registry, evaluator, number, opinion)
    house.registry.close()
    return file


@pytest.fixture
def house_at(scheme, certificate_records, staff_keys):
    """Give a function that makes such a certifier at an address, on either database."""
    houses = []

    def make(address):
        houses.append(certifier.furnish(address, scheme, certificate_records, staff_keys))
        return houses[-1]

    yield make
    for house in houses:
        house.registry.close()


@pytest.fixture
def case_at(house):
    """Give the function that brings an application up to a step."""
    return house.case_at


@pytest.fixture
def key_file(house, tmp_path):
    """Give a function that writes a person's key under :data:`PASSPHRASE`."""

    def write(person):
        path = tmp_path / f"{person}.pem"
        if not path.exists():
            key = house.keys[person]
            private = key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(PASSPHRASE),
            )
            public = key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            path.touch(0o600)
            path.write_bytes(private + public)
            path.with_suffix(".pub").write_bytes(public)
        return path

    return write


@pytest.fixture(scope="session")
def authority():
    """Make a test authority and the certifier's key, under :data:`PASSPHRASE`."""
    return make_demo_authority(PASSPHRASE, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))


@pytest.fixture(scope="session")
def signer(authority):
    """Open the certifier's key."""
    return signer_from_pkcs12(authority.pkcs12, PASSPHRASE, now=certifier.NOW)


@pytest.fixture(scope="session")
def issuers():
    """Give what starts processes that issue certificates."""
    issuers = _beside("issuer").Issuers()
    yield issuers
    issuers.close()


@pytest.fixture
def certifier_file(authority, tmp_path):
    """Write the certifier's key, and give the options that open it."""
    path = tmp_path / "certifier.p12"
    path.touch(0o600)
    path.write_bytes(authority.pkcs12)

    def options():
        reading, writing = os.pipe()
        os.write(writing, PASSPHRASE + b"\n")
        os.close(writing)
        return ["--certifier-key", path, "--certifier-passphrase-fd", reading]

    return options


@dataclass(frozen=True)
class Ended:
    """How a run has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def run(house, key_file, tmp_path, monkeypatch, capsys):
    """Give a function that runs the command line; `by` names the person whose key it gets."""
    monkeypatch.setenv("PVFOOTPRINT_REGISTRY", house.address)
    monkeypatch.setattr(Registry, "now", lambda _: house.clock())
    monkeypatch.chdir(tmp_path)

    def run_main(*arguments, by=None):
        given = ["pvfootprint", *map(str, arguments)]
        reading = None
        if by:
            reading, writing = os.pipe()
            os.write(writing, PASSPHRASE + b"\n")
            os.close(writing)
            given += ["--key", str(key_file(by)), "--passphrase-fd", str(reading)]
        monkeypatch.setattr(sys, "argv", given)
        capsys.readouterr()
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            if reading is not None:
                os.close(reading)
        captured = capsys.readouterr()
        return Ended(ended.value.code, captured.out, captured.err)

    return run_main


@pytest.fixture(scope="session")
def submission_of(tmp_path_factory, library):
    """Give a function that packs the pilot's example up to a stage; it returns the file."""
    folder = tmp_path_factory.mktemp("submissions")

    def pack(stage):
        path = folder / f"{stage}.pvf"
        if not path.exists():
            names = [f"{one}.xlsx" for one in STAGES[: STAGES.index(stage) + 1]]
            files = {name: (EXAMPLE / name).read_bytes() for name in names}
            made = make_submission(files, library, Options(), in_folder(EXAMPLE / "evidence"))
            path.write_bytes(made.content)
        return path

    return pack


@pytest.fixture(scope="session")
def data(data_folder, library):
    """Give inventories and methods as applications keep them."""
    return Data(data_folder, library, pack_data(data_folder))


@pytest.fixture(scope="session")
def submitted_of(submission_of, data):
    """Give a function that opens the submission of a stage."""
    opened = {}

    def open_it(stage):
        if stage not in opened:
            path = submission_of(stage)
            opened[stage] = open_submitted(path.read_bytes(), path.name, data.library, data.root)
        return opened[stage]

    return open_it


@pytest.fixture(scope="session")
def given_documents(document_files):
    """Every document that the scheme asks for."""
    return tuple(
        Document(kind, path.name, path.read_bytes()) for kind, path in document_files.items()
    )


@pytest.fixture
def quick_papers(monkeypatch):
    """Let acts have a short paper each instead of PDFs, which take seconds."""
    make_papers_quick(monkeypatch)


@pytest.fixture
def papers_as_pages(request, monkeypatch):
    """Compose the papers of acts as web pages, without setting these as PDFs, which takes seconds.

    A test that asks for ``set_papers`` has PDFs.
    """
    if "set_papers" not in request.fixturenames:
        monkeypatch.setattr(
            composing, "paper_pdf", lambda paper, _: webpage(paper, "paper").encode()
        )


@pytest.fixture
def set_papers():
    """Let the papers of acts be set as PDFs, in a file whose other tests do without."""


def make_papers_quick(patch):
    def act_papers(history, act, body, **_):
        return {f"{act}.pdf": canonical([history.subject, act, body.model_dump(mode="json")])}

    for module in ("intake.applying", "stepping", "subjects"):
        patch.setattr(f"pvfootprint.certification.{module}.act_papers", act_papers)
    patch.setattr(
        "pvfootprint.certification.evaluation.evaluating.study_report",
        lambda _: b"the study report",
    )


@pytest.fixture(scope="session")
def document_files(tmp_path_factory, scheme):
    """Give a file for every document that the scheme asks for, by kind."""
    folder = tmp_path_factory.mktemp("documents")
    files = {}
    for one in scheme.documents:
        if not one.optional and one.key != "submission":
            files[one.key] = folder / f"{one.key}.txt"
            files[one.key].write_text(f"{one.title.en}\n{one.title.zh}\n", encoding="utf-8")
    return files


@pytest.fixture(scope="session")
def documents(document_files):
    """Options of ``cert apply`` that hand in every document."""
    return [
        part for kind, path in document_files.items() for part in ("--document", f"{kind}={path}")
    ]
