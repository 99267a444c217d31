"""Steps that hold a certificate against the certifier's registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pvfootprint.certification.overview.upstream import UNKNOWN, Upstream, upstream_of
from pvfootprint.certification.upkeep.standing import STATUS_NAMES, since
from pvfootprint.certification.verification.lookup import as_of
from pvfootprint.certification.verification.steps import failed, passed
from pvfootprint.documents.signatures.checking import check_signature
from pvfootprint.language.texts import joined, text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping

    from pvfootprint.certification.cases import Certificate
    from pvfootprint.certification.verification.given import Given
    from pvfootprint.certification.verification.lookup import Registered
    from pvfootprint.certification.verification.steps import Step
    from pvfootprint.documents.signatures.checking import SignatureState
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import CertificateRecord
    from pvfootprint.registry.snapshots import Snapshot

SHOWN = 5
"""How many fields that differ are told."""


def content_step(record: bytes, certified: bytes) -> Step:
    """Say whether a record is the one that was certified: ``content``."""
    if record == certified:
        return passed("content", text("what it says is, word by word, what was certified"))
    differs = list(differences(json.loads(certified), json.loads(record)))
    message = text("what it says is not what was certified under this number")
    finding = Finding(
        "VER-008",
        message,
        found="; ".join(f"{place}: {now}" for place, _, now in differs[:SHOWN]),
        expected="; ".join(f"{place}: {then}" for place, then, _ in differs[:SHOWN]),
    )
    return failed("content", message, finding)


def differences(then: object, now: object, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the places where two records differ, with what stands there in each."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now}):
            inner = f"{place}.{key}" if place else key
            yield from differences(then.get(key), now.get(key), inner)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for i, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from differences(one, other, f"{place}.{i}")
    elif then != now:
        yield place, _short(then), _short(now)


def _short(value: Any) -> str:  # noqa: ANN401  (whatever JSON holds)
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) < 80 else f"{written[:77]}..."


def file_step(given: Given, files: Mapping[str, str]) -> Step:
    """Say whether a file is one that was handed out: ``file``."""
    names = [name for name, sha256 in files.items() if sha256 == given.sha256]
    if names:
        return passed(
            "file", text("byte by byte the file that was issued as {name}", name=names[0])
        )
    message = text("this is not, byte by byte, a file that was issued for this number")
    hint = text("ask the holder of the certificate for the file as it was issued")
    finding = Finding("VER-009", message, given.name, found=given.sha256, hint=hint)
    return failed("file", message, finding)


def issuer_step(
    snapshot: Snapshot, state: SignatureState, registered: Registered, now: datetime.datetime
) -> Step:
    """Say whether the key that signed is the one of the file that was issued: ``issuer``."""
    sha256 = registered.certificate.handed_out.get(f"{registered.number}.pdf", "")
    kept = snapshot.file(sha256) if sha256 else b""
    theirs = check_signature(kept, (), now=now)
    if theirs.valid and theirs.fingerprint == state.fingerprint:
        said = text("signed by {name}, with the key that signed the issued file", name=state.name)
        return passed("issuer", said)
    message = text("it was not signed with the key that signed the issued file")
    finding = Finding("VER-010", message, found=state.fingerprint, expected=theirs.fingerprint)
    return failed("issuer", message, finding)


def status_step(whole: Certificate, day: datetime.date) -> tuple[Step, str]:
    """Say which status a certificate has on a day: ``status``, and the status."""
    certificate = as_of(whole, day)
    if certificate is None:
        first = whole.done[0].day
        message = text("there was no such certificate on {day} yet", day=day)
        found = text("its number was allotted on {day}", day=first)
        return failed("status", message, Finding("VER-017", message, found=found)), "not-yet-valid"
    status = certificate.status(day)
    if status == "valid":
        start = since(certificate, day)
        return passed("status", text("valid since {day}", day=start)), status
    if status == "not issued":
        message = text("its number is allotted, but it was not handed out yet")
        return failed("status", message, Finding("VER-015", message)), status
    message = text("{status} since {day}", status=STATUS_NAMES[status], day=since(certificate, day))
    return failed("status", message, Finding("VER-012", message)), status


def later_status(now: Certificate, day: datetime.date, today: datetime.date) -> Text | None:
    """Say what became of a certificate after the day that was asked for; None if nothing did."""
    then = as_of(now, day)
    status = now.status(today)
    if day >= today or then is None or then.status(day) == status:
        return None
    return text(
        "Its status today is another one: {status} since {day}.",
        status=STATUS_NAMES[status],
        day=since(now, today),
    )


def upstream_step(
    find: Callable[[str], Certificate | None], record: CertificateRecord, day: datetime.date
) -> Step:
    """Say whether the certificates on which one stands hold: ``upstream``, the whole chain.

    Parameters
    ----------
    find : callable
        Gives a certificate by its number as it stood on that day; None if there is none.
    record : CertificateRecord
        What the certificate says.
    day : date
        On which they must hold.

    Returns
    -------
    Step
        It fails where one is lost, or is not what this one says of it.
    """
    found = list(upstream_of(record.number, find, day))
    if not found:
        return passed("upstream", text("it stands on no other certificate"))
    wrong = [_not_held(above) for above in found if above.lost]
    wrong += [
        _not_the_same(one.number)
        for one in record.upstream
        if (above := find(one.number)) and above.allotment.record != one.record
    ]
    if wrong:
        return failed("upstream", joined("; ", (one.message for one in wrong)), *wrong)
    over = [above for above in found if not above.holds]
    if over:
        said = text(
            "it stands on {count} certificates, which all held when it was issued; by now: {over}",
            count=len(found),
            over=joined("; ", map(_state, over)),
        )
        return passed("upstream", said)
    numbers = joined(", ", (above.number for above in found))
    return passed("upstream", text("all are valid: {numbers}", numbers=numbers))


def _state(above: Upstream) -> Text:
    return text(
        "{number} {status} since {day}",
        number=above.number,
        status=STATUS_NAMES[above.status],
        day=above.since,
    )


def _not_held(above: Upstream) -> Finding:
    path = " > ".join(above.path)
    if above.status == UNKNOWN:
        message = text("the certificate {number} is not in this registry", number=above.number)
        return Finding("VER-013", message, found=path)
    message = text("it stands on a certificate that does not hold: {state}", state=_state(above))
    return Finding("VER-013", message, found=path)


def _not_the_same(number: str) -> Finding:
    message = text(
        "what it says of certificate {number} is not what the registry has", number=number
    )
    return Finding("VER-013", message)
