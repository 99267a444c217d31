"""What stands in the fields of the first page, from the record and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.documents.numbers import figures
from pvfootprint.documents.sheets.sheet import GREY, INK
from pvfootprint.language.texts import Text, in_both, text
from pvfootprint.model.terms import UNITS

if TYPE_CHECKING:
    from pvfootprint.model.certificate_record import CertificateRecord, Party, Rulebook

NAME, PLAIN, FINE = 9.4, 8.2, 7.4
"""Sizes of type where there is room: names, what belongs to them, what is said beside [pt]."""

FEW = 8
"""Models that stand on the first page; more are listed in the annex."""

SAME = text("the same as the client")
ANNEX = text("in full in the annex")


@dataclass(frozen=True, slots=True)
class Said:
    """A text of an entry: what, in which size of type [pt], and how it looks."""

    said: str
    size: float
    bold: bool = False
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Entry:
    """A field: what it is called, and its texts below each other."""

    about: Text
    texts: tuple[Said, ...]


def entries(record: CertificateRecord) -> list[Entry]:
    """Return the fields of the first page.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate.

    Returns
    -------
    list of Entry
        Client, producer, site, product, models, scheme, rules, and the certificate replaced.
    """
    same = record.producer == record.client
    producer = (Said(f"{SAME.zh} {SAME.en}", PLAIN),) if same else _party(record.producer)
    found = [
        Entry(text("Client"), _party(record.client)),
        Entry(text("Producer"), producer),
        Entry(text("Production site"), _site(record)),
        Entry(text("Product"), _product(record)),
        Entry(text("Models"), _models(record)),
        Entry(text("Certification scheme"), _rulebook(record.scheme)),
        Entry(text("Accounting rules"), _rulebook(record.rules)),
    ]
    if record.replaces:
        replaced = (Said(record.replaces, PLAIN),)
        found.append(Entry(text("In place of certificate"), replaced))
    return found


def certifier(record: CertificateRecord) -> tuple[Said, ...]:
    """Return the texts of the certifier."""
    who, approval = record.certifier, text("Approval")
    return (
        Said(who.name, NAME + 0.8, bold=True),
        *([Said(who.name_en, PLAIN)] if who.name_en else []),
        Said(f"{approval.zh} {approval.en}: {who.approval}", FINE, colour=GREY),
        *([Said(who.address, FINE, colour=GREY)] if who.address else []),
        *([Said(who.contact, FINE, colour=GREY)] if who.contact else []),
    )


def declared_unit(record: CertificateRecord) -> Text:
    """Return the declared unit with how much of the product it is."""
    value = record.footprint
    return text(
        "Declared unit: 1 {unit} (reference flow: {amount} {reference})",
        unit=value.declared_unit,
        amount=figures(value.reference_flow),
        reference=UNITS.get(value.reference_unit, value.reference_unit),
    )


def not_claimed(record: CertificateRecord) -> Text:
    """Return what the value is not, as sentences."""
    said = record.footprint.not_claimed
    return in_both(f"{said.en[:1].upper()}{said.en[1:]}.", f"{said.zh}。")


def _party(party: Party) -> tuple[Said, ...]:
    code = text("Code")
    numbers = f"{code.zh} {code.en}: {party.code}" if party.code else ""
    return (
        Said(party.name, NAME, bold=True),
        *([Said(party.name_en, PLAIN)] if party.name_en else []),
        *(Said(one, FINE, colour=GREY) for one in (party.address, numbers) if one),
    )


def _site(record: CertificateRecord) -> tuple[Said, ...]:
    site = record.site
    where = f"{site.address} ({site.location})" if site.address else site.location
    return Said(site.name, NAME, bold=True), Said(where, FINE, colour=GREY)


def _product(record: CertificateRecord) -> tuple[Said, ...]:
    product, stage = record.product, text("Stage")
    said = f"{stage.zh} {stage.en}: {product.stage.zh} {product.stage.en}"
    return Said(product.name, NAME, bold=True), Said(said, FINE, colour=GREY)


def _models(record: CertificateRecord) -> tuple[Said, ...]:
    product = record.product
    models = ", ".join(product.models)
    if len(product.models) > FEW:
        many = text("{count:d} models, listed in the annex", count=len(product.models))
        models = f"{many.zh} {many.en}"
    computed = text("Value computed for {model}", model=product.representative)
    note = f"{computed.zh} {computed.en}" if product.representative else ""
    return Said(models, PLAIN), *([Said(note, FINE, colour=GREY)] if note else [])


def _rulebook(book: Rulebook) -> tuple[Said, ...]:
    version = text("version {version}", version=book.version)
    return (
        Said(f"{book.title.zh}，{version.zh}", PLAIN),
        Said(f"{book.title.en}, {version.en}", FINE, colour=GREY),
    )
