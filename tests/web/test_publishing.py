"""Publishing: what is public and what is not, what is written and what left alone."""

import base64
import json

import pytest

from pvfootprint.credentials.integrity import check_proof
from pvfootprint.credentials.status_lists import read_status_list
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import OutputError, RegistryError
from pvfootprint.registry.checkpoints import origin_of, read_checkpoint
from pvfootprint.web.folder import Folder

ALWAYS = {
    "publication.json",
    "index.html",
    "en/index.html",
    "index.json",
    "status/revocation/1.json",
    "status/suspension/1.json",
}
"""Files that say when they were made."""


def codes(caught):
    return [finding.code for finding in caught.value.findings]


def test_what_is_published_of_a_certificate(certifier, register):
    number = certifier.issue()
    done = register.publish()
    assert (done.certificates, done.looked_at, done.whole) == (1, 1, True)
    assert done.findings == ()
    record = (register.folder / "c" / number / "record.json").read_bytes()
    assert json.loads(record) == certifier.said[number].model_dump(mode="json")
    assert (register.folder / "c" / number / "certificate.pdf").read_bytes().startswith(b"%PDF-")
    for page in (f"c/{number}/index.html", f"c/{number}/en/index.html", "list/001/index.html"):
        assert number in register.read(page)
    assert register.rows()[number]["status"] == "valid"


def test_credential_is_signed_over_the_record_and_names_its_places(certifier, register, registries):
    certifier.issue()
    number = certifier.issue()
    register.publish()
    credential = register.json(f"c/{number}/credential.json")
    public = registries.key_of("publisher-a").public_key()
    assert check_proof(credential, public) == []
    subject = credential["credentialSubject"]
    record = (register.folder / "c" / number / "record.json").read_bytes()
    assert subject["recordSha256"] == digest(record)
    assert subject["record"] == json.loads(record)
    assert credential["validUntil"] == f"{certifier.said[number].expires}T23:59:59Z"
    pdf = (register.folder / "c" / number / "certificate.pdf").read_bytes()
    sri = "sha256-" + base64.b64encode(bytes.fromhex(digest(pdf))).decode()
    assert sri in {one["digestSRI"] for one in credential["relatedResource"]}
    places = {
        one["statusPurpose"]: one["statusListIndex"] for one in credential["credentialStatus"]
    }
    assert places == {"revocation": "1", "suspension": "1"}


@pytest.mark.parametrize(
    ("act", "status", "purpose"),
    [
        ("suspend", "suspended", "suspension"),
        ("withdraw", "withdrawn", "revocation"),
        ("cancel", "cancelled", "revocation"),
        ("supersede", "superseded", "revocation"),
    ],
)
def test_an_act_shows_on_pages_index_list_and_feed(
    act, status, purpose, certifier, register, registries
):
    other, number = certifier.issue(), certifier.issue()
    body = {"by": other} if act == "supersede" else {}
    certifier.act(act, number, **body)
    register.publish()
    assert register.rows()[number]["status"] == status
    public = registries.key_of("publisher-a").public_key()
    for one in ("revocation", "suspension"):
        content = register.json(f"status/{one}/1.json")
        bits = read_status_list(content, public, purpose=one, now=certifier.clock.now)
        assert [bits.is_set(i) for i in range(3)] == [False, one == purpose, False]
    assert f"c/{number}/#" in register.read("feed.xml")
    proof = register.json(f"c/{number}/proof.json")
    assert [entry["act"] for entry in proof["entries"]] == ["allot", "issue", act]
    if act == "supersede":
        assert other in register.read(f"c/{number}/index.html")


def test_nothing_of_reasons_complaints_and_other_acts_is_published(certifier, register):
    number = certifier.issue()
    certifier.act("suspend", number)
    for act in ("complaint", "appeal", "surveil"):
        certifier.registries.write(
            certifier.registry, act, number, {"said": f"SECRET {act}"}, "signatory-a"
        )
    certifier.registries.write(certifier.registry, "apply", "A-1", {"x": "SECRET"}, "signatory-a")
    register.publish()
    for path, content in register.files().items():
        assert b"SECRET" not in content, path
        assert "秘密".encode() not in content, path
    acts = [entry["act"] for entry in register.json(f"c/{number}/proof.json")["entries"]]
    assert acts == ["allot", "issue", "suspend"]


