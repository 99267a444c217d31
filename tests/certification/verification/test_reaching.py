"""Reading a register from a folder and from web servers, also from hostile ones."""

import contextlib
import http.server
import threading
import time

import pytest

from pvfootprint.certification.verification import reaching
from pvfootprint.certification.verification.reaching import LARGEST, open_reader
from pvfootprint.model.findings import CertificationError


def refused(read, *arguments):
    with pytest.raises(CertificationError) as error:
        read(*arguments)
    (finding,) = error.value.findings
    assert finding.code == "STL-016"
    return finding


class Handler(http.server.BaseHTTPRequestHandler):
    """A server that answers as the path asks for."""

    def do_GET(self):
        answer = self.path.removeprefix("/register/")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, answer.split("/")[0])()

    def good(self):
        self._send(200, b"content")

    def missing(self):
        self._send(404, b"")

    def gone(self):
        self._send(410, b"")

    def broken(self):
        self._send(500, b"")

    def here(self):
        self._redirect("/register/good")

    def round(self):
        self._redirect("/register/round")

    def elsewhere(self):
        self._redirect("http://127.0.0.2:1/good")

    def file(self):
        self._redirect("file:///etc/hostname")

    def huge(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(LARGEST // 2**16 + 2):
            self.wfile.write(bytes(2**16))

    def silent(self):
        time.sleep(1)

    def slow(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.05)

    def rubbish(self):
        self.wfile.write(b"\0\0\0\r\n\r\n")

    def short(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"too short")

    def log_message(self, *_):
        pass

    def _redirect(self, where):
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def _send(self, code, content):
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def server():
    """Give the address of a server on this machine."""
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}/register/"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def read(server, monkeypatch):
    """Give a function that reads from the server, which no proxy hides."""
    monkeypatch.setenv("no_proxy", "*")
    return open_reader(server).read


def test_a_file_from_a_server(read):
    assert read("good") == b"content"
    assert read("here") == b"content"


def test_a_file_that_is_not_there(read):
    assert read("missing") is None
    assert read("gone") is None


@pytest.mark.parametrize("place", ["broken", "round", "file", "rubbish", "short"])
def test_a_server_that_fails(read, place):
    assert refused(read, place).hint


def test_a_server_that_leads_elsewhere(read):
    assert refused(read, "elsewhere").found == "it leads to another server"


def test_a_server_that_sends_too_much(read):
    assert "at most 4 MiB" in refused(read, "huge").expected


def test_a_server_that_keeps_silent(read, monkeypatch):
    monkeypatch.setattr(reaching, "PATIENCE", 0.2)
    assert refused(read, "silent").found == "it does not answer"


def test_a_server_that_sends_drop_by_drop(server, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(reaching, "TOGETHER", 0.2)
    start = time.monotonic()
    assert "too long" in refused(open_reader(server).read, "slow").found
    assert time.monotonic() - start < 3


def test_a_register_of_too_many_files(server, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(reaching, "MOST_FILES", 1)
    read = open_reader(server).read
    read("good")
    refused(read, "good")


def test_nobody_listens(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    refused(open_reader("http://127.0.0.1:9").read, "good")


@pytest.mark.parametrize(
    "where",
    [
        "ftp://register.example",
        "file:///etc",
        "https://",
        "http://[register",
        "https://user:secret@register.example",
        "not a folder",
    ],
)
def test_what_is_no_register(where):
    refused(open_reader, where)


def test_files_of_a_folder(tmp_path):
    (tmp_path / "log").mkdir()
    (tmp_path / "log/checkpoint").write_bytes(b"head")
    (tmp_path / "huge").write_bytes(bytes(LARGEST + 1))
    read = open_reader(str(tmp_path)).read
    assert read("log/checkpoint") == b"head"
    assert read("log") is None
    assert read("nothing") is None
    refused(read, "huge")
