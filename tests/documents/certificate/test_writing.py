import io
import json
import shutil
import subprocess
import unicodedata

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pvfootprint.documents.certificate.writing import certificate_pdf
from pvfootprint.documents.pdf_structure import check_structure
from pvfootprint.model.canonical import canonical
from pvfootprint.model.certificate_record import CertificateRecord
from pvfootprint.model.findings import OutputError

LONG = "很长的企业名称有限公司" * 30


@pytest.fixture(scope="module")
def record(certificate_records):
    return certificate_records.record()


@pytest.fixture(scope="module")
def records(certificate_records, record):
    """Give certificates by what is special about them."""
    make, extreme = certificate_records.record, certificate_records.extreme
    party = {"name": LONG, "name_en": "Very Long Name " * 40, "code": "X" * 90, "address": LONG}
    return {
        "example": record,
        "earnest": make(test=False),
        "extreme": extreme(),
        "endless": extreme(
            client=party,
            producer={**party, "code": "Y"},
            site={"name": LONG, "address": LONG},
            certifier=party,
            product={"name": LONG, "models": tuple(f"MODEL-{i:04d}" for i in range(600))},
            signatory=LONG,
        ),
        "bare": make(upstream=(), gases=(), product={"representative": "", "power_bins": ()}),
        "hostile": make(
            client={"name": "<script>alert(1)</script>{{ 7 }}", "name_en": "a\u202eb", "code": ""},
            site={"name": "(x) Tj ET \\ ) %", "address": ""},
        ),
    }


NAMES = ("example", "earnest", "extreme", "endless", "bare", "hostile")


@pytest.fixture(scope="module")
def written(records):
    return {name: certificate_pdf(records[name]) for name in NAMES}


def squeezed(said):
    return "".join(unicodedata.normalize("NFKC", said).split())


def read_back(tmp_path, content, *options):
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed")
    path = tmp_path / "certificate.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split("\f")[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_the_structure_is_sound(written, name):
    check_structure(written[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_record_is_inside_in_its_canonical_spelling(records, written, name):
    with pikepdf.open(io.BytesIO(written[name])) as pdf:
        content = pdf.attachments["certificate.json"].get_file().read_bytes()
        (association,) = pdf.Root.AF
        assert association.AFRelationship == "/Data"
    assert CertificateRecord.model_validate_json(content) == records[name]
    assert canonical(json.loads(content)) == content


def test_the_same_record_gives_the_same_bytes(record, written):
    assert certificate_pdf(record) == written["example"]


def test_another_record_gives_other_bytes(certificate_records, written):
    other = certificate_records.record(signatory="签发人 B")
    assert certificate_pdf(other) != written["example"]


def test_no_time_of_making_is_in_it(written):
    with pikepdf.open(io.BytesIO(written["example"])) as pdf:
        assert "/CreationDate" not in pdf.trailer.get("/Info", {})


@pytest.mark.heavy
def test_the_first_page_says_what_a_certificate_must(tmp_path, record, written):
    first, *_ = read_back(tmp_path, written["example"])
    found = squeezed(first)
    wanted = (
        *(record.client.name, record.client.name_en, record.client.address, record.client.code),
        *("与认证委托人相同", "the same as the client"),
        *(record.site.name, record.site.address, record.site.location),
        *(record.product.name, "组件 module", "M144T-575, M144T-580, M144T-585"),
        *(record.scheme.title.zh, record.scheme.title.en, record.rules.title.zh, "版本 2025.1"),
        *("382.7", "kgCO2e/kWp", "产品部分碳足迹，从摇篮到大门", "cradle to gate", "1 kWp"),
        *("2025-01-01 – 2025-12-31", "2026-03-02", "2028-03-01", "有效期至", "First issued"),
        *(record.certifier.name, record.certifier.approval, record.signatory, "数字签名"),
        *(record.number, record.status_address, record.footprint.not_claimed.zh),
    )
    assert [one for one in wanted if squeezed(one) not in found] == []


@pytest.mark.heavy
def test_the_annex_says_what_stands_behind_the_value(tmp_path, record, written):
    _, *annex = read_back(tmp_path, written["example"], "-layout")
    found = squeezed("".join(annex))
    hashes = record.recomputing.model_dump().values()
    wanted = (
        *hashes,
        *(record.scheme.sha256, record.rules.sha256, record.product.workbook),
        *("382.73468505765817 kgCO2e/kWp", "91.7 %", "38.5 %", record.application),
        *("57", record.log.root, "CO2e, not split by gas", "HFC-134a", "0.1983", "288.8"),
        *("工业硅 MG silicon", "58.98", "54.5", "YC-PCF-2026-00003-R", "32.61 kgCO2e/m2"),
        *("如何核验", "What it does not prove", "该数值不代表什么", "575, 580, 585"),
    )
    assert [one for one in wanted if squeezed(one) not in found] == []
    for one in record.upstream:
        start, end = one.record[:40], one.record[-10:]
        assert start in found
        assert end in found


@pytest.mark.heavy
@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_a_test_says_so_and_no_other(tmp_path, records, written, name):
    pages = read_back(tmp_path, written[name])
    assert len(pages) >= 3
    for page in pages:
        assert ("无证明效力" in page) == records[name].test
        assert ("It certifies nothing" in page) == records[name].test
    if not records[name].test:
        assert not any("TEST" in page.replace("TEST-0000", "") for page in pages)


@pytest.mark.heavy
@pytest.mark.parametrize("name", NAMES)
def test_pages_are_counted(tmp_path, written, name):
    pages = read_back(tmp_path, written[name], "-layout")
    for i, page in enumerate(pages, 1):
        assert f"第 {i} 页，共 {len(pages)} 页 page {i} of {len(pages)}" in page


@pytest.mark.heavy
def test_what_the_first_page_cannot_hold_is_in_the_annex(tmp_path, records, written):
    first, *annex = read_back(tmp_path, written["endless"])
    assert "全文见附件" in squeezed(first)
    assert "共600个型号" in squeezed(first)
    found = squeezed("".join(page.split("证书附件", 1)[1] for page in annex))
    assert "首页文字全文" in found
    one = records["endless"]
    assert squeezed(one.client.name) in found
    assert squeezed(one.signatory) in found
    assert found.count("MODEL-") == 600
    assert all(f"MODEL-{i:04d}" in found for i in range(600))


@pytest.mark.heavy
@pytest.mark.parametrize("dpi", [150, 300])
def test_the_code_on_the_first_page_is_read(tmp_path, record, written, dpi):
    if not shutil.which("pdftoppm"):
        pytest.skip("poppler is not installed")
    path = tmp_path / "certificate.pdf"
    path.write_bytes(written["example"])
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-l", "1", "-png", "-singlefile", str(path), str(path)],
        check=True,
    )
    with Image.open(f"{path}.png") as picture:
        (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == record.status_address


def test_out_006_an_address_that_no_code_can_hold_is_refused(certificate_records):
    one = certificate_records.record(status_address="https://example.org/" + "x" * 900)
    with pytest.raises(OutputError) as caught:
        certificate_pdf(one)
    assert [finding.code for finding in caught.value.findings] == ["OUT-006"]
