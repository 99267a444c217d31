"""Keys and workbooks, made once, and a statement by hand."""

import datetime
import json
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.site import Evidence
from pvfootprint.model.summary import SuppliedEmission, SupplySummary
from pvfootprint.submission.archives import pack
from pvfootprint.submission.comparing import Origins
from pvfootprint.submission.keymaking import make_sealing_key, make_signing_key
from pvfootprint.submission.keys import (
    certificate_path,
    fingerprint,
    read_certificate,
    read_sealing_key,
    read_signing_key,
)
from pvfootprint.submission.manifest import MANIFEST, Options
from pvfootprint.submission.packing import make_submission
from pvfootprint.submission.parts import public_bytes, seal_inventory, sign
from pvfootprint.submission.statements import GasValue, SealedInventory, StageValue, Statement
from pvfootprint.workbook.writing import write_workbook

PASSPHRASE = b"correct horse battery"
WORKBOOK = b"PK\x03\x04 stands for a workbook"


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory):
    """Folder with a supplier's key and those of two certifiers."""
    folder = tmp_path_factory.mktemp("keys")
    make_signing_key(folder / "supplier.pem", PASSPHRASE)
    make_signing_key(folder / "rival.pem", PASSPHRASE)
    make_sealing_key(folder / "certifier.pem", PASSPHRASE, "认证机构")
    make_sealing_key(folder / "other.pem", PASSPHRASE, "another certifier")
    return folder


@pytest.fixture(scope="session")
def supplier_key(key_folder):
    return read_signing_key(key_folder / "supplier.pem", PASSPHRASE)


@pytest.fixture(scope="session")
def rival_key(key_folder):
    return read_signing_key(key_folder / "rival.pem", PASSPHRASE)


@pytest.fixture(scope="session")
def certifier(key_folder):
    """Key and certificate of the certifier."""
    return read_sealing_key(key_folder / "certifier.pem", PASSPHRASE)


@pytest.fixture(scope="session")
def certificate(key_folder):
    return read_certificate(certificate_path(key_folder / "certifier.pem"))


@pytest.fixture
def certificate_of(tmp_path):
    """Give a function that writes a self-signed certificate of any key and time."""

    def make(key, start=None, days=10):
        start = start or datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "somebody")])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(7)
            .not_valid_before(start)
            .not_valid_after(start + datetime.timedelta(days=days))
            .sign(key, hashes.SHA256())
        )
        path = tmp_path / "made-certificate.pem"
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return path

    return make


@pytest.fixture(scope="session")
def curve_key():
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="session")
def short_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  (refused)


def summary_of(sealed_hash="", **changes):
    fields = {
        "supplier": "某硅片有限公司",
        "supplier_code": "91320000MA1234567X",
        "site": "一厂",
        "product": "P1",
        "product_name": "182 n-type wafer",
        "stage": "wafer",
        "technology": "mono-n",
        "location": "CN-Yunnan",
        "unit": "square meter",
        "area": 0.033,
        "declared_unit": "m2",
        "emissions": (SuppliedEmission(flow="co2", amount=20.5),),
        "total": 20.5,
        "gwp": "ar6",
        "primary_data_share": 0.6,
        "start": datetime.date(2025, 1, 1),
        "end": datetime.date(2025, 12, 31),
        "output": 1e6,
        "library_hash": "a" * 64,
        "method_hash": "b" * 64,
        "product_system_hash": "c" * 64,
        "sealed_hash": sealed_hash,
    }
    return SupplySummary(**{**fields, **changes})


def statement_of(signer, sealed=None, **changes):
    fields = {
        "format": "pvfootprint sealed part",
        "version": 1,
        "signer": signer,
        "workbook": digest(WORKBOOK),
        "sealed": sealed,
        "summary": summary_of(sealed.sha256 if sealed else ""),
        "footprint": 20.5,
        "stages": (StageValue(stage="wafer", value=20.5, share=1.0),),
        "gases": (GasValue(gas="CO2", mass=20.5, value=20.5),),
        "quality": (),
        "proxy_share": 0.1,
        "electricity_year": None,
        "fill_gaps": "library",
        "origins": Origins(library="a" * 64, method="b" * 64, software="d" * 64, versions={}),
    }
    return Statement(**{**fields, **changes})


