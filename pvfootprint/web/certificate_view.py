"""What a certificate's page shows, made ready for its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pvfootprint.certification.overview.upstream import LOST
from pvfootprint.certification.verification.places import status_place
from pvfootprint.credentials.status_lists import SIZE
from pvfootprint.documents.certificate.annex import NOT_SPLIT
from pvfootprint.documents.certificate.entries import declared_unit, not_claimed
from pvfootprint.documents.numbers import figures, percent
from pvfootprint.language.texts import text
from pvfootprint.web.wording import NOT_PROVEN, UPSTREAM_WORDS, Language, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.model.certificate_record import CertificateRecord, Party
    from pvfootprint.web.facts import PublicCertificate, PublicFile

FEW = 12
"""Models that stand on the page at once; more are folded away."""

ALL_MODELS = text("all {count} models", count="{count}")
SPLIT = text("CO2e, not split by gas")
LEVEL = text(" (level {level} up the chain)", level="{level}")
MASS = text("kg per {unit}", unit="{unit}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one language, and in which: ``zh``, ``en``."""

    said: str
    language: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share in words, and the length of its bar [%]."""

    said: str
    percent: float


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a table with bars: what, how much, its share in words, and in percent."""

    name: str
    shown: str
    share: str
    percent: float
    mass: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: its facts, what it is, and its size in words."""

    file: PublicFile
    about: str
    size: str


def certificate_view(facts: PublicCertificate, language: Language) -> dict[str, object]:
    """Make ready what a certificate's page shows.

    Parameters
    ----------
    facts : PublicCertificate
        Of the certificate.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    dict
        Values by their names in the template.
    """
    record = facts.record
    value, product = record.footprint, record.product
    meaning, acts = names("meaning", language), names("act", language)
    return {
        "facts": facts,
        "record": record,
        "value": value,
        "product": product,
        "meaning": meaning[facts.status],
        "expired_meaning": meaning["expired"],
        "since": names("script", language)["since"].format(day=facts.since.isoformat()),
        "level": LEVEL.said(language),
        "folder": "" if language == "zh" else "../",
        "kind": value.kind.text.said(language),
        "boundary": value.boundary.text.said(language),
        "declared_unit": declared_unit(record).said(language),
        "not_claimed": not_claimed(record).said(language),
        "scheme": _rulebook(record.scheme.title.text.said(language), record.scheme.version),
        "rules": _rulebook(record.rules.title.text.said(language), record.rules.version),
        "client": party_names(record.client, language),
        "producer": party_names(record.producer, language),
        "same": record.producer == record.client,
        "stage": product.stage.text.said(language),
        "technology": technology(product.technology, product.design, language),
        "many_models": len(product.models) > FEW,
        "all_models": ALL_MODELS.said(language).format(count=len(product.models)),
        "power_bins": ", ".join(f"{power:g}" for power in product.power_bins),
        "primary": Share(_share(value.primary_share), _bar(value.primary_share)),
        "proxy": Share(_share(value.proxy_share), _bar(value.proxy_share)),
        "stages": list(_stages(record, language)),
        "gases": list(_gases(record, language)),
        "total": figures(value.value),
        "mass_unit": MASS.said(language).format(unit=value.declared_unit),
        "broken": [one for one in facts.upstream if one.status in LOST],
        "upstream_words": UPSTREAM_WORDS.said(language),
        "act_names": acts,
        "downloads": [_download(one, language) for one in facts.files],
        "not_proven": [said.said(language) for said in NOT_PROVEN],
        "status_list": status_place("suspension", facts.index // SIZE + 1),
    }


def party_names(party: Party, language: Language) -> list[Name]:
    """Return the names of a company, the one in the language of the page first."""
    found = [Name(party.name, "zh")]
    if party.name_en and party.name_en != party.name:
        found.append(Name(party.name_en, "en"))
    return found if language == "zh" else found[::-1]


def technology(key: str, design: str, language: Language) -> str:
    """Return technology and design in words."""
    found = [
        names("technology", language).get(key, key),
        names("design", language).get(design, design),
    ]
    return (", " if language == "en" else "，").join(one for one in found if one)


def _rulebook(title: str, version: str) -> str:
    return f"{title} {version}"


def _stages(record: CertificateRecord, language: Language) -> Iterator[Part]:
    for one in record.stages:
        yield _part(one.stage.text.said(language), one.value, one.share)


def _gases(record: CertificateRecord, language: Language) -> Iterator[Part]:
    whole = record.footprint.value
    for one in record.gases:
        name = SPLIT.said(language) if one.gas == NOT_SPLIT else one.gas
        yield _part(name, one.value, one.value / whole if whole else 0.0, figures(one.mass))


def _part(name: str, value: float, share: float, mass: str = "") -> Part:
    return Part(name, figures(value), _share(share), _bar(share), mass)


def _share(share: float) -> str:
    return f"{percent(share)}\N{NO-BREAK SPACE}%"


def _bar(share: float) -> float:
    """Return the length of a bar [%]; a credit has none."""
    return round(min(max(share, 0.0), 1.0) * 100, 2)


def _download(file: PublicFile, language: Language) -> Download:
    about = names("file", language).get(file.name, "")
    return Download(file, about, size_text(file.size))


def size_text(size: int) -> str:
    """Return the size of a file [bytes] in words: ``52 kB``."""
    kilo, mega = 1000, 1_000_000
    if size >= mega:
        return f"{size / mega:.1f} MB"
    return f"{size / kilo:.0f} kB" if size >= kilo else f"{size} B"
