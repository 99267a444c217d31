"""The example configurations, with the web servers themselves: what a browser is told."""

import contextlib
import datetime
import gzip
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

NAME = "register.example.org"
NUMBER = "YC-PCF-2026-00001-V"
FILES = {
    "index.html": "<!doctype html><title>登记</title>" + "<p>证书</p>" * 200,
    "404.html": "<!doctype html><title>404</title>nothing here",
    f"c/{NUMBER}/index.html": "<!doctype html><title>one</title>",
    f"c/{NUMBER}/en/index.html": "<!doctype html><title>one</title>",
    f"c/{NUMBER}/certificate.pdf": "%PDF-1.7",
    f"c/{NUMBER}/record.json": "{}",
    f"c/{NUMBER}/credential.json": "{}",
    "index.json": "{}",
    "feed.xml": "<feed/>",
    "status/revocation/1.json": "{}",
    "log/checkpoint": "register.example.org/log\n1\nroot\n",
    "log/tile/0/000": "h" * 32,
    "log/tile/0/001.p/3": "h" * 96,
    ".well-known/did.json": "{}",
    "assets/style-0123abcd.css": "p {}",
    "assets/search-0123abcd.js": "1;",
    ".writing-x/secret.json": "{}",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Give a folder with a register, a certificate of the server, and free ports."""
    folder = tmp_path_factory.mktemp("web")
    for name, content in FILES.items():
        path = folder / "register" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (folder / "register/index.html.gz").write_bytes(gzip.compress(b"packed before"))
    (folder / "register/link.json").symlink_to("/etc/hostname")
    _certificate(folder)
    return folder


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(secret)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _program(name):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    return found or pytest.skip(f"not installed: {name}")


@contextlib.contextmanager
def _running(command, port, **settings):
    """Run a server until the block ends."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **settings
    ) as server:
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                if server.poll() is not None:
                    pytest.fail(server.stdout.read().decode())
                time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.communicate(timeout=20)


@contextlib.contextmanager
def _nginx(place, examples):
    """Run nginx with the example as it is, but for ports and folders."""
    port, plain = _free_port(), _free_port()
    text = (examples / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("/srv/register", f"{place}/register"),
        ("/etc/ssl/register", str(place)),
        ("/var/log/nginx/register.log", f"{place}/register.log"),
    ):
        assert old in text
        text = text.replace(old, new)
    (place / "register.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        f"{user}daemon off;\npid {place}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\n{temporary}include {place}/register.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [_program("nginx"), "-p", place, "-c", place / "nginx.conf", "-e", "stderr"]
    with _running(command, port):
        yield port, plain


@contextlib.contextmanager
def _caddy(place, examples):
    """Run Caddy with the example as it is, but for ports, folder, certificate and its own home."""
    port, plain = _free_port(), _free_port()
    text = (examples / "Caddyfile").read_text(encoding="utf-8")
    text = text.replace("/srv/register", f"{place}/register").replace(
        f"{NAME} {{", f"{NAME} {{\n\ttls {place}/fullchain.pem {place}/privkey.pem", 1
    )
    head = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {port}\n\tskip_install_trust\n}}\n"
    (place / "Caddyfile").write_text(head + text, encoding="utf-8")
    command = [_program("caddy"), "run", "--adapter", "caddyfile", "--config", place / "Caddyfile"]
    home = {**os.environ, "HOME": str(place), "XDG_DATA_HOME": str(place)}
    with _running(command, port, env=home):
        yield port, plain


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(request, place, data_folder):
    """Give the ports of a web server that runs one of the examples, and its name."""
    run = {"nginx": _nginx, "caddy": _caddy}[request.param]
    with run(place, data_folder / "examples/operations") as ports:
        yield (*ports, request.param)


@pytest.fixture
def ask(server, place):
    """Give a function that asks the server as a browser does: name, TLS, and what it is told."""
    trusting = ssl.create_default_context(cafile=place / "fullchain.pem")

    def ask(path, method="GET", name=NAME, **headers):
        raw = socket.create_connection(("127.0.0.1", server[0]), timeout=20)
        connection = http.client.HTTPConnection(name)
        with contextlib.closing(connection):
            connection.sock = trusting.wrap_socket(raw, server_hostname=name)
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer

    return ask


