"""A security token: SoftHSM, which is one in software."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pvfootprint.documents.signatures.checking import check_signature
from pvfootprint.documents.signatures.tokens import signer_from_token
from pvfootprint.model.findings import SignatureError

MODULES = [
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
]
TOKEN, PIN = "certifier", "1234 口令"
KINDS = {"ecdsa": "P-256", "rsa": 3072}


def test_sig_010_without_the_library_it_says_what_to_install(monkeypatch, tools):
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.delitem(sys.modules, "pyhanko.sign.pkcs11", raising=False)
    settings = {"token": TOKEN, "key": "ecdsa", "pin": PIN.encode(), "now": tools.NOW}
    with (
        pytest.raises(SignatureError, match="SIG-010") as caught,
        signer_from_token(Path("a.so"), **settings),
    ):
        pass
    assert "pip install" in caught.value.findings[0].hint


@pytest.fixture(scope="module")
def module():
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    if not shutil.which("softhsm2-util"):
        pytest.skip("softhsm2-util is not installed")
    found = [path for path in MODULES if path.exists()]
    if not found:
        pytest.skip("libsofthsm2.so was not found")
    return found[0]


@pytest.fixture(scope="module")
def token(module, tools, tmp_path_factory):
    """Make a token with a key and certificate of each kind, and one whose pair does not match."""
    import pkcs11

    folder = tmp_path_factory.mktemp("token")
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    command = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN]
    subprocess.run(
        [*command, "--so-pin", "12345678", "--pin", PIN], check=True, capture_output=True
    )
    issued = {
        name: tools.issue(name, tools.issue("root", ca=True), key=tools.key_of(kind))
        for name, kind in KINDS.items()
    }
    for number, (name, one) in enumerate(issued.items(), 1):
        put_key(module, folder, name, number, one.key)
    put_key(module, folder, "mixed", 9, tools.key_of("P-256", "another"))
    library = pkcs11.lib(str(module))
    library.reinitialize()
    with library.get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        for name, one in [*issued.items(), ("mixed", issued["ecdsa"])]:
            put_certificate(session, name, one.certificate)
    yield issued
    os.environ.pop("SOFTHSM2_CONF")
    if before:
        os.environ["SOFTHSM2_CONF"] = before


def put_key(module, folder, name, number, key):
    path = folder / f"{name}.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = ["softhsm2-util", "--import", path, "--token", TOKEN, "--label", name]
    subprocess.run(
        [*command, "--id", f"{number:02}", "--pin", PIN, "--module", module],
        check=True,
        capture_output=True,
    )


def put_certificate(session, name, certificate):
    from pkcs11 import Attribute, CertificateType, ObjectClass

    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.LABEL: name,
            Attribute.SUBJECT: certificate.subject.public_bytes(),
            Attribute.VALUE: certificate.public_bytes(Encoding.DER),
        }
    )


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_a_token_signs(module, token, sign, tools, kind):
    root = tools.issue("root", ca=True).certificate
    with signer_from_token(
        module, token=TOKEN, key=kind, pin=PIN.encode(), now=tools.NOW
    ) as signer:
        assert signer.certificate == token[kind].certificate
        pdf = sign(signer)
    assert check_signature(pdf, [token[kind].certificate], now=tools.NOW).holds
    assert check_signature(pdf, [root], now=tools.NOW).holds


@pytest.mark.heavy
@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "another"},
        {"key": "another"},
        {"pin": b"0000"},
        {"pin": b"\xff"},
        {"module": Path("/nowhere/a.so")},
        {"module": Path("/etc/passwd")},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_sig_010_a_token_that_cannot_be_used(module, token, tools, wrong):
    settings = {"token": TOKEN, "key": "ecdsa", "pin": PIN.encode(), "now": tools.NOW}
    path = wrong.get("module", module)
    settings |= {name: value for name, value in wrong.items() if name != "module"}
    with (
        pytest.raises(SignatureError, match="SIG-010") as caught,
        signer_from_token(path, **settings),
    ):
        pass
    assert PIN not in str(caught.value)


@pytest.mark.heavy
def test_sig_005_a_certificate_on_a_token_that_expired(module, token, tools):
    later = tools.NOW + 3 * tools.YEAR
    with (
        pytest.raises(SignatureError, match="SIG-005"),
        signer_from_token(module, token=TOKEN, key="rsa", pin=PIN.encode(), now=later),
    ):
        pass


@pytest.mark.heavy
def test_sig_006_a_key_under_the_label_of_another_certificate(module, token, sign, tools):
    with (
        signer_from_token(
            module, token=TOKEN, key="mixed", pin=PIN.encode(), now=tools.NOW
        ) as signer,
        pytest.raises(SignatureError, match="SIG-006"),
    ):
        sign(signer)