def test_number_that_is_allotted_but_not_issued_is_not_public_and_keeps_its_place(
    certifier, register
):
    with certifier.registry.writing() as transaction:
        hidden = certifier.issue_in(transaction, handed_out=False)
    number = certifier.issue()
    register.publish()
    assert set(register.rows()) == {number}
    assert not (register.folder / "c" / hidden).exists()
    places = register.json(f"c/{number}/credential.json")["credentialStatus"]
    assert {one["statusListIndex"] for one in places} == {"1"}


def test_upstream_and_downstream_are_followed(certifier, register):
    first = certifier.issue()
    second = certifier.issue(first)
    third = certifier.issue(second)
    register.publish()
    certifier.act("withdraw", first)
    done = register.publish()
    assert done.looked_at == 3
    assert first in register.read(f"c/{third}/index.html")
    assert third in register.read(f"c/{second}/index.html")
    assert third not in register.read(f"c/{first}/index.html")


def test_every_reference_leads_somewhere(certifier, register, dead_links):
    number = certifier.issue(certifier.issue())
    certifier.act("supersede", number, by=certifier.issue())
    register.publish()
    assert dead_links(register.folder, register.base_url) == []


def test_only_what_changed_is_written(certifier, register):
    numbers = [certifier.issue() for _ in range(4)]
    register.publish()
    before = register.times()
    certifier.act("suspend", numbers[1])
    done = register.publish()
    assert done.looked_at == 1
    now = register.times()
    touched = {path for path, time in now.items() if before.get(path) != time}
    assert touched == ALWAYS | {
        f"c/{numbers[1]}/index.html",
        f"c/{numbers[1]}/en/index.html",
        f"c/{numbers[1]}/proof.json",
        "list/001/index.html",
        "en/list/001/index.html",
        "index/001.json",
        "feed.xml",
        "log/checkpoint",
        "log/tile/0/000.p/12",
    }


def test_a_day_without_an_act_writes_only_what_is_signed_anew(certifier, register, later):
    certifier.issue()
    register.publish()
    before = register.times()
    later()
    done = register.publish()
    touched = {path for path, time in register.times().items() if before.get(path) != time}
    assert touched == ALWAYS
    assert done.written == len(ALWAYS)


def test_certificate_that_expires_changes_without_an_act(certifier, register, later):
    upstream = certifier.issue(days=3)
    number = certifier.issue(upstream)
    other = certifier.issue()
    register.publish()
    later(5)
    assert register.publish().looked_at == 2
    assert register.rows()[upstream]["status"] == "expired"
    assert register.rows()[number]["status"] == register.rows()[other]["status"] == "valid"
    later()
    assert register.publish().looked_at == 0
    later(-4)  # a clock that was set back
    assert register.publish().looked_at == 2
    assert register.rows()[upstream]["status"] == "valid"


def test_new_list_pages_leave_old_ones_alone(certifier, register, monkeypatch):
    for module in ("site", "indexing", "pages"):
        monkeypatch.setattr(f"pvfootprint.web.{module}.PER_PAGE", 2)
    monkeypatch.setattr("pvfootprint.web.indexing.SHARD", 4)
    for _ in range(8):
        certifier.issue()
    register.publish()
    before = register.times()
    number = certifier.issue()
    register.publish()
    touched = {path for path, time in register.times().items() if before.get(path) != time}
    lists = {path for path in touched if path.startswith(("list", "index/"))}
    assert lists == {"list/004/index.html", "list/005/index.html", "index/003.json"}
    assert [
        len(one["certificates"])
        for one in map(register.json, sorted(register.json("publication.json")["shards"]))
    ] == [4, 4, 1]
    assert number in register.read("list/005/index.html")