@pytest.fixture(scope="session")
def make_part(supplier_key, certificate):
    """Give a function that seals a made-up workbook and signs a statement about it."""

    def make(key=supplier_key, workbook=WORKBOOK, to=certificate, **changes):
        signer = public_bytes(key)
        sealed = seal_inventory({"mine.xlsx": workbook}, "mine.xlsx", signer, to)
        named = SealedInventory(
            sha256=digest(sealed), size=len(sealed), certifier=fingerprint(to.public_key())
        )
        return sign(statement_of(signer, named, **changes), key, sealed)

    return make


@pytest.fixture(scope="session")
def part(make_part):
    """Bytes of a sealed part."""
    return make_part()


@pytest.fixture(scope="session")
def repacked():
    """Give a function that changes members and lets the manifest agree, as a cheat would."""

    def repack(members, changes):
        members = {**members, **changes}
        data = json.loads(members[MANIFEST])
        for entry in data["files"]:
            content = members[entry["name"]]
            entry |= {"size": len(content), "sha256": digest(content)}
        return pack({**members, MANIFEST: canonical(data)})

    return repack


INVOICE, METER = b"an invoice", "\u7535\u8868\u8bb0\u5f55".encode()
EVIDENCE = (
    Evidence(key="E1", title="invoice of the glass", kind="invoice", file="invoice.pdf"),
    Evidence(key="E2", title="meter", file="\u7535\u8868.txt", sha256=digest(METER)),
    Evidence(key="E3", title="a document that is not sent"),
)


@pytest.fixture(scope="session")
def fillable():
    """Give a function that fills in what a workbook asks for beside what the library says."""

    def fill(site, **changes):
        company = replace(
            site.company, site_address="somewhere", code=f"code of {site.company.name}"
        )
        legs = tuple(replace(leg, cargo="cargo") for leg in site.transport)
        return replace(site, company=company, transport=legs, **changes)

    return fill


OUTPUTS = {"module": 1e6, "cell": 2e6, "wafer": 4e6, "ingot": 8e6, "siemens": 2e7, "fbr": 2e7}
"""More than is taken, as it is where there are other customers."""


@pytest.fixture(scope="session")
def whole_chain(library, site_inventories, fillable):
    """Every site of the chain; the module maker names two documents."""
    makes = site_inventories.Sites(library)
    suppliers = {stage: site.suppliers for stage, site in makes.chain().items()}
    sites = {
        stage: fillable(
            makes.of(code, name, place, output=OUTPUTS[stage], suppliers=suppliers[stage])
        )
        for stage, (code, name, place) in site_inventories.CHAIN.items()
    }
    return {**sites, "module": replace(sites["module"], evidence=EVIDENCE)}


@pytest.fixture(scope="session")
def chain_sites(whole_chain):
    """Module, cell and wafer maker; the ingot maker has not answered."""
    return {stage: whole_chain[stage] for stage in ("module", "cell", "wafer")}


@pytest.fixture(scope="session")
def workbook_bytes(tmp_path_factory, library):
    """Give a function that writes a workbook."""
    folder = tmp_path_factory.mktemp("workbooks")

    def write(site):
        path = folder / "made.xlsx"
        write_workbook(path, library, site.stage, "both", site)
        return path.read_bytes()

    return write


@pytest.fixture(scope="session")
def workbooks(chain_sites, workbook_bytes):
    """Content by file name."""
    return {f"{stage}.xlsx": workbook_bytes(site) for stage, site in chain_sites.items()}


@pytest.fixture(scope="session")
def whole_workbooks(whole_chain, workbooks, workbook_bytes):
    """Workbooks of every site."""
    others = {
        stage: site for stage, site in whole_chain.items() if f"{stage}.xlsx" not in workbooks
    }
    return {**workbooks, **{f"{s}.xlsx": workbook_bytes(site) for s, site in others.items()}}


@pytest.fixture(scope="session")
def documents():
    """Documents of the module maker, by folder and name."""
    return {("module", "invoice.pdf"): INVOICE, ("module", "\u7535\u8868.txt"): METER}


@pytest.fixture(scope="session")
def made(workbooks, library, documents):
    """Give a submission of the whole chain."""
    return make_submission(workbooks, library, Options(), lambda *name: documents.get(name))
