import datetime
import io
import re
import shutil
import subprocess

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pvfootprint.documents.pdf import Attached, make_pdf
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.documents.signatures import ranges
from pvfootprint.documents.signatures.checking import check_signature
from pvfootprint.documents.signatures.demo_authority import make_demo_authority
from pvfootprint.documents.signatures.signer import signer_from_pkcs12
from pvfootprint.model.findings import SignatureError

PAGE = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>t</title>'
    '<style>html { font: 9pt "Noto Sans CJK SC" }</style><p>组件 module'
)
FILE = Attached(name="a.json", description="a", content=b"{}", relationship="Data")


@pytest.fixture(scope="module")
def paper():
    """Give a PDF/A-3u file, such as papers are."""
    return make_pdf(PAGE, [FILE])


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def field_of(pdf):
    (field,) = pdf.Root.AcroForm.Fields
    return field


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_signed_file_holds(signed, demo, tools, kind):
    state = check_signature(signed[kind], [demo[kind].authority], now=tools.NOW)
    assert state.holds
    assert state.problems == ()


def test_the_file_s_own_bytes_stay_as_they_are(sign, small_pdf):
    assert sign().startswith(small_pdf)


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_the_same_file_signer_and_words_give_the_same_bytes(sign, signers, signed, kind):
    assert sign(signers[kind]) == signed[kind]
    assert sign(signers[kind], reason="another") != signed[kind]


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_pdf_a_stays_pdf_a(sign, signers, paper, kind):
    signed = sign(signers[kind], paper)
    check_structure(signed)
    with opened(paper) as before, opened(signed) as after:
        assert after.pdf_version == before.pdf_version == "1.7"
        assert "/Version" not in after.Root
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.trailer.Info == before.trailer.Info
        assert after.trailer.ID[0] == before.trailer.ID[0]
        assert after.trailer.ID[1] != before.trailer.ID[1]
        assert after.attachments["a.json"].get_file().read_bytes() == b"{}"


def test_the_field_is_as_pdf_a_has_it(sign, paper):
    """ISO 19005-3:2012, 6.3.2 flags, 6.3.3 appearance, 6.4.1 forms, 6.1.12 permissions."""
    with opened(sign(pdf=paper)) as pdf:
        field = field_of(pdf)
        printed, hidden = 4, 1 | 2 | 32 | 256
        assert int(field.F) & printed
        assert not int(field.F) & hidden
        assert list(map(int, field.Rect)) == [0, 0, 0, 0]
        assert not {"/AP", "/A", "/AA"} & set(field.keys())
        assert set(pdf.Root.AcroForm.keys()) == {"/Fields", "/SigFlags"}
        assert set(pdf.Root.Perms.keys()) == {"/DocMDP"}
        (reference,) = field.V.Reference
        assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys())


def test_it_is_a_pades_signature_that_permits_no_change(signed, tools):
    with opened(signed["ecdsa"]) as pdf:
        value = field_of(pdf).V
        assert value.SubFilter == "/ETSI.CAdES.detached"
        assert pdf.Root.Perms.DocMDP.objgen == value.objgen
        assert value.Reference[0].TransformParams.P == 1
        assert str(value.M) == tools.NOW.strftime("D:%Y%m%d%H%M%SZ")
        words = {key: str(value[f"/{key.title()}"]) for key in tools.WORDS}
        assert words == tools.WORDS


def test_sig_008_a_file_that_is_signed_already(sign, signed):
    with pytest.raises(SignatureError, match="SIG-008") as caught:
        sign(pdf=signed["ecdsa"])
    assert "signed already" in caught.value.findings[0].found


@pytest.mark.parametrize("content", [b"nothing", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n"])
def test_sig_008_what_is_no_pdf(sign, content):
    with pytest.raises(SignatureError, match="SIG-008"):
        sign(pdf=content)


def test_sig_008_a_file_that_was_cut_off(sign, small_pdf):
    with pytest.raises(SignatureError, match="SIG-008"):
        sign(pdf=small_pdf[:-20])


def test_nothing_is_signed_that_would_be_refused_when_it_is_checked(sign, small_pdf, monkeypatch):
    monkeypatch.setattr(ranges, "LARGEST_PDF", len(small_pdf) + 100)
    with pytest.raises(SignatureError, match="SIG-023"):
        sign()


def test_sig_008_an_encrypted_file(sign, small_pdf):
    out = io.BytesIO()
    with opened(small_pdf) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(SignatureError, match="SIG-008") as caught:
        sign(pdf=out.getvalue())
    assert "encrypted" in caught.value.findings[0].found


def test_sig_005_nothing_is_signed_after_the_certificate_s_end(sign, tools):
    with pytest.raises(SignatureError, match="SIG-005"):
        sign(time=tools.NOW + 5 * tools.YEAR)


def test_sig_007_nothing_is_signed_with_a_certificate_for_something_else(sign, tools):
    issued = tools.issue("one", usage={"key_agreement": True})
    with pytest.raises(SignatureError, match="SIG-007"):
        sign(issued.signer)


def test_authorities_between_signer_and_root_go_into_the_file(sign, tools):
    root = tools.issue("root", ca=True)
    middle = tools.issue("middle", root, ca=True)
    issued = tools.issue("one", middle)
    content = issued.packed(others=[middle.certificate, root.certificate])
    pdf = sign(signer_from_pkcs12(content, tools.PASSPHRASE, now=tools.NOW))
    assert check_signature(pdf, [root.certificate], now=tools.NOW).holds
    assert check_signature(pdf, [middle.certificate], now=tools.NOW).unsuspicious


@pytest.mark.heavy
def test_nothing_changes_to_the_eye(sign, paper, tmp_path):
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not installed")
    pictures = []
    for name, content in (("before", paper), ("after", sign(pdf=paper))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        command = ["pdftoppm", "-r", "100", "-png", "-singlefile", path, tmp_path / name]
        subprocess.run(command, check=True, capture_output=True)
        pictures.append(path.with_suffix(".png").read_bytes())
    assert pictures[0] == pictures[1]


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_poppler_accepts_it_with_the_test_authority_trusted(sign, paper, tmp_path, kind):
    for program in ("pdfsig", "certutil"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    # pdfsig goes by this machine's clock.
    now = datetime.datetime.now(datetime.UTC)
    made = make_demo_authority(b"passphrase", now, kind)
    signer = signer_from_pkcs12(made.pkcs12, b"passphrase", now=now)
    path, authority, store = (tmp_path / name for name in ("a.pdf", "ca.pem", "nss"))
    path.write_bytes(sign(signer, paper, time=now))
    authority.write_bytes(made.authority.public_bytes(Encoding.PEM))
    store.mkdir()
    database = f"sql:{store}"

    def said():
        # Not with -no-ocsp: poppler 22.12 then reports an error that is left over from before. No
        # network is used either way, because the certificates name no address to ask at.
        command = ["pdfsig", "-nssdir", database, path]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        return re.sub(r"\s+", " ", done.stdout)

    subprocess.run(["certutil", "-N", "-d", database, "--empty-password"], check=True)
    assert "Certificate issuer is unknown" in said()
    trusting = ["certutil", "-A", "-d", database, "-n", "test", "-t", ",C,", "-i", authority]
    subprocess.run(trusting, check=True)
    answer = said()
    assert "Signature is Valid." in answer
    assert "Certificate is Trusted." in answer
    assert "Total document signed" in answer
    assert "ETSI.CAdES.detached" in answer