def test_changed_shard_on_the_disk_is_made_anew(certifier, register):
    number = certifier.issue()
    register.publish()
    path = register.folder / "index" / "001.json"
    path.write_bytes(path.read_bytes().replace(b"382.7", b"1.000"))
    certifier.issue()
    register.publish()
    assert register.rows()[number]["shown"] == "382.7"


def test_all_makes_everything_anew_and_mends(certifier, register):
    number = certifier.issue()
    register.publish()
    page = register.folder / "c" / number / "index.html"
    whole = page.read_bytes()
    page.write_bytes(b"defaced")
    assert not register.publish().whole
    assert page.read_bytes() == b"defaced"
    assert register.publish(everything=True).whole
    assert page.read_bytes() == whole


def test_head_is_signed_and_of_the_whole_log(certifier, register, registries):
    certifier.issue()
    done = register.publish()
    public = registries.key_of("publisher-a").public_key()
    content = (register.folder / "log" / "checkpoint").read_bytes()
    read = read_checkpoint(content, origin_of(register.base_url), public)
    with certifier.registry.reading() as snapshot:
        head = snapshot.head()
    assert (read.size, read.root) == (head.size, head.root) == (done.size, done.root)


def test_full_tile_replaces_partial_ones(certifier, register):
    certifier.issue()
    register.publish()
    assert (register.folder / "log/tile/0/000.p/5").is_file()
    with certifier.registry.writing() as transaction:
        for _ in range(256):
            transaction.append("apply", "A-1", {}, certifier.publisher)
    assert register.publish().removed == 1
    tiles = sorted(
        path.relative_to(register.folder / "log/tile").as_posix()
        for path in (register.folder / "log/tile").rglob("*")
        if path.is_file()
    )
    assert tiles == ["0/000", "0/001.p/5", "1/000.p/1"]


# ------------------------------------------------------------------------------------ refusals


def test_only_a_publisher_publishes(certifier, register, registries):
    certifier.issue()
    for person in ("signatory-a", "admin-a"):
        with pytest.raises(RegistryError) as caught:
            register.publish(actor=registries.actor(person))
        assert codes(caught) == ["PUB-006"]
    assert not register.folder.exists()


def test_revoked_publisher_does_not_publish(certifier, register, registries):
    certifier.issue()
    registries.revoke(certifier.registry, "publisher-a")
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["STF-002"]


def test_former_key_and_strangers_key_do_not_publish(certifier, register, registries):
    certifier.issue()
    stranger = registries.actor("stranger")
    for actor in (stranger, type(stranger)("publisher-a", stranger.key)):
        with pytest.raises(RegistryError) as caught:
            register.publish(actor=actor)
        assert codes(caught) == ["STF-001"]


def test_nothing_is_published_before_the_first_certificate(register):
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["PUB-012"]
    assert not register.folder.exists()


def test_folder_with_something_else_is_left_alone(certifier, register):
    certifier.issue()
    register.folder.mkdir()
    (register.folder / "thesis.docx").touch()
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["PUB-001"]
    assert [path.name for path in register.folder.iterdir()] == ["thesis.docx"]


def test_folder_of_another_registry_is_refused(certifier, certifier_at, register_at, tmp_path):
    certifier.issue()
    register_at(certifier).publish()
    other = certifier_at(tmp_path / "other.db")
    other.issue()
    state = tmp_path / "site" / "publication.json"
    state.write_text(state.read_text().replace("registry of the tests", "another one"))
    with pytest.raises(RegistryError) as caught:
        register_at(other).publish()
    assert codes(caught) == ["PUB-002"]


def test_folder_of_another_address_is_refused(certifier, register):
    certifier.issue()
    register.publish()
    with pytest.raises(RegistryError) as caught:
        register.publish(base_url="https://other.example")
    assert codes(caught) == ["PUB-005"]


