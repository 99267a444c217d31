"""The annex: what the value is made of, what stands behind it, and how to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.certificate.entries import not_claimed
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.documents.sheets.pages import Column, listed
from pvfootprint.language.texts import Text, in_both, text
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from pvfootprint.documents.sheets.pages import Pages
    from pvfootprint.model.certificate_record import CertificateRecord

NOT_SPLIT = "CO2e, not split"

HASH_SIZE = 7.0
"""Size of the type of hashes: one fits on a line [pt]."""

CHECKS = (
    text(
        "Scan the QR code, or open the address: the certifier's register says whether the "
        "certificate is valid, suspended, withdrawn, cancelled or expired today."
    ),
    text(
        "`pvfootprint verify FILE.pdf` checks this file step by step: format, signature, issuer, "
        "content, hash of the issued file, validity, status, and the certificates on which it "
        "stands. With `--issuer CERTIFICATE.pem` it needs no network."
    ),
    text(
        "The record of this certificate is inside this file as data: certificate.json. Its pages "
        "and its label show that record and nothing else."
    ),
    text(
        "`pvfootprint cert reproduce NUMBER` computes the value again, at the certifier, from the "
        "submission and the data whose hashes stand above."
    ),
)

NOT_PROVED = (
    text(
        "That the data of the companies are true. They were checked as the scheme says: against "
        "documents, on site, by samples."
    ),
    text(
        "That the certificate is valid today. It was on the day of its issue; what counts is the "
        "status in the register, which a check without network does not see."
    ),
    text("Anything about a printed copy: paper bears no digital signature."),
    text(
        "Anything about models, sites or periods other than those named, or about use, end of "
        "life and other effects on the environment."
    ),
)


def write_annex(pages: Pages, record: CertificateRecord, cut: tuple[str, ...]) -> None:
    """Write the annex.

    Parameters
    ----------
    pages : Pages
        Where to.
    record : CertificateRecord
        Of the certificate.
    cut : tuple of str
        Texts that the first page does not give in full.
    """
    _gases(pages, record)
    _stages(pages, record)
    _models(pages, record)
    _upstream(pages, record)
    _data(pages, record)
    _recomputing(pages, record)
    _bullets(pages, text("How to check it"), CHECKS)
    _bullets(pages, text("What it does not prove"), NOT_PROVED)
    pages.heading(text("What the value is not"))
    pages.pair(not_claimed(record))
    if cut:
        pages.heading(text("Texts of the first page in full"))
        for said in cut:
            pages.plain(said)


def _gases(pages: Pages, record: CertificateRecord) -> None:
    value = record.footprint
    pages.heading(text("Greenhouse-gas breakdown"))
    split = text("CO2e, not split by gas")
    rows = [
        (
            f"{split.zh} {split.en}" if one.gas == NOT_SPLIT else one.gas,
            figures(one.mass),
            figures(one.value),
            _share(one.value, value.value),
        )
        for one in record.gases
    ]
    rows.append((_total(), "", figures(value.value), _share(value.value, value.value)))
    columns = (
        Column(text("Gas"), 0.4),
        Column(text("mass, kg per {unit}", unit=value.declared_unit), 0.2, is_number=True),
        Column(text("adds, {unit}", unit=value.unit), 0.22, is_number=True),
        Column(text("share, %"), 0.18, is_number=True),
    )
    pages.table(columns, rows, total=True)


def _stages(pages: Pages, record: CertificateRecord) -> None:
    value = record.footprint
    pages.heading(text("Stages of the chain"))
    rows = [
        (
            f"{one.stage.zh} {one.stage.en}",
            figures(one.value),
            percent(one.share),
            f"{one.share!r}",
        )
        for one in record.stages
    ]
    columns = (
        Column(text("Stage of the chain"), 0.3),
        Column(text("adds, {unit}", unit=value.unit), 0.2, is_number=True),
        Column(text("share, %"), 0.14, is_number=True),
        Column(Text(""), 0.36, is_bar=True),
    )
    rows.append((_total(), figures(value.value), percent(1.0), ""))
    pages.table(columns, rows, total=True)


def _models(pages: Pages, record: CertificateRecord) -> None:
    product = record.product
    computed = (product.representative,) if product.representative else product.models
    pages.heading(text("Models and product"))
    rows: list[tuple[Text, tuple[str, ...]]] = [
        (text("models"), tuple(listed(product.models))),
        (text("value computed for"), tuple(listed(computed))),
    ]
    if product.power_bins:
        bins = listed([f"{power:g}" for power in product.power_bins])
        rows.append((text("power in the trade, W"), tuple(bins)))
    technology = ", ".join(one for one in (product.technology, product.design) if one)
    rows += [
        (text("technology and design"), (technology,)),
        (text("key in the workbook"), (product.key,)),
        (text("process in the product system"), (product.code,)),
    ]
    pages.facts(rows)


def _upstream(pages: Pages, record: CertificateRecord) -> None:
    pages.heading(text("Certificates on which it stands"))
    if not record.upstream:
        pages.pair(text("It stands on no other certificate."))
        return
    columns = (
        Column(text("number, and SHA-256 of its record"), 0.34),
        Column(text("stage"), 0.11),
        Column(text("company and product"), 0.27),
        Column(text("value"), 0.16, is_number=True),
        Column(text("valid until"), 0.12, is_number=True),
    )
    rows = [
        (
            f"{one.number} {one.record}",
            f"{one.stage.zh} {one.stage.en}",
            f"{one.company} {one.product}",
            f"{one.shown} {one.unit}",
            one.expires,
        )
        for one in record.upstream
    ]
    pages.table(columns, rows)


def _data(pages: Pages, record: CertificateRecord) -> None:
    value = record.footprint
    reference = UNITS.get(value.reference_unit, value.reference_unit)
    pages.heading(text("Data behind the value"))
    rows: list[tuple[Text, tuple[str, ...]]] = [
        (text("value, unrounded"), (f"{value.value!r} {value.unit}",)),
        (
            text("reference flow of 1 {unit}", unit=value.declared_unit),
            (f"{figures(value.reference_flow, 6)} {reference}", *value.assumptions),
        ),
        (text("period of the data"), (f"{record.start} – {record.end}",)),
        (
            text("share that rests on activity data of companies"),
            (f"{percent(value.primary_share)} %",),
        ),
        (
            text("share that rests on proxies: another flow stands for the one that is meant"),
            (f"{percent(value.proxy_share)} %",),
        ),
        (text("application"), (record.application,)),
        (text("signatory"), (record.signatory,)),
        (text("address of its status"), (record.status_address,)),
    ]
    pages.facts(rows)


def _recomputing(pages: Pages, record: CertificateRecord) -> None:
    pages.heading(text("With what it can be computed again, and the log"))
    found, log = record.recomputing, record.log
    scheme, rules = record.scheme, record.rules
    rows: list[tuple[Text, tuple[str, ...]]] = [
        (text("submission, SHA-256"), (found.submission,)),
        (text("workbook of the product, SHA-256"), (record.product.workbook,)),
        (text("inventories and methods as kept, SHA-256"), (found.data,)),
        (text("library"), (found.library,)),
        (text("method"), (found.method,)),
        (text("product system"), (found.product_system,)),
        (text("software"), (found.software,)),
        (text("scheme {key} {version}", key=scheme.key, version=scheme.version), (scheme.sha256,)),
        (text("rules {key} {version}", key=rules.key, version=rules.version), (rules.sha256,)),
        (
            text("entries of the certifier's log before this certificate"),
            (str(log.size),),
        ),
        (text("root of their tree (RFC 6962)"), (log.root,)),
    ]
    pages.facts(rows, HASH_SIZE)


def _bullets(pages: Pages, title: Text, said: tuple[Text, ...]) -> None:
    pages.heading(title)
    for one in said:
        plain = in_both(one.en.replace("`", ""), one.zh.replace("`", ""))
        pages.pair(in_both(f"– {plain.en}", f"– {plain.zh}"))


def _share(part: float, whole: float) -> str:
    return percent(part / whole) if whole else "–"


def _total() -> str:
    total = text("Total")
    return f"{total.zh} {total.en}"
