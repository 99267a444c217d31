"""What a label says: the certificate's record, in the scheme's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pvfootprint.language.texts import Text, in_both, joined, text

if TYPE_CHECKING:
    from pvfootprint.model.certificate_record import CertificateRecord

Language = Literal["zh", "en", "both"]

Wording = Mapping[str, Text]
"""The scheme's words for the label: ``title``, ``kind`` of the value, ``number``, ``valid``,
``verify``, ``notice`` and ``test``; see
:attr:`pvfootprint.model.certification.CertificationScheme.label`."""

PRODUCT = text("Product")
STAGE = text("Stage")
PERIOD = text("Period of the data")
RULES = text("Accounting rules")
CERTIFIER = text("Certified by")

TEST = "TEST 测试"
SAYS_TEST = re.compile(r"^(?:TEST|测试)[\s,，:：–—-]*")
"""How the scheme's words for a test may begin; the label has said so already."""


def nothing(wording: Wording, language: Language) -> list[str]:
    """Return what the label of a test says after TEST."""
    return [SAYS_TEST.sub("", said) for said in spoken(wording["test"], language)]


def spoken(said: Text, language: Language) -> list[str]:
    """Return a text in each language asked for, the Chinese first.

    Parameters
    ----------
    said : Text
        What is said.
    language : str
        ``zh``, ``en`` or ``both``.

    Returns
    -------
    list of str
        One text; two for ``both``, unless they are equal.
    """
    chosen = ("zh", "en") if language == "both" else (language,)
    return list(dict.fromkeys(said.said(one) for one in chosen))


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a large label: what it is about, and what it says."""

    about: Text
    said: Text


def facts(record: CertificateRecord) -> tuple[Fact, ...]:
    """Return what a large label says more than a small one.

    Parameters
    ----------
    record : CertificateRecord
        Of the certificate.

    Returns
    -------
    tuple of Fact
        Product, its stage, accounting rules, certifier.
    """
    product, rules, certifier = record.product, record.rules, record.certifier
    return (
        Fact(PRODUCT, Text(product.name)),
        Fact(STAGE, product.stage.text),
        Fact(RULES, joined(" ", (rules.title.text, rules.version))),
        Fact(CERTIFIER, in_both(certifier.name_en or certifier.name, certifier.name)),
    )
