"""Reads files of a published register: from a folder, or from a web server that is not trusted.

Nothing that a server answers can take long, use much memory, or lead anywhere else: only http and
https, redirects only on the same host, and limits for each file and for all of them.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import CertificationError, Finding

SCHEMES = ("http", "https")

LARGEST = 2**22
"""Largest file that is read [bytes]: a status list or a record is far smaller."""

PATIENCE = 15.0
"""How long a server may keep silent [s]."""

TOGETHER = 120.0
"""How long all files of a verification may take [s]."""

MOST_FILES = 3000
"""How many files are read for a verification."""

MOST_REDIRECTS = 3

PIECE = 2**16
"""How much is read at once [bytes]."""


class Reader(Protocol):
    """Reads files of a register by their names, which are those of :mod:`.places`."""

    where: str

    def read(self, place: str) -> bytes | None:
        """Return a file; None if it is not there.

        Raises
        ------
        CertificationError
            STL-016 if it cannot be read, or is too large.
        """


def open_reader(where: str) -> Reader:
    """Say from where a register is read.

    Parameters
    ----------
    where : str
        A folder, or an address that begins with ``https://`` or ``http://``.

    Returns
    -------
    Reader
        Nothing is read yet.

    Raises
    ------
    CertificationError
        STL-016 if it is neither.
    """
    try:
        parts = urlsplit(where)
        usable = parts.scheme in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        usable = False
    if "://" in where and not usable:
        message = text("this is no address of a register")
        expected = text("a folder, or an address such as {example}", example="https://...")
        finding = Finding("STL-016", message, found=where[:200], expected=expected)
        raise CertificationError([finding])
    if usable:
        return WebReader(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}")
    folder = Path(where)
    if not folder.is_dir():
        message = text("there is no such folder")
        raise CertificationError([Finding("STL-016", message, found=where[:200])])
    return FolderReader(folder)


class FolderReader:
    """Reads the files of a register in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = str(folder)

    def read(self, place: str) -> bytes | None:
        """Return a file; None if it is not there."""
        path = self.folder / place
        try:
            if not path.is_file():
                return None
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise _out_of_reach(place, error.strerror or "") from error
        if len(content) > LARGEST:
            raise _too_large(place)
        return content


class WebReader:
    """Reads the files of a register from a web server.

    Parameters
    ----------
    address : str
        Of the register, without a slash at its end.
    """

    def __init__(self, address: str) -> None:
        self.where = address
        self._until = time.monotonic() + TOGETHER
        self._left = MOST_FILES
        # Nothing but http and https is ever opened, so no handler for anything else is there.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _SameHost(),
        ):
            self._opener.add_handler(handler)

    def read(self, place: str) -> bytes | None:
        """Return a file; None if the server says that it is not there."""
        self._left -= 1
        if self._left < 0 or time.monotonic() > self._until:
            raise _out_of_reach(place, text("it takes too many files, or too long"))
        request = urllib.request.Request(f"{self.where}/{place}", headers={"Accept": "*/*"})  # noqa: S310  (the scheme was looked at, and no other has a handler)
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return self._content(answer, place)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise _out_of_reach(place, f"HTTP {error.code}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _out_of_reach(place, _reason(error)) from error

    def _content(self, answer: http.client.HTTPResponse, place: str) -> bytes:
        """Read an answer; a server that sends drop by drop is left."""
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > LARGEST:
                raise _too_large(place)
            if time.monotonic() > self._until:
                raise _out_of_reach(place, text("it takes too many files, or too long"))
        if answer.length:
            raise _out_of_reach(place, text("the answer is cut off"))
        return bytes(content)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects on the same host only, and never from https to http."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        safer = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
        if (old.scheme, old.netloc) != (new.scheme, new.netloc) and not safer:
            fp.close()
            raise urllib.error.URLError(text("it leads to another server"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _reason(error: Exception) -> str:
    """Say in a few words why a server did not answer."""
    if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return text("it does not answer")
    reason = getattr(error, "reason", "") or error
    return reason if isinstance(reason, Text) else str(reason)[:200]


def _out_of_reach(place: str, why: str) -> CertificationError:
    message = text("the register cannot be read")
    hint = text("look at the address and the connection, then try again")
    return CertificationError([Finding("STL-016", message, place, found=why, hint=hint)])


def _too_large(place: str) -> CertificationError:
    message = text("a file of the register is larger than any that belongs there")
    expected = text("at most {size} MiB", size=LARGEST // 2**20)
    return CertificationError([Finding("STL-016", message, place, expected=expected)])
