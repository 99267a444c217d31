"""Shows a published register on this computer, as a web server would show it to everybody."""

from __future__ import annotations

import contextlib
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pvfootprint.certification.verification.places import CHECKPOINT
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding, OutputError, RegistryError
from pvfootprint.web.folder import WORKSHOP, Folder
from pvfootprint.web.state import read_state

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.web.state import Publication

HOST = "127.0.0.1"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What goes out with every answer; examples/operations has web servers send the same."""

FRESH = "no-cache"
"""Nothing is kept by the browser: the next publication shows at once."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/atom+xml; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
}
"""Kind of a file by the ending of its name."""

PLACES = (
    (re.compile(r"(?:\.well-known/)?did\.json"), "application/did+json"),
    (re.compile(r"c/[^/]+/credential\.json|status/.+\.json"), "application/vc"),
    (re.compile(re.escape(CHECKPOINT)), "text/plain; charset=utf-8"),
)
"""Kind of a file by its place, where the ending does not tell."""

OTHER = "application/octet-stream"

MISSING = "404.html"

LOCAL_NAMES = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?", re.IGNORECASE)
"""Names under which a browser on this computer asks. Any other one is a page elsewhere that has
its own name resolve to this computer."""


def kind_of(path: str) -> str:
    """Return the kind of a file (RFC 9110, 8.3) by its path in the published folder."""
    found = (kind for place, kind in PLACES if place.fullmatch(path))
    ending = path[path.rfind(".") :] if "." in path else ""
    return next(found, TYPES.get(ending, OTHER))


def preview(folder: Path, port: int) -> tuple[ThreadingHTTPServer, str]:
    """Return a server that shows a published register on this computer only.

    Parameters
    ----------
    folder : Path
        Published before.
    port : int
        Where it listens; 0 for any that is free.

    Returns
    -------
    tuple
        The server, not yet serving, and the address to be typed into a browser.

    Raises
    ------
    RegistryError
        PUB-001, PUB-009 or PUB-010 if the folder holds no published register.
    OutputError
        PUB-011 if it cannot listen there.
    """
    state = read_state(Folder(folder))
    if state is None:
        message = text("the folder holds no published register")
        hint = text(
            "publish one first: {command}", command=f"pvfootprint registry publish {folder}"
        )
        raise RegistryError([Finding("PUB-010", message, found=str(folder), hint=hint)])
    try:
        server = _Server(folder, state, port)
    except (OSError, OverflowError) as error:
        message = text("the preview cannot listen at this port")
        hint = text("name another one with {option}", option="--port N")
        found = f"{port}: {getattr(error, 'strerror', None) or error}"
        raise OutputError([Finding("PUB-011", message, found=found, hint=hint)]) from error
    return server, f"http://{HOST}:{server.server_address[1]}{server.prefix}/"


class _Server(ThreadingHTTPServer):
    """Serves one folder under the path of its address."""

    daemon_threads = True

    def __init__(self, folder: Path, state: Publication, port: int) -> None:
        self.folder = folder.resolve()
        self.prefix = urlsplit(state.base_url).path
        super().__init__((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers a request with a file, a redirection to a folder, or the page for nothing."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "pvfootprint"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer with headers and content."""
        self._answer(with_content=True)

    def do_HEAD(self) -> None:
        """Answer with headers only."""
        self._answer(with_content=False)

    def log_message(self, *_: object) -> None:
        """Write nothing: whoever looks sees the page."""

    def _answer(self, *, with_content: bool) -> None:
        if not LOCAL_NAMES.fullmatch(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"", "", with_content=with_content)
            return
        path = unquote(urlsplit(self.path).path, errors="replace")
        prefix = self.server.prefix
        if prefix and path == "/":
            self._redirect(f"{prefix}/")
            return
        inside = path.removeprefix(prefix) if path.startswith(f"{prefix}/") else ""
        file = None
        # A name may be longer than any file's.
        with contextlib.suppress(OSError):
            file = self._file(inside) if inside else None
        if file and file.is_dir():
            self._redirect(f"{urlsplit(self.path).path}/")
        elif file:
            content = file.read_bytes()
            kind = kind_of(file.relative_to(self.server.folder).as_posix())
            self._send(HTTPStatus.OK, content, kind, with_content=with_content)
        else:
            missing = self.server.folder / MISSING
            content = missing.read_bytes() if missing.is_file() else b""
            kind = kind_of(MISSING)
            self._send(HTTPStatus.NOT_FOUND, content, kind, with_content=with_content)

    def _file(self, path: str) -> Path | None:
        """Return the file for a path, or a folder that lacks its slash; None if there is none.

        Nothing outside the folder is ever found, nor what only publishing needs.
        """
        root = self.server.folder
        parts = path.lstrip("/").split("/")
        if "\0" in path or WORKSHOP in parts or ".." in parts:
            return None
        found = (root / "/".join(part for part in parts if part)).resolve()
        if not found.is_relative_to(root):
            return None
        if found.is_dir():
            index = found / "index.html"
            if not index.is_file():
                return None
            return index if path.endswith("/") else found
        return found if found.is_file() and not path.endswith("/") else None

    def _redirect(self, path: str) -> None:
        """Lead to a folder. A path of two slashes would be the address of another host."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"/{path.lstrip('/')}")
        self._end(0)

    def _send(self, status: HTTPStatus, content: bytes, kind: str, *, with_content: bool) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self._end(len(content))
        if with_content:
            self.wfile.write(content)

    def _end(self, length: int) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", FRESH)
        self.send_header("Content-Length", str(length))
        self.end_headers()
