"""Makes what is handed out with a certificate: the certificate, its labels, its licence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from pvfootprint.documents.certificate.writing import certificate_pdf
from pvfootprint.documents.label.layout import draw_label
from pvfootprint.documents.label.writing import label_pdf, label_png, label_svg
from pvfootprint.documents.licence.writing import licence_pdf
from pvfootprint.documents.signatures.signing import sign_pdf
from pvfootprint.language.texts import text
from pvfootprint.registry.faults import fault

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from pvfootprint.documents.label.wording import Language, Wording
    from pvfootprint.documents.signatures.signer import Signer
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.model.certification import CertificationScheme

Form = Literal["svg", "png", "pdf"]

FORMS: tuple[Form, ...] = ("svg", "png", "pdf")
"""Forms in which a label is handed out."""

BEFORE_RENDER, AFTER_RENDER = "before render", "after render"
BEFORE_SIGN, AFTER_SIGN = "before sign", "after sign"
"""Places at which tests kill the process."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the set.

    Parameters
    ----------
    size : int
        Width [mm].
    language : str
        ``zh``, ``en`` or ``both``.
    one_colour : bool
        Whether it is in black only.
    """

    size: int
    language: Language
    one_colour: bool = False

    def __str__(self) -> str:
        """Return how it is asked for: ``50-both``, ``30-zh-one-colour``."""
        return f"{self.size}-{self.language}" + ("-one-colour" if self.one_colour else "")


LANGUAGES: tuple[Language, ...] = ("both", "zh", "en")

ALL_LABELS = tuple(
    Label(size, language, one_colour)
    for size, language, one_colour in product((30, 50), LANGUAGES, (False, True))
)
"""Every label that can be handed out."""

USUAL_LABELS = (Label(30, "both"), Label(50, "both"), Label(50, "both", one_colour=True))
"""What is handed out where nobody asks for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handouts:
    """What is to be handed out beside certificate and licence, and how it is signed.

    Parameters
    ----------
    labels : tuple of Label
        Which labels.
    forms : tuple of str
        In which forms, of :data:`FORMS`.
    time_stamps : str
        Address of a time-stamping authority; empty for none.
    """

    labels: tuple[Label, ...] = USUAL_LABELS
    forms: tuple[Form, ...] = FORMS
    time_stamps: str = ""


def certificate_name(number: str) -> str:
    """Return the file name of a certificate."""
    return f"{number}.pdf"


def licence_name(number: str) -> str:
    """Return the file name of a licence."""
    return f"{number}-licence.pdf"


def label_name(number: str, label: Label, form: str) -> str:
    """Return the file name of a label."""
    colour = "-one-colour" if label.one_colour else ""
    return f"{number}-label-{label.size}mm-{label.language}{colour}.{form}"


def try_labels(record: CertificateRecord, wording: Wording, labels: Iterable[Label]) -> None:
    """Draw labels without writing them, to see before a number is taken that they can be.

    Raises
    ------
    OutputError
        OUT-002, OUT-004 to OUT-006 of the first that can't be drawn.
    """
    for label in labels:
        draw_label(record, wording, label.size, label.language, one_colour=label.one_colour)


def make_handouts(
    record: CertificateRecord,
    scheme: CertificationScheme,
    signer: Signer,
    asked: Handouts,
    time: datetime.datetime,
) -> dict[str, bytes]:
    """Make certificate, labels and licence; certificate and licence are signed.

    Parameters
    ----------
    record : CertificateRecord
        Of which all of them are views.
    scheme : CertificationScheme
        Terms of the licence.
    signer : Signer
        The certifier's.
    asked : Handouts
        Which labels.
    time : datetime
        When they are signed.

    Returns
    -------
    dict
        Name -> content, the certificate first.

    Raises
    ------
    OutputError
        OUT-002 to OUT-006 if something can't be drawn.
    SignatureError
        If it can't be signed.
    """
    number = record.number
    fault(BEFORE_RENDER)
    certificate = certificate_pdf(record)
    licence = licence_pdf(record, scheme.licence, scheme.label)
    labels = {
        label_name(number, label, form): _label(record, scheme.label, label, form)
        for label in asked.labels
        for form in asked.forms
    }
    fault(AFTER_RENDER)
    fault(BEFORE_SIGN)
    words = {
        "reason": text("certificate {number}", number=number).said("both"),
        "location": record.certifier.address,
        "name": f"{record.certifier.name}, {record.signatory}",
        "time_stamps": asked.time_stamps,
    }
    signed = {
        certificate_name(number): sign_pdf(certificate, signer, time=time, **words),
        licence_name(number): sign_pdf(licence, signer, time=time, **words),
    }
    fault(AFTER_SIGN)
    return {**signed, **labels}


def _label(record: CertificateRecord, wording: Wording, label: Label, form: Form) -> bytes:
    size, language, one = label.size, label.language, label.one_colour
    if form == "svg":
        return label_svg(record, wording, size, language, one_colour=one).encode("utf-8")
    if form == "png":
        return label_png(record, wording, size, language, one_colour=one)
    return label_pdf(record, wording, size, language, one_colour=one)
