"""Verification against a published register: genuine, tampered with, old, incomplete."""

import datetime
import functools
import http.server
import importlib.util
import json
import shutil
import sys
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pvfootprint.certification.verification import published
from pvfootprint.certification.verification.given import Given, given_file
from pvfootprint.certification.verification.reaching import open_reader
from pvfootprint.certification.verification.verifying import verify
from pvfootprint.credentials.did_web import key_id
from pvfootprint.credentials.integrity import sign
from pvfootprint.credentials.reading import as_json
from pvfootprint.credentials.status_lists import decode, encode
from pvfootprint.model.canonical import canonical
from pvfootprint.registry.checkpoints import write_checkpoint
from pvfootprint.registry.disclosing import PublisherFile, publisher_entries
from pvfootprint.registry.tiles import tile_content, tiles_of
from pvfootprint.submission.keys import fingerprint
from pvfootprint.web.publishing import publish

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
START = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


signed = _beside("signed")


class House:
    """A certifier whose register is published, with a certificate in each state."""

    def __init__(self, certifier, folder, registers):
        self.certifier, self.folder, self.registers = certifier, folder, registers
        certifier.clock.now = START
        self.press = signed.Press()
        self.poly = self.issue()
        self.wafer = self.issue(self.poly)
        self.states = {act: self.issue() for act in ("suspend", "withdraw", "cancel", "resume")}
        self.states["supersede"] = self.issue()
        self.doubtful = self.issue(self.states["withdraw"])
        self.printed, self.pdf = self.print()
        for act, number in self.states.items():
            certifier.act("suspend" if act == "resume" else act, number, **self._more(act))
        certifier.act("resume", self.states["resume"])
        self.publish(folder)
        self.early = folder.with_name("early")
        shutil.copytree(folder, self.early)
        self.newest = self.issue(self.wafer)
        self.publish(folder)

    def _more(self, act):
        return {"by": self.poly} if act == "supersede" else {}

    @property
    def head(self):
        with self.certifier.registry.reading() as snapshot:
            return {"size": snapshot.size(), "root": snapshot.root()}

    @property
    def public(self):
        return self.certifier.publisher.key.public_key()

    def issue(self, *upstream):
        return self.certifier.issue(*upstream, log=self.head)

    def print(self):
        """Issue a certificate that is really signed; return its number and its PDF."""
        registry, log = self.certifier.registry, self.head
        with registry.writing() as transaction:
            number = self.certifier.issue_in(transaction, handed_out=False, log=log)
        pdf = self.press.pdf(self.certifier.said[number], registry.now())
        with registry.writing() as transaction:
            files = {f"{number}.pdf": transaction.keep(pdf)}
            actor = self.certifier.registries.actor("signatory-a")
            transaction.append("issue", number, {"files": files}, actor)
        return number, pdf

    def publish(self, folder):
        publish(self.certifier.registry, folder, self.registers.BASE_URL, self.certifier.publisher)

    def record(self, number):
        """Return what a certificate says."""
        return canonical(self.certifier.said[number].model_dump(mode="json"))


@pytest.fixture(scope="module")
def house(tmp_path_factory, registers, registries, certificate_records):
    """Give the certifier."""
    folder = tmp_path_factory.mktemp("published")
    certifier = registers.make(folder / "registry.db", registries, certificate_records)
    yield House(certifier, folder / "site", registers)
    certifier.registry.close()


@pytest.fixture
def site(house, tmp_path):
    """Give a copy of the published folder, to be tampered with."""
    return Site(shutil.copytree(house.folder, tmp_path / "site"))


class Site:
    """A published folder in somebody else's hands."""

    def __init__(self, folder):
        self.folder = folder

    def json(self, place, change):
        """Change a JSON file."""
        path = self.folder / place
        document = json.loads(path.read_bytes())
        path.write_bytes(canonical(change(document) or document))

    def flip(self, place, at=0):
        """Flip a bit of a file."""
        path = self.folder / place
        content = bytearray(path.read_bytes())
        content[at] ^= 1
        path.write_bytes(content)

    def drop(self, place):
        """Take a file away."""
        (self.folder / place).unlink()

    def tile(self):
        """Return the name of the only tile of the tree."""
        (path,) = (
            one
            for one in self.folder.rglob("tile/0/000.p/*")
            if int(one.name) == int((self.folder / "log/checkpoint").read_text().split("\n")[1])
        )
        return path.relative_to(self.folder).as_posix()


