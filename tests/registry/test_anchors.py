"""What outsiders keep of the log: heads in files, and certificates."""

import json

import pikepdf
import pytest

from pvfootprint.model.canonical import canonical, digest
from pvfootprint.registry.anchors import head_file, read_anchor
from pvfootprint.registry.checking import check
from pvfootprint.registry.checkpoints import write_checkpoint
from pvfootprint.registry.tree import EMPTY_ROOT


def found(report):
    return [finding.code for finding in report.findings if finding.severity == "error"]


@pytest.fixture
def issued(registry, registries, certificate_records, tmp_path):
    """Write a certificate that names the log before it, and its place in the log."""

    def issue(name="CERT.pdf", *, named=True):
        with registry.writing() as transaction:
            head = transaction.head()
            running = transaction.next_running("certificate")
            number = certificate_records.number_of(running)
            given = {"allotted": {"series": "certificate", "running": running}}
            transaction.append("allot", number, given, registries.actor())
        log = {"size": head.size, "root": head.root}
        record = certificate_records.record(number=number, log=log)
        content = canonical(record.model_dump(mode="json"))
        path = tmp_path / name
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.attachments["certificate.json"] = content
            pdf.save(path)
        (tmp_path / "certificate.json").write_bytes(content)
        registry.keep([path.read_bytes()])
        files = {name: digest(path.read_bytes())} if named else {}
        registries.write(registry, "issue", number, {"files": files})
        return path

    return issue


def written(registry, path):
    with registry.reading() as snapshot:
        path.write_bytes(head_file(snapshot.head()))
    return path


def test_a_head_is_read_as_it_was_written(registry, tmp_path):
    anchor = read_anchor(written(registry, tmp_path / "HEAD.json"))
    with registry.reading() as snapshot:
        head = snapshot.head()
    assert (anchor.size, anchor.root, anchor.last) == (head.size, head.root, head.last)
    assert (anchor.registry, anchor.source) == (head.registry, "HEAD.json")


def test_a_signed_head_is_an_anchor(registry, registries, tmp_path):
    with registry.reading() as snapshot:
        size, root = snapshot.size(), snapshot.root()
    path = tmp_path / "checkpoint"
    key = registries.key_of("publisher-a")
    path.write_bytes(write_checkpoint("register.example/log", size, root, key))
    registries.write(registry, "note", "registry")
    assert found(check(registry, anchors=[read_anchor(path)])) == []
    path.write_bytes(write_checkpoint("register.example/log", size, "0" * 64, key))
    assert found(check(registry, anchors=[read_anchor(path)])) == ["REG-013"]


def test_the_log_holds_its_heads_and_certificates(registry, registries, issued, tmp_path):
    first = read_anchor(written(registry, tmp_path / "first.json"))
    anchors = [first, read_anchor(issued()), read_anchor(tmp_path / "certificate.json")]
    for _ in range(5):
        registries.write(registry, "note", "x")
    anchors.append(read_anchor(written(registry, tmp_path / "last.json")))
    report = check(registry, anchors=anchors)
    assert report.findings == ()
    assert report.held == ("first.json", "CERT.pdf", "certificate.json", "last.json")


def test_a_certificate_of_another_registry_is_not_held(
    registry, registries, issued, tmp_path, make
):
    path = issued()
    twin = make(where=str(tmp_path / "twin.db"), clock=registries.Clock(registry.now()))
    for _ in range(4):
        registries.write(twin, "note", "x")
    assert found(check(twin, anchors=[read_anchor(path)])) == ["REG-013"]


def test_a_log_that_ends_just_before_a_certificate_is_cut_off(issued, registries, tmp_path, make):
    """What the certificate's record saw is all there: only the certificate itself is not."""
    path = issued()
    twin = make(where=str(tmp_path / "twin.db"))
    report = check(twin, anchors=[read_anchor(path)])
    assert found(report) == ["REG-013"]
    assert "is not in the log" in report.findings[0].message


def test_a_file_that_was_never_issued_is_not_held(registry, issued):
    report = check(registry, anchors=[read_anchor(issued(named=False))])
    assert found(report) == ["REG-013"]
    assert "does not name this file" in report.findings[0].message


@pytest.mark.parametrize(
    "changes",
    [
        {"root": "0" * 64},
        {"last": "0" * 64},
        {"size": 2},
        {"size": 1, "root": EMPTY_ROOT},
        {"registry": "another"},
    ],
)
def test_a_head_that_says_something_else_is_not_held(registry, tmp_path, changes):
    head = json.loads(written(registry, tmp_path / "HEAD.json").read_bytes())
    (tmp_path / "HEAD.json").write_bytes(canonical(head | changes))
    assert found(check(registry, anchors=[read_anchor(tmp_path / "HEAD.json")])) == ["REG-013"]


def test_what_is_no_anchor_is_refused(tmp_path, refused, registry, issued):
    path = issued()
    record = (tmp_path / "certificate.json").read_bytes()
    odd = {
        "absent.json": None,
        "empty.json": b"",
        "words.txt": b"words",
        "list.json": b"[]",
        "damaged.pdf": b"%PDF-1.7\ndamaged",
        "record.json": record.replace(b'"test"', b'"tested"'),
        "head.json": written(registry, tmp_path / "HEAD.json").read_bytes()[:-20],
    }
    for name, content in odd.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with refused("REG-014") as error:
            read_anchor(tmp_path / name)
        assert error.value.findings[0].file == name
    with pikepdf.open(path) as pdf:
        del pdf.attachments["certificate.json"]
        pdf.save(tmp_path / "bare.pdf")
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    for name in ("bare.pdf", "locked.pdf"):
        with refused("REG-014"):
            read_anchor(tmp_path / name)