@pytest.mark.parametrize(
    "address",
    [
        "http://pcf.example.org",
        "ftp://pcf.example.org",
        "pcf.example.org",
        "https://",
        "https://user@pcf.example.org",
        "https://pcf.example.org/?a=1",
        "https://pcf.example.org/#a",
        "https://pcf.example.org/a b",
        "https://pcf.example.org:port",
        "https://[::1",
        "https://pcf.example.org/<script>",
        "",
    ],
)
def test_address_that_no_register_can_have_is_refused(address, certifier, register):
    certifier.issue()
    with pytest.raises(RegistryError) as caught:
        register.publish(base_url=address)
    assert codes(caught) == ["PUB-003"]


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:1/register/"])
def test_this_computer_needs_no_encryption_but_labels_lead_elsewhere(address, certifier, register):
    certifier.issue()
    for _ in range(2):
        (finding,) = register.publish(base_url=address).findings
        assert (finding.code, finding.severity) == ("PUB-004", "warning")
    assert register.json("publication.json")["base_url"] == address.rstrip("/")


def test_older_registry_is_refused(certifier, register, tmp_path):
    certifier.issue()
    register.publish()
    file = tmp_path / "registry.db"
    certifier.registry.close()
    older = file.read_bytes()
    certifier.issue()
    register.publish()
    certifier.registry.close()
    file.write_bytes(older)
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["PUB-007"]


def test_rewritten_registry_is_refused(certifier, certifier_at, register_at, tmp_path):
    certifier.issue()
    register_at(certifier).publish()
    other = certifier_at(tmp_path / "other.db")
    other.issue(days=100)
    other.issue()
    with pytest.raises(RegistryError) as caught:
        register_at(other).publish()
    assert codes(caught) == ["PUB-007"]


def test_signed_head_that_the_registry_lacks_is_refused(certifier, register, tmp_path):
    certifier.issue()
    register.publish()
    certifier.registry.close()
    state, file = register.folder / "publication.json", tmp_path / "registry.db"
    before, older = state.read_bytes(), file.read_bytes()
    certifier.issue()
    register.publish()
    # Killed before the state was written, and an older registry restored then.
    state.write_bytes(before)
    certifier.registry.close()
    file.write_bytes(older)
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["PUB-007"]


def test_head_signed_by_a_stranger_is_told(certifier, register):
    certifier.issue()
    register.publish()
    head = register.folder / "log" / "checkpoint"
    head.write_bytes(head.read_bytes().replace(b"\n5\n", b"\n4\n"))
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["STL-011"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"format":"something"}', b"\xff"])
def test_state_that_is_not_understood_is_refused(content, certifier, register):
    certifier.issue()
    register.publish()
    (register.folder / "publication.json").write_bytes(content)
    with pytest.raises(RegistryError) as caught:
        register.publish()
    assert codes(caught) == ["PUB-009"]


def test_second_publication_at_once_is_refused(certifier, register):
    certifier.issue()
    register.publish()
    with Folder(register.folder).locked(), pytest.raises(OutputError) as caught:
        register.publish()
    assert codes(caught) == ["PUB-008"]
    register.publish()


def test_folder_that_cannot_be_written_is_told(certifier, register, tmp_path):
    certifier.issue()
    (tmp_path / "file").touch()
    register.folder = tmp_path / "file" / "site"
    with pytest.raises(OutputError) as caught:
        register.publish()
    assert codes(caught) == ["OUT-001"]


# --------------------------------------------------------------------------------- other keys


def test_new_key_signs_everything_anew(certifier, register, registries):
    number = certifier.issue()
    register.publish()
    registries.add(certifier.registry, "publisher-a", "publisher", key="second key")
    actor = type(certifier.publisher)("publisher-a", registries.key_of("second key"))
    assert register.publish(actor=actor).whole
    public = actor.key.public_key()
    assert check_proof(register.json(f"c/{number}/credential.json"), public) == []
    assert len(register.json(".well-known/did.json")["assertionMethod"]) == 2


def test_revoked_key_is_no_longer_the_issuers(certifier, register, registries):
    certifier.issue()
    register.publish()
    registries.revoke(certifier.registry, "publisher-a")
    registries.add(certifier.registry, "publisher-a", "publisher", key="second key")
    actor = type(certifier.publisher)("publisher-a", registries.key_of("second key"))
    register.publish(actor=actor)
    assert len(register.json(".well-known/did.json")["assertionMethod"]) == 1