@pytest.fixture
def check(house):
    """Give a function that verifies a number or bytes against a published folder."""

    def run(what, where=None, *, on=None, now=None, name="given", **settings):
        folder = getattr(where, "folder", where) or house.folder
        number = Given(name=str(what), kind="number")
        given = given_file(name, what) if isinstance(what, bytes) else number
        return verify(
            given,
            now=now or house.certifier.registry.now(),
            day=datetime.date.fromisoformat(on) if on else None,
            reader=open_reader(str(folder)),
            **settings,
        )

    return run


def codes(found):
    return [finding.code for step in found.steps for finding in step.findings]


def outcomes(found):
    return {step.key: step.outcome for step in found.steps}


def said(found):
    return " ".join(one.en for one in found.not_proven)


def test_a_number_is_genuine_and_valid(house, check):
    found = check(house.wafer)
    assert found.verdict == "genuine"
    assert set(outcomes(found).values()) == {"passed"}
    assert found.number == house.wafer
    assert found.record.product.name


def test_a_number_may_be_typed_in_small_letters(house, check):
    assert check(f" {house.wafer.lower()} ").verdict == "genuine"


def test_a_record_is_genuine_and_valid(house, check):
    found = check(house.record(house.wafer))
    assert found.verdict == "genuine"
    assert outcomes(found)["file"] == outcomes(found)["signature"] == "unchecked"


def test_a_signed_certificate_is_genuine_and_valid(house, check):
    found = check(house.pdf)
    assert found.verdict == "genuine"
    assert set(outcomes(found).values()) == {"passed"}
    assert found.number == house.printed


