import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from pvfootprint.documents.signatures.certificates import DOCUMENT_SIGNING, TEST_MARK


def extension(certificate, kind):
    found = certificate.extensions.get_extension_for_class(kind)
    return found.value, found.critical


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_the_certifier_s_key_is_of_the_kind_asked_for(demo, kind):
    key = demo[kind].certificate.public_key()
    assert isinstance(key, {"ecdsa": ec.EllipticCurvePublicKey, "rsa": rsa.RSAPublicKey}[kind])
    assert key.key_size == {"ecdsa": 256, "rsa": 3072}[kind]


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_the_authority_issued_it(demo, kind):
    made = demo[kind]
    made.certificate.verify_directly_issued_by(made.authority)
    made.authority.verify_directly_issued_by(made.authority)
    own, _ = extension(made.authority, x509.SubjectKeyIdentifier)
    theirs, _ = extension(made.certificate, x509.AuthorityKeyIdentifier)
    assert theirs.key_identifier == own.digest


def test_the_authority_may_issue_and_nothing_else(demo):
    authority = demo["ecdsa"].authority
    constraints, critical = extension(authority, x509.BasicConstraints)
    assert (constraints.ca, constraints.path_length, critical) == (True, 0, True)
    usage, critical = extension(authority, x509.KeyUsage)
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (True, True, False)
    assert critical


def test_the_certifier_may_sign_documents_and_not_issue(demo):
    certificate = demo["ecdsa"].certificate
    constraints, _ = extension(certificate, x509.BasicConstraints)
    assert not constraints.ca
    usage, critical = extension(certificate, x509.KeyUsage)
    assert (usage.digital_signature, usage.content_commitment, critical) == (True, True, True)
    assert not usage.key_cert_sign
    purposes, _ = extension(certificate, x509.ExtendedKeyUsage)
    assert set(purposes) == {DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION}


def test_all_of_it_says_test(demo):
    for made in demo.values():
        for certificate in (made.authority, made.certificate):
            (name,) = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
            assert name.value.startswith("TEST ")
            assert TEST_MARK in certificate.subject.rfc4514_string()


def test_it_is_valid_for_five_and_three_years(demo, tools):
    made = demo["ecdsa"]
    start = tools.NOW - tools.DAY
    assert made.authority.not_valid_before_utc == start
    ends = made.authority.not_valid_after_utc, made.certificate.not_valid_after_utc
    assert [end.year - start.year for end in ends] == [5, 3]
    assert all(abs(end - start.replace(year=end.year)) <= datetime.timedelta(2) for end in ends)
