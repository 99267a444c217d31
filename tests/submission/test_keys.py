"""Keys: always under a passphrase, never overwritten, refused where they don't fit."""

import datetime
import stat

import pytest
from cryptography.hazmat.primitives import serialization

from pvfootprint.model.findings import OutputError, SubmissionError
from pvfootprint.submission import keymaking
from pvfootprint.submission.keyfacts import describe
from pvfootprint.submission.keymaking import make_sealing_key, make_signing_key, write_new
from pvfootprint.submission.keys import (
    certificate_path,
    fingerprint,
    open_to_others,
    read_certificate,
    read_sealing_key,
    read_signing_key,
)

PASSPHRASE = b"correct horse battery"


def codes(call, *arguments):
    with pytest.raises(SubmissionError) as caught:
        call(*arguments)
    assert PASSPHRASE.decode() not in str(caught.value)
    return [finding.code for finding in caught.value.findings]


def test_a_private_key_is_the_owners_alone(key_folder):
    for name in ("supplier.pem", "certifier.pem"):
        assert stat.S_IMODE((key_folder / name).stat().st_mode) == 0o600
        assert open_to_others(key_folder / name) == []
        content = (key_folder / name).read_text(encoding="ascii")
        assert content.count("BEGIN ENCRYPTED PRIVATE KEY") == 1
        assert "BEGIN PRIVATE KEY" not in content


def test_the_certificate_alone_holds_no_key(key_folder):
    content = certificate_path(key_folder / "certifier.pem").read_text(encoding="ascii")
    assert content.count("-----BEGIN") == content.count("-----BEGIN CERTIFICATE") == 1


def test_a_key_is_told_without_its_passphrase(key_folder, supplier_key, certifier):
    (supplier,) = describe(key_folder / "supplier.pem")
    assert (supplier.kind, supplier.holds) == ("signing", "private key")
    assert supplier.fingerprint == fingerprint(supplier_key.public_key())
    private, certificate = describe(key_folder / "certifier.pem")
    assert (private.kind, private.holds) == ("sealing", "private key")
    assert certificate.name == "认证机构"
    years = (certificate.end - certificate.start).days / 365.25
    assert years == pytest.approx(3, abs=0.01)
    assert private.fingerprint == fingerprint(certifier[0].public_key())
    assert describe(certificate_path(key_folder / "certifier.pem"))[0].holds == "certificate"


def test_a_fingerprint_can_be_read_out(supplier_key, rival_key):
    groups = fingerprint(supplier_key.public_key()).split(" ")
    assert [len(group) for group in groups] == [4] * 16
    assert fingerprint(rival_key.public_key()) != " ".join(groups)


@pytest.mark.parametrize("make", [make_signing_key, lambda p, w: make_sealing_key(p, w, "x")])
def test_nothing_is_overwritten(tmp_path, make):
    path = tmp_path / "key.pem"
    path.write_text("mine", encoding="utf-8")
    assert codes(make, path, PASSPHRASE) == ["SUB-022"]
    assert path.read_text(encoding="utf-8") == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["key.pem"]


def test_no_certificate_is_overwritten(tmp_path):
    (tmp_path / "key-certificate.pem").touch()
    assert codes(make_sealing_key, tmp_path / "key.pem", PASSPHRASE, "x") == ["SUB-022"]
    assert not (tmp_path / "key.pem").exists()


def test_a_link_is_not_written_through(tmp_path):
    (tmp_path / "key.pem").symlink_to(tmp_path / "elsewhere")
    assert codes(make_signing_key, tmp_path / "key.pem", PASSPHRASE) == ["SUB-022"]
    assert not (tmp_path / "elsewhere").exists()


def test_who_comes_second_does_not_overwrite(tmp_path):
    write_new(tmp_path / "a", b"one", 0o600)
    assert codes(write_new, tmp_path / "a", b"two", 0o600) == ["SUB-022"]


def test_a_folder_that_is_not_there_is_an_error_of_output(tmp_path):
    with pytest.raises(OutputError, match="OUT-001"):
        make_signing_key(tmp_path / "absent" / "key.pem", PASSPHRASE)