def test_a_register_on_a_web_server(house, check, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    handler = functools.partial(Quiet, directory=house.folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        found = check(house.pdf, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()
    assert found.verdict == "genuine"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    ("act", "verdict"),
    [
        ("suspend", "suspended"),
        ("withdraw", "withdrawn"),
        ("cancel", "cancelled"),
        ("supersede", "superseded"),
        ("resume", "genuine"),
    ],
)
def test_states(house, check, act, verdict):
    found = check(house.states[act])
    assert found.verdict == verdict
    assert codes(found) == ([] if verdict == "genuine" else ["VER-012"])


def test_a_certificate_stands_on_one_that_was_withdrawn(house, check):
    found = check(house.doubtful)
    assert found.verdict == "upstream"
    assert codes(found) == ["VER-013"]


def test_another_day(house, check):
    withdrawn = house.states["withdraw"]
    assert check(withdrawn, on="2026-03-01").verdict == "not-yet-valid"
    assert check(house.wafer, on="2031-01-01").verdict == "expired"


def test_a_number_that_nobody_gave_out(check, certificate_records):
    found = check(certificate_records.number_of(77_777, 2026))
    assert (found.verdict, codes(found)) == ("unknown", ["VER-007"])


@pytest.mark.parametrize("number", ["../publisher", "C" * 99, "c/1", "证书"])
def test_what_is_no_number_reaches_no_file(check, number):
    assert check(number).verdict == "unknown"


def test_an_altered_record_is_found(house, check):
    record = json.loads(house.record(house.wafer))
    record["footprint"]["shown"] = "0.1"
    found = check(canonical(record))
    assert found.verdict == "altered"
    assert codes(found) == ["VER-008"]


def test_another_pdf_with_the_same_words_is_found(house, check):
    again = house.press.pdf(house.certifier.said[house.printed], START)
    found = check(again)
    assert (found.verdict, codes(found)) == ("not-issued", ["VER-009"])
    assert outcomes(found)["issuer"] == "unchecked"


# --- tampered with -------------------------------------------------------------------------------


def unset(document):
    document["credentialSubject"]["encodedList"] = encode([])


def flip_a_bit(document):
    packed = bytearray(decode(document["credentialSubject"]["encodedList"]))
    packed[1] ^= 1
    bits = [i for i in range(len(packed) * 8) if packed[i // 8] & 0x80 >> i % 8]
    document["credentialSubject"]["encodedList"] = encode(bits)


def signed_by_a_stranger(document):
    del document["proof"]
    method = key_id(document["issuer"], STRANGER.public_key())
    return sign(document, STRANGER, method=method, created=START)


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (flip_a_bit, "STL-002"),
        (unset, "STL-002"),
        (signed_by_a_stranger, "STL-002"),
        (lambda document: document.pop("proof") and None, "STL-003"),
    ],
)
def test_a_changed_status_list_is_found(house, site, check, purpose, change, code):
    if change is unset and purpose == "revocation":
        site.json(f"status/{purpose}/1.json", flip_a_bit)
    site.json(f"status/{purpose}/1.json", change)
    found = check(house.wafer, site)
    assert found.verdict == "status-unknown"
    assert set(codes(found)) == {code}
    assert outcomes(found)["status"] == "failed"


def test_a_status_list_that_ran_out_is_found(house, check):
    found = check(house.wafer, now=START + datetime.timedelta(days=30))
    assert found.verdict == "status-unknown"
    assert set(codes(found)) == {"STL-005"}
    assert check(house.states["withdraw"], now=START + datetime.timedelta(days=30)).verdict == (
        "withdrawn"
    )


def test_a_list_in_the_place_of_another_is_found(house, site, check):
    shutil.copy(site.folder / "status/suspension/1.json", site.folder / "status/revocation/1.json")
    assert set(codes(check(house.wafer, site))) == {"STL-003"}


def test_a_missing_status_list_is_found(house, site, check):
    site.drop("status/revocation/1.json")
    found = check(house.wafer, site)
    assert (found.verdict, set(codes(found))) == ("status-unknown", {"STL-015"})


@pytest.mark.parametrize("act", ["withdraw", "cancel", "supersede", "suspend"])
def test_an_act_that_is_withheld_is_found_by_the_status_lists(house, site, check, act):
    number = house.states[act]
    site.json(f"c/{number}/proof.json", lambda proof: proof["entries"].pop() and None)
    found = check(number, site)
    assert codes(found) == ["STL-021"]
    assert found.verdict == ("suspended" if act == "suspend" else "withdrawn")


def test_a_withheld_act_upstream_is_found(house, site, check):
    number = house.states["withdraw"]
    site.json(f"c/{number}/proof.json", lambda proof: proof["entries"].pop() and None)
    found = check(house.doubtful, site)
    assert (found.verdict, codes(found)) == ("upstream", ["STL-021"])


def test_old_lists_beside_a_new_act_are_found(house, site, check):
    """The register is caught in the middle of an update, or somebody mixed two of them."""
    stale = as_json(
        sign(
            _without_bits(site, "revocation"),
            house.certifier.publisher.key,
            method=key_id("did:web:pcf.example.org", house.public),
            created=START,
        )
    )
    (site.folder / "status/revocation/1.json").write_bytes(stale)
    found = check(house.states["withdraw"], site)
    assert found.verdict == "withdrawn"
    assert codes(found) == ["VER-012", "STL-021"]


def _without_bits(site, purpose):
    document = json.loads((site.folder / f"status/{purpose}/1.json").read_bytes())
    del document["proof"]
    unset(document)
    return document


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("publisher.json", "STL-015"),
        ("log/checkpoint", "STL-015"),
        ("c/NUMBER/proof.json", "VER-007"),
        ("c/NUMBER/record.json", "STL-015"),
        ("TILE", "STL-015"),
    ],
)
def test_a_missing_file_is_found(house, site, check, place, code):
    site.drop(place.replace("NUMBER", house.wafer).replace("TILE", site.tile()))
    found = check(house.wafer, site)
    assert (found.verdict, set(codes(found))) == ("unknown", {code})


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("publisher.json", "STL-017"),
        ("log/checkpoint", "STL-010"),
        ("c/NUMBER/proof.json", "STL-017"),
        ("c/NUMBER/record.json", "STL-018"),
        ("TILE", "STL-012"),
    ],
)
def test_rubbish_is_found(house, site, check, place, code):
    path = place.replace("NUMBER", house.wafer).replace("TILE", site.tile())
    (site.folder / path).write_bytes(b"[" * 100_000)
    found = check(house.wafer, site)
    assert (found.verdict, set(codes(found))) == ("unknown", {code})


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_a_credential_that_is_rubbish_leaves_the_state_unknown(house, site, check, content):
    (site.folder / f"c/{house.wafer}/credential.json").write_bytes(content)
    found = check(house.wafer, site)
    assert found.verdict == "status-unknown"
    assert set(codes(found)) <= {"STL-001", "STL-003"}


