"""Certificates that are really made and signed, and issued by the house of the tests.

``Press`` signs with a test authority of its own; two of them are two certifiers who do not know
each other.
"""

import datetime

from pvfootprint.certification import acts
from pvfootprint.documents.certificate.writing import certificate_pdf
from pvfootprint.documents.signatures.demo_authority import make_demo_authority
from pvfootprint.documents.signatures.signer import signer_from_pkcs12
from pvfootprint.documents.signatures.signing import sign_pdf
from pvfootprint.model.canonical import canonical
from pvfootprint.rules.certification.numbers import certificate_number, plain_pattern

PASSPHRASE = b"correct horse battery staple"
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


class Press:
    """Makes and signs certificates."""

    def __init__(self):
        made = make_demo_authority(PASSPHRASE, NOW)
        self.authority, self.certificate = made.authority, made.certificate
        self.signer = signer_from_pkcs12(made.pkcs12, PASSPHRASE, now=NOW)

    def pdf(self, record, time=NOW):
        """Make a certificate and sign it."""
        return self.sign(certificate_pdf(record), time)

    def sign(self, pdf, time=NOW):
        return sign_pdf(
            pdf, self.signer, reason="certificate", location="", name="Certifier", time=time
        )


def written(record):
    """Return a record as it stands in a certificate."""
    return canonical(record.model_dump(mode="json"))


def issue(house, application, press=None, **changes):
    """Issue a certificate of an application; return its number.

    The files are a certificate, made by `press` or else made up, a label and a licence.
    """
    actor, case = house.actor("signatory-a"), house.case(application)
    series = f"certificate:{plain_pattern(house.scheme.number_pattern)}"
    with house.registry.writing() as transaction:
        running, year = transaction.next_running(series), house.clock.day.year
        number = certificate_number(house.scheme, running, year, case.application.stage)
        given = {
            "log": {"size": transaction.size(), "root": transaction.root()},
            "scheme": {"sha256": house.scheme.content_hash},
        }
        record = house.record(number, application, **{**given, **changes})
        body = acts.Allot(
            application=application,
            record=transaction.keep(written(record)),
            expires=record.expires,
            product=record.product.code,
            workbook=record.product.workbook,
            upstream=tuple(one.number for one in record.upstream),
            allotted=acts.Allotted(series=series, running=running),
        )
        transaction.append("allot", number, body.model_dump(mode="json"), actor)
        certify = {"number": number, "files": {}}
        transaction.append("certify", application, certify, actor)
    made = press.pdf(record, house.clock()) if press else f"%PDF-1.7 {number}".encode()
    files = {
        f"{number}.pdf": made,
        f"{number}-label-50mm-both.svg": f"<svg>{number}</svg>".encode(),
        f"{number}-label-50mm-both.png": b"\x89PNG" + number.encode(),
        f"{number}-licence.pdf": b"%PDF-1.7 licence " + number.encode(),
    }
    with house.registry.writing() as transaction:
        named = {name: transaction.keep(content) for name, content in files.items()}
        transaction.append("issue", number, {"files": named}, actor)
    return number
