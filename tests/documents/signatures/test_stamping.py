"""Time stamps, from an authority that runs in the tests."""

import asyncio
import contextlib
import datetime
import http.server
import threading

import pytest
from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper

from pvfootprint.documents.signatures import stamping
from pvfootprint.documents.signatures.checking import check_signature
from pvfootprint.model.findings import SignatureError

KIND = "application/timestamp-reply"


@pytest.fixture(scope="module")
def authority(tools):
    """Give a time-stamping authority's certificate, which is its own root, with its key."""
    stamping_only = (ExtendedKeyUsageOID.TIME_STAMPING,)
    return tools.issue("time", key=tools.key_of(2048), purposes=stamping_only)


def answering(authority, time):
    """Answer requests for time stamps."""
    der = authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    inner = DummyTimeStamper(
        x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(der),
        fixed_dt=time,
    )

    def answer(request):
        request = tsp.TimeStampReq.load(request)
        return asyncio.run(inner.async_request_tsa_response(request)).dump()

    return answer


@pytest.fixture(scope="module")
def stamps(authority, tools):
    """Answer requests for time stamps, an hour after the claimed time."""
    return answering(authority, tools.NOW + datetime.timedelta(hours=1))


@contextlib.contextmanager
def serving(answer, kind=KIND, status=200):
    """Serve on a port of this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            content = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def stamped(sign, stamps):
    with serving(stamps) as address:
        return sign(time_stamps=address)


def test_a_stamped_file_holds_at_the_stamped_time(stamped, demo, authority, tools):
    roots = [demo["ecdsa"].authority]
    state = check_signature(stamped, roots, now=tools.NOW, time_authorities=[authority.certificate])
    assert state.holds
    assert state.problems == ()
    assert state.claimed == tools.NOW
    assert state.stamped == tools.NOW + datetime.timedelta(hours=1)


@pytest.mark.parametrize("trusted", ["nobody", "a stranger"])
def test_sig_021_a_stamp_of_an_authority_that_is_not_trusted(stamped, demo, tools, trusted):
    strangers = [tools.issue("time", purposes=(ExtendedKeyUsageOID.TIME_STAMPING,)).certificate]
    state = check_signature(
        stamped,
        [demo["ecdsa"].authority],
        now=tools.NOW,
        time_authorities=[] if trusted == "nobody" else strangers,
    )
    (finding,) = state.problems
    assert (finding.code, finding.severity) == ("SIG-021", "warning")
    assert state.stamped is None
    assert state.holds


def test_sig_021_a_stamp_of_a_certificate_for_something_else(sign, demo, tools):
    authority = tools.issue("time", key=tools.key_of(2048))
    with serving(answering(authority, tools.NOW)) as address:
        pdf = sign(time_stamps=address)
    state = check_signature(
        pdf,
        [demo["ecdsa"].authority],
        now=tools.NOW,
        time_authorities=[authority.certificate],
    )
    assert state.stamped is None


@pytest.mark.parametrize("may_issue", [True, False])
def test_a_stamp_of_a_certificate_that_an_authority_issued(sign, demo, tools, may_issue):
    root = tools.issue("time root", ca=may_issue)
    stamping_only = (ExtendedKeyUsageOID.TIME_STAMPING,)
    own = tools.issue("time", root, key=tools.key_of(2048), purposes=stamping_only)
    with serving(answering(own, tools.NOW)) as address:
        pdf = sign(time_stamps=address)
    trusted = [demo["ecdsa"].authority]
    state = check_signature(pdf, trusted, now=tools.NOW, time_authorities=[root.certificate])
    assert (state.stamped is not None) == may_issue


def test_a_stamp_proves_that_the_certificate_was_valid(sign, tools):
    """Claimed in its time, stamped after it."""
    root = tools.issue("root", ca=True, end=tools.NOW + 9 * tools.YEAR)
    issued = tools.issue("one", root, end=tools.NOW + tools.DAY)
    stamping_only = (ExtendedKeyUsageOID.TIME_STAMPING,)
    late = tools.issue(
        "time", key=tools.key_of(2048), purposes=stamping_only, end=tools.NOW + 9 * tools.YEAR
    )
    with serving(answering(late, tools.NOW + 2 * tools.DAY)) as address:
        pdf = sign(issued.signer, time_stamps=address)
    roots, later = [root.certificate], tools.NOW + tools.YEAR
    assert check_signature(pdf, roots, now=later).holds
    state = check_signature(pdf, roots, now=later, time_authorities=[late.certificate])
    assert [finding.code for finding in state.problems] == ["SIG-017"]


def test_without_an_address_nothing_is_asked(sign, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a network was used"))
    assert sign()


def refused(sign, address):
    with pytest.raises(SignatureError) as caught:
        sign(time_stamps=address)
    (finding,) = caught.value.findings
    assert finding.code == "SIG-009"
    assert finding.found.startswith(address)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/", "https://127.0.0.1:9/", "ftp://a/", "file:///etc/passwd", "nonsense"],
)
def test_sig_009_nobody_answers(sign, address):
    refused(sign, address)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", KIND, 200),
        (b"nonsense", KIND, 200),
        (b"\x30\x03\x02\x01\x02", KIND, 200),
        (b"\x30\x05\x30\x03\x02\x01\x02", KIND, 200),
        (b"<html>", "text/html", 200),
        (b"", KIND, 500),
        (b"\x30" * 100_000, KIND, 200),
    ],
)
def test_sig_009_no_stamp_in_the_answer(sign, content, kind, status):
    with serving(lambda _: content, kind, status) as address:
        refused(sign, address)


def test_sig_009_a_stamp_for_something_else(sign, stamps):
    """An old answer: neither its number nor what it is for fits."""
    kept = []

    def old_answer(request):
        kept.append(stamps(request))
        return kept[0]

    with serving(old_answer) as address:
        sign(time_stamps=address)
        refused(sign, address)


def test_sig_009_a_stamp_for_another_hash(sign, stamps):
    def answer(request):
        request = tsp.TimeStampReq.load(request)
        request["message_imprint"]["hashed_message"] = bytes(32)
        return stamps(request.dump(force=True))

    with serving(answer) as address:
        refused(sign, address)


def test_sig_009_a_stamp_that_is_too_large(sign, stamps, monkeypatch):
    monkeypatch.setattr(stamping, "LARGEST", 100)
    with serving(stamps) as address:
        refused(sign, address)


def test_sig_009_an_authority_that_does_not_answer_in_time(sign, stamps, monkeypatch):
    monkeypatch.setattr(stamping, "WAITING", 0.2)
    go_on = threading.Event()

    def late(request):
        go_on.wait(5)
        return stamps(request)

    with contextlib.suppress(BrokenPipeError), serving(late) as address:
        try:
            refused(sign, address)
        finally:
            go_on.set()