def test_a_short_passphrase_is_refused(tmp_path):
    short = b"x" * (keymaking.SHORTEST - 1)
    assert codes(make_signing_key, tmp_path / "key.pem", short) == ["SUB-019"]
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_is_refused_without_a_cause(key_folder):
    with pytest.raises(SubmissionError) as caught:
        read_signing_key(key_folder / "supplier.pem", b"wrong passphrase")
    assert [finding.code for finding in caught.value.findings] == ["SUB-019"]
    assert "wrong passphrase" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_key_of_the_other_kind_is_refused(key_folder):
    assert codes(read_signing_key, key_folder / "certifier.pem", PASSPHRASE) == ["SUB-018"]
    assert codes(read_sealing_key, key_folder / "supplier.pem", PASSPHRASE) == ["SUB-018"]


def test_a_key_without_passphrase_is_refused(tmp_path, supplier_key):
    path = tmp_path / "bare.pem"
    path.write_bytes(
        supplier_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    assert codes(read_signing_key, path, PASSPHRASE) == ["SUB-018"]
    assert codes(describe, path) == ["SUB-018"]


def test_the_certificate_may_lie_beside_the_key(tmp_path, key_folder):
    whole = (key_folder / "certifier.pem").read_bytes()
    alone = whole[: whole.index(b"-----BEGIN CERTIFICATE")]
    (tmp_path / "key.pem").write_bytes(alone)
    assert codes(read_sealing_key, tmp_path / "key.pem", PASSPHRASE) == ["SUB-018"]
    beside = certificate_path(key_folder / "certifier.pem").read_bytes()
    (tmp_path / "key-certificate.pem").write_bytes(beside)
    assert read_sealing_key(tmp_path / "key.pem", PASSPHRASE)[1].subject
    other = certificate_path(key_folder / "other.pem").read_bytes()
    (tmp_path / "key-certificate.pem").write_bytes(other)
    assert codes(read_sealing_key, tmp_path / "key.pem", PASSPHRASE) == ["SUB-018"]


def test_a_key_that_others_can_read_is_warned_of(tmp_path):
    path = tmp_path / "key.pem"
    make_signing_key(path, PASSPHRASE)
    path.chmod(0o644)
    (finding,) = open_to_others(path)
    assert (finding.code, finding.severity, finding.found) == ("SUB-021", "warning", "0644")


def test_a_certificate_counts_only_in_its_time(key_folder):
    path = certificate_path(key_folder / "certifier.pem")
    start = read_certificate(path).not_valid_before_utc
    day = datetime.timedelta(days=1)
    assert read_certificate(path, start + 3 * 365 * day)
    assert codes(read_certificate, path, start - day) == ["SUB-020"]
    assert codes(read_certificate, path, start + 1098 * day) == ["SUB-020"]


def test_nothing_is_sealed_to_an_elliptic_curve(certificate_of, curve_key):
    with pytest.raises(SubmissionError, match="is not RSA") as caught:
        read_certificate(certificate_of(curve_key))
    (finding,) = caught.value.findings
    assert finding.code == "SUB-018"
    assert "pvfootprint keys new --kind sealing" in finding.hint


def test_nothing_is_sealed_to_a_short_key(certificate_of, short_key):
    assert codes(read_certificate, certificate_of(short_key)) == ["SUB-018"]


def test_everything_wrong_with_a_certificate_is_told(certificate_of, curve_key):
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    path = certificate_of(curve_key, long_ago)
    assert codes(read_certificate, path) == ["SUB-018", "SUB-020"]


def test_what_is_no_certificate_is_refused(tmp_path, key_folder):
    assert codes(read_certificate, key_folder / "supplier.pem") == ["SUB-018"]
    assert codes(read_certificate, key_folder / "certifier.pem") == ["SUB-018"]
    path = tmp_path / "a.pem"
    for content in (
        b"",
        b"nothing",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        certificate_path(key_folder / "certifier.pem").read_bytes() * 2,
    ):
        path.write_bytes(content)
        assert codes(read_certificate, path) == ["SUB-018"]
    path.write_bytes(b"a" * 70_000)
    assert codes(read_certificate, path) == ["SUB-002"]