def test_the_credential_of_another_certificate_is_found(house, site, check):
    theirs = site.folder / f"c/{house.poly}/credential.json"
    shutil.copy(theirs, site.folder / f"c/{house.wafer}/credential.json")
    assert set(codes(check(house.wafer, site))) == {"STL-018"}


def test_a_credential_that_points_elsewhere_is_found(house, site, check):
    def elsewhere(document):
        for one in document["credentialStatus"]:
            one["statusListIndex"] = "99"

    site.json(f"c/{house.states['withdraw']}/credential.json", elsewhere)
    found = check(house.states["withdraw"], site)
    assert codes(found) == ["VER-012", "STL-002"]


def test_a_replaced_record_is_found(house, site, check):
    other = house.record(house.poly)
    (site.folder / f"c/{house.wafer}/record.json").write_bytes(other)
    found = check(house.wafer, site)
    assert (found.verdict, codes(found)) == ("unknown", ["STL-018"])


def test_a_changed_tile_is_found(house, site, check):
    site.flip(site.tile())
    assert codes(check(house.wafer, site)) == ["STL-018"]


def test_a_partial_tile_may_have_become_full(house, site, check):
    path = site.folder / site.tile()
    content = path.read_bytes()
    shutil.rmtree(path.parent)
    (path.parents[1] / "000").write_bytes(content.ljust(8192, b"\0"))
    assert check(house.wafer, site).verdict == "genuine"


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: proof.update(number="YC-PCF-2026-00009-X"),
        lambda proof: proof.update(entries=[]),
        lambda proof: proof["entries"].reverse(),
        lambda proof: proof["entries"][0].update(content=""),
        lambda proof: proof.update(entries=proof["entries"] * 300),
    ],
)
def test_a_proof_that_is_put_together_anew_is_found(house, site, check, change):
    site.json(f"c/{house.wafer}/proof.json", lambda proof: change(proof) and None)
    found = check(house.wafer, site)
    assert found.verdict == "unknown"
    assert codes(found)[0] in {"STL-017", "STL-018"}


def test_the_entries_of_another_certificate_are_refused(house, site, check):
    theirs = json.loads((site.folder / f"c/{house.poly}/proof.json").read_bytes())
    site.json(f"c/{house.wafer}/proof.json", lambda _: {**theirs, "number": house.wafer})
    assert codes(check(house.wafer, site)) == ["STL-017"]


def test_a_chain_without_end_is_left(house, check, monkeypatch):
    monkeypatch.setattr(published, "MOST_CERTIFICATES", 1)
    found = check(house.wafer)
    assert (found.verdict, codes(found)) == ("upstream", ["STL-016"])


# --- whose register, and how old -----------------------------------------------------------------


def test_a_head_by_another_key_is_refused(house, site, check):
    head = house.head
    note = write_checkpoint("pcf.example.org/log", head["size"], head["root"], STRANGER)
    (site.folder / "log/checkpoint").write_bytes(note)
    found = check(house.wafer, site)
    assert found.verdict == "unknown"
    assert codes(found)[0] == "STL-011"


def test_a_publisher_whom_nobody_appointed_is_refused(house, site, check):
    head, public = house.head, STRANGER.public_key().public_bytes_raw().hex()
    note = write_checkpoint("pcf.example.org/log", head["size"], head["root"], STRANGER)
    (site.folder / "log/checkpoint").write_bytes(note)
    site.json("publisher.json", lambda file: file.update(public=public))
    assert codes(check(house.wafer, site))[0] == "STL-020"