@pytest.mark.parametrize("path", ["/", f"/c/{NUMBER}/", "/feed.xml", "/nowhere", "/log/checkpoint"])
def test_every_answer_carries_what_protects(ask, path):
    answer = ask(path)
    assert answer.getheader("Content-Security-Policy") == POLICY
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Referrer-Policy") == "no-referrer"
    assert "." not in (answer.getheader("Server") or "")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        (f"/c/{NUMBER}/", "text/html; charset=utf-8"),
        (f"/c/{NUMBER}/certificate.pdf", "application/pdf"),
        (f"/c/{NUMBER}/record.json", "application/json"),
        (f"/c/{NUMBER}/credential.json", "application/vc"),
        ("/status/revocation/1.json", "application/vc"),
        ("/.well-known/did.json", "application/did+json"),
        ("/feed.xml", "application/atom+xml"),
        ("/log/checkpoint", "text/plain; charset=utf-8"),
        ("/log/tile/0/000", "application/octet-stream"),
        ("/log/tile/0/001.p/3", "application/octet-stream"),
        ("/assets/style-0123abcd.css", "text/css; charset=utf-8"),
        ("/assets/search-0123abcd.js", "application/javascript; charset=utf-8"),
    ],
)
def test_every_kind_of_file_is_named_rightly(ask, path, kind):
    answer = ask(path)
    assert answer.status == 200
    said = answer.getheader("Content-Type").replace("text/javascript", "application/javascript")
    assert said.partition(";")[0] == kind.partition(";")[0]
    assert "charset" not in kind or said == kind


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/log/checkpoint", "max-age=60"),
        ("/status/revocation/1.json", "max-age=60"),
        ("/log/tile/0/000", "immutable"),
        ("/log/tile/0/001.p/3", "max-age=300"),
        ("/assets/style-0123abcd.css", "immutable"),
        (f"/c/{NUMBER}/", "max-age=300"),
        ("/assets/nowhere.css", "no-store"),
    ],
)
def test_how_long_a_copy_may_be_kept(ask, path, said):
    found = ask(path).headers.get_all("Cache-Control")
    assert len(found) == 1
    assert said in found[0]


def test_the_address_of_the_qr_code_leads_to_the_page(ask):
    answer = ask(f"/c/{NUMBER}")
    assert answer.status in {301, 308}
    assert answer.getheader("Location").endswith(f"/c/{NUMBER}/")
    assert ask(f"/c/{NUMBER}/").body.decode() == FILES[f"c/{NUMBER}/index.html"]


@pytest.mark.parametrize("path", ["/nowhere", "/c/", "/.writing-x/secret.json", "/.git/config"])
def test_what_is_not_there_is_said_on_a_page(ask, path):
    answer = ask(path)
    assert answer.status == 404
    assert "nothing here" in answer.body.decode()


def test_a_link_out_of_the_folder_leads_nowhere(ask, server):
    if server[2] == "caddy":
        pytest.skip("Caddy follows links; nobody but the publisher writes to the folder")
    assert ask("/link.json").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(ask, method):
    assert ask("/", method).status == 405


def test_pages_are_packed(ask):
    answer = ask("/", **{"Accept-Encoding": "gzip"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(answer.body) == b"packed before"
    assert "Accept-Encoding" in answer.getheader("Vary")
    assert ask("/").getheader("Content-Encoding") is None


def test_programs_in_a_browser_may_read_data_but_not_pages(ask):
    for path in ("/index.json", "/log/checkpoint", "/.well-known/did.json"):
        assert ask(path).getheader("Access-Control-Allow-Origin") == "*"
    assert ask("/").getheader("Access-Control-Allow-Origin") is None


def test_without_tls_one_is_led_to_tls(server):
    connection = http.client.HTTPConnection("127.0.0.1", server[1], timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", f"/c/{NUMBER}", headers={"Host": NAME})
        answer = connection.getresponse()
        assert answer.status == 308
        assert answer.getheader("Location").startswith(f"https://{NAME}")


def test_under_another_name_nobody_answers(ask):
    with pytest.raises(ssl.SSLError):
        ask("/", name="another.example.org")


def test_the_servers_log_keeps_no_address(ask, server, place):
    if server[2] == "caddy":
        pytest.skip("Caddy writes no access log unless told to")
    ask("/")
    written = (place / "register.log").read_text(encoding="utf-8")
    assert "127.0.0.0 " in written
    assert "127.0.0.1" not in written
