"""The preview: the same headers as a web server, right kinds of files, nothing but the register."""

import contextlib
import http.client
import re
import threading

import pytest

from pvfootprint.model.findings import OutputError, RegistryError
from pvfootprint.web.publishing import publish
from pvfootprint.web.serving import HEADERS, kind_of, preview


@contextlib.contextmanager
def shown(folder):
    """Show a folder, and give what asks for a path."""
    server, address = preview(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]

    def ask(path, method="GET", host=f"127.0.0.1:{port}"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True)
            if host:
                connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    try:
        ask.address = address
        yield ask
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def number(certifier, register):
    """Publish a certificate; return its number."""
    number = certifier.issue()
    register.publish()
    return number


@pytest.fixture
def ask(number, register):
    """Show the register."""
    with shown(register.folder) as ask:
        yield ask


def test_every_kind_of_file_is_named_rightly(ask, number):
    kinds = {
        "/": "text/html; charset=utf-8",
        f"/c/{number}/": "text/html; charset=utf-8",
        f"/c/{number}/certificate.pdf": "application/pdf",
        f"/c/{number}/record.json": "application/json",
        f"/c/{number}/credential.json": "application/vc",
        "/status/revocation/1.json": "application/vc",
        "/.well-known/did.json": "application/did+json",
        "/feed.xml": "application/atom+xml; charset=utf-8",
        "/log/checkpoint": "text/plain; charset=utf-8",
        "/log/tile/0/000.p/5": "application/octet-stream",
        "/index.json?v=1": "application/json",
    }
    for path, kind in kinds.items():
        answer, content = ask(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind), path
        assert len(content) == int(answer.headers["Content-Length"]) > 0


def test_address_of_the_qr_code_leads_to_the_page(ask, number):
    answer, _ = ask(f"/c/{number}")
    assert (answer.status, answer.headers["Location"]) == (301, f"/c/{number}/")
    answer, page = ask(answer.headers["Location"])
    assert answer.status == 200
    assert number.encode() in page


def test_every_answer_is_protected(ask, number):
    for path in ("/", f"/c/{number}", "/nothing"):
        answer, _ = ask(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert HEADERS["Content-Security-Policy"].startswith("default-src 'none';")


def test_web_servers_of_the_examples_send_the_same(data_folder):
    folder = data_folder / "examples" / "operations"
    for file in ("nginx.conf", "Caddyfile"):
        content = (folder / file).read_text(encoding="utf-8")
        for name, value in HEADERS.items():
            assert re.search(rf'{name} "?{re.escape(value)}"?', content), (file, name)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/c",
        "/c/",
        "/index.html/",
        "/../registry.db",
        "/%2e%2e/registry.db",
        "/c/..%2f..%2fregistry.db",
        "/c/%2e%2e/%2e%2e/registry.db",
        "/..%5cregistry.db",
        "/.publishing/lock",
        "/x/../.publishing/lock",
        "/%00",
        "/" + "a" * 5000,
        "//pcf.example.org/c",
        "/secret",
    ],
)
def test_nothing_else_is_shown(path, ask, register):
    (register.folder / "secret").symlink_to(register.folder.parent / "registry.db")
    answer, content = ask(path)
    assert answer.status == 404
    assert content == (register.folder / "404.html").read_bytes()


def test_head_has_no_content(ask):
    answer, content = ask("/", method="HEAD")
    assert (answer.status, content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(method, ask):
    assert ask("/", method=method)[0].status == 501


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]"]
)
def test_page_elsewhere_that_resolves_to_this_computer_gets_nothing(host, ask):
    answer, content = ask("/", host=host)
    assert (answer.status, content) == (421, b"")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]:1"])
def test_this_computer_by_its_names(host, ask):
    assert ask("/", host=host)[0].status == 200


def test_register_below_a_path(certifier, tmp_path):
    number = certifier.issue()
    address = "https://certifier.example/pcf/register"
    publish(certifier.registry, tmp_path / "site", address, certifier.publisher)
    with shown(tmp_path / "site") as ask:
        assert ask.address.endswith("/pcf/register/")
        answer, _ = ask("/")
        assert (answer.status, answer.headers["Location"]) == (301, "/pcf/register/")
        for path in ("", f"c/{number}/", "did.json"):
            assert ask(f"/pcf/register/{path}")[0].status == 200
        assert ask(f"/pcf/register/c/{number}")[0].headers["Location"].startswith("/pcf/")
        assert ask(f"/c/{number}/")[0].status == 404


def test_folder_without_a_register_is_refused(tmp_path):
    for folder, code in ((tmp_path / "none", "PUB-010"), (tmp_path, "PUB-001")):
        (tmp_path / "something").touch()
        with pytest.raises(RegistryError) as caught:
            preview(folder, 0)
        assert [finding.code for finding in caught.value.findings] == [code]


def test_port_that_is_taken_is_told(number, register):
    server, _ = preview(register.folder, 0)
    with server, pytest.raises(OutputError) as caught:
        preview(register.folder, server.server_address[1])
    assert [finding.code for finding in caught.value.findings] == ["PUB-011"]


def test_unknown_endings_are_not_guessed():
    assert kind_of("x.exe") == kind_of("tile") == "application/octet-stream"