def test_a_publisher_without_an_appointment_is_refused(house, site, check):
    site.json("publisher.json", lambda file: file["people"].pop(0) and None)
    assert codes(check(house.wafer, site))[0] == "STL-020"


def test_a_key_that_expired_is_refused(house, check):
    later = datetime.datetime(2031, 1, 2, tzinfo=datetime.UTC)
    assert codes(check(house.wafer, now=later))[0] == "STL-020"


@pytest.mark.parametrize("part", ["registry", "origin", "did", "base_url"])
def test_a_register_that_contradicts_itself_is_refused(house, site, check, part):
    site.json("publisher.json", lambda file: file.update({part: "https://other.example"}))
    assert codes(check(house.wafer, site))[0] == "STL-021"


def test_the_key_can_be_asked_for(house, check):
    right = fingerprint(house.public)
    assert check(house.wafer, expected=right).verdict == "genuine"
    assert check(house.wafer, expected=right.replace(" ", "").upper()).verdict == "genuine"
    assert "--register-key" in said(check(house.wafer))
    assert "--register-key" not in said(check(house.wafer, expected=right))


@pytest.mark.parametrize("wrong", [fingerprint(STRANGER.public_key()), "a141", "x"])
def test_another_key_than_asked_for_is_refused(house, check, wrong):
    found = check(house.wafer, expected=wrong)
    assert found.verdict == "unknown"
    assert codes(found)[0] == "STL-019"


def test_a_certificate_vouches_for_the_register(house, check):
    """Who has the certifier's certificate needs not trust the web server for the register's key."""
    found = check(house.pdf, trusted=[house.press.certificate])
    assert found.verdict == "genuine"
    assert "--register-key" not in said(found)


def test_a_certifier_who_is_not_trusted_vouches_for_nothing(house, check):
    found = check(house.pdf, trusted=[signed.Press().certificate])
    assert found.verdict == "unknown"


def test_an_old_register_is_told_from_a_newer_certificate(house, check):
    found = check(house.record(house.newest), house.early)
    assert found.verdict == "unknown"
    assert codes(found) == ["VER-007", "STL-014"]
    finding = next(one for step in found.steps for one in step.findings if one.code == "STL-014")
    assert "newer entries are withheld" in finding.hint
    assert "隐瞒" in finding.hint.zh


def test_the_log_of_another_certifier_is_told(house, check):
    record = json.loads(house.record(house.wafer))
    record |= {"number": "YC-PCF-2026-77777-X", "log": {"size": 3, "root": "0" * 64}}
    found = check(canonical(record))
    assert found.verdict == "unknown"
    assert "STL-013" in codes(found)


def test_a_log_that_forked_is_told(house, site, check, registries):
    """A register with another past, signed by the same publisher, does not deceive."""
    forked = json.loads(house.record(house.wafer))
    with house.certifier.registry.reading() as snapshot:
        forked["log"] = {"size": forked["log"]["size"], "root": snapshot.node(0, 0)}
    forked["number"] = "YC-PCF-2026-77777-X"
    assert "STL-013" in codes(check(canonical(forked), site))


# --- a publisher who was revoked -----------------------------------------------------------------


def test_a_revoked_publisher_is_refused(
    registers, registries, certificate_records, tmp_path, check
):
    certifier = registers.make(tmp_path / "registry.db", registries, certificate_records)
    certifier.issue()
    folder = tmp_path / "site"
    publish(certifier.registry, folder, registers.BASE_URL, certifier.publisher)
    registries.revoke(certifier.registry, "publisher-a")
    file = PublisherFile.model_validate_json((folder / "publisher.json").read_bytes())
    with certifier.registry.reading() as snapshot:
        people, size, root = publisher_entries(snapshot), snapshot.size(), snapshot.root()
        for tile in tiles_of(size):
            path = folder / "log" / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(tile_content(snapshot, tile))
    content = file.model_copy(update={"people": people}).content()
    (folder / "publisher.json").write_bytes(content)
    note = write_checkpoint(file.origin, size, root, certifier.publisher.key)
    (folder / "log/checkpoint").write_bytes(note)
    found = check(next(iter(certifier.said)), folder, now=certifier.registry.now())
    certifier.registry.close()
    assert codes(found)[0] == "STL-020"
