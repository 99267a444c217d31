"""Packages that are not what they should be: each is refused, and says why."""

import datetime
import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.credentials.integrity import sign
from pvfootprint.credentials.multikey import as_multikey
from pvfootprint.database.packaging import reading
from pvfootprint.database.packaging.descriptor import method_of
from pvfootprint.database.packaging.reading import open_package
from pvfootprint.model.findings import PvfootprintError
from pvfootprint.submission.archives import pack, unpack

NAME = "datapackage.json"


@pytest.fixture(scope="module")
def package(package_of, base_datasets):
    return package_of([base_datasets.dataset(1)])


def changed(package, **files):
    """Return a package with other files; None takes one out."""
    held = {**unpack(package, "p").members, **files}
    return pack({name: content for name, content in held.items() if content is not None})


def described(package, change):
    """Return a package whose descriptor was changed after it was signed."""
    descriptor = json.loads(unpack(package, "p").members[NAME])
    change(descriptor)
    return changed(package, **{NAME: json.dumps(descriptor).encode()})


def codes(content, *signers):
    with pytest.raises(PvfootprintError) as error:
        open_package(content, "p.zip", signers)
    return [finding.code for finding in error.value.findings]


def test_sound_package_opens(package, signer):
    opened = open_package(package, "p.zip", [signer.replace(" ", "").lower()])
    assert opened.details.name == "pilot-2025"
    assert opened.fingerprint == signer
    assert set(opened.files) == {NAME, "README.md", "sources.csv", "inventories/datasets.csv"}


def test_nobody_is_trusted_unasked(package, signer):
    with pytest.raises(PvfootprintError) as error:
        open_package(package, "p.zip")
    (finding,) = error.value.findings
    assert (finding.code, finding.found) == ("DAT-053", signer)


def test_another_signer_is_not_trusted(package_of, base_datasets, signer):
    stranger = package_of([base_datasets.dataset(1)], key=Ed25519PrivateKey.generate())
    assert codes(stranger, signer) == ["DAT-053"]


def test_altered_file_is_found(package, signer):
    assert codes(changed(package, **{"sources.csv": b"key\n"}), signer) == ["DAT-051"]


def test_missing_file_is_found(package, signer):
    assert codes(changed(package, **{"README.md": None}), signer) == ["DAT-051"]


def test_added_file_is_found(package, signer):
    assert codes(changed(package, **{"inventories/more.csv": b""}), signer) == ["DAT-051"]


def test_altered_descriptor_breaks_the_signature(package, signer):
    content = described(package, lambda d: d.update(title="mine"))
    assert codes(content, signer) == ["DAT-052"]


def test_missing_signature_is_found(package, signer):
    assert codes(described(package, lambda d: d.pop("proof")), signer) == ["DAT-052"]


def test_key_of_another_does_not_make_its_signature(package, signer):
    """Whoever signs anew with a key of their own must name it, and that one is not trusted."""
    own = Ed25519PrivateKey.generate()
    descriptor = json.loads(unpack(package, "p").members[NAME])
    created = reading.read_json(unpack(package, "p").members[NAME], NAME)["created"]
    del descriptor["proof"]

    when = datetime.datetime.fromisoformat(created)
    public = as_multikey(own.public_key())
    kept = sign(descriptor, own, method=method_of(public), created=when)
    assert codes(changed(package, **{NAME: json.dumps(kept).encode()}), signer) == ["DAT-052"]
    descriptor["pvfootprint"]["public"] = public
    taken = sign(descriptor, own, method=method_of(public), created=when)
    assert codes(changed(package, **{NAME: json.dumps(taken).encode()}), signer) == ["DAT-053"]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(name="../evil"),
        lambda d: d.update(name="A"),
        lambda d: d.update(more=1),
        lambda d: d["resources"][0].update(path="../evil.csv"),
        lambda d: d["resources"][0].update(path="/etc/passwd"),
        lambda d: d["resources"][0].update(path="set.toml"),
        lambda d: d["resources"][0].update(bytes=-1),
        lambda d: d["resources"].clear(),
        lambda d: d["licenses"].clear(),
        lambda d: d["pvfootprint"].update(format="pvfootprint data package 2"),
        lambda d: d["pvfootprint"].update(public="z6Mk"),
        lambda d: d.update(title="a\x1b[31m"),
    ],
)
def test_descriptor_of_another_form_is_refused(package, signer, change):
    assert codes(described(package, change), signer) == ["DAT-050"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"a": 1, "a": 2}', b"\xff", b"[" * 100_000]
)
def test_descriptor_that_is_none_is_refused(package, signer, content):
    assert codes(changed(package, **{NAME: content}), signer) == ["DAT-050"]


def test_package_without_a_descriptor_is_refused(package, signer):
    assert codes(changed(package, **{NAME: None}), signer) == ["DAT-050"]


def zipped(name, content, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_bombs_paths_and_other_files_are_refused(signer):
    assert codes(zipped(NAME, b"0" * 10**6, zipfile.ZIP_DEFLATED), signer)[0] in {
        "SUB-002",
        "SUB-003",
    }
    assert codes(zipped("../evil", b""), signer)[0] == "SUB-003"
    assert codes(zipped("/evil", b""), signer)[0] == "SUB-003"
    assert codes(b"no archive", signer) == ["SUB-001"]


def test_file_that_is_too_large_is_not_unpacked(signer, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    monkeypatch.setattr(reading, "unpack", pytest.fail)
    assert codes(b"0" * 11, signer) == ["DAT-050"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unnoticed(package, signer, data):
    place = data.draw(st.integers(0, len(package) - 1))
    bit = data.draw(st.integers(0, 7))
    content = bytearray(package)
    content[place] ^= 1 << bit
    assert codes(bytes(content), signer)
