"""A folder of the register's pages, a server that shows it, and a browser that looks at it."""

import contextlib
import dataclasses
import functools
import hashlib
import http.server
import json
import shutil
import threading

import pytest

from pvfootprint.web import pages
from pvfootprint.web.site import PER_PAGE

CHROMIUM = shutil.which("chromium")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STATUSES = ("valid", "suspended", "withdrawn", "cancelled", "superseded", "expired")
PLACES = {"zh": "", "en": "en/"}
SHARD = 1000
MANY = 20_000


@pytest.fixture(scope="session")
def shown(register_facts, certificate_records):
    """Give a certificate of every status and a hostile one."""
    number, record = certificate_records.number_of, certificate_records.record
    found = [
        register_facts.public(status, record(number=number(i)))
        for i, status in enumerate(STATUSES, 1)
    ]
    found[0] = dataclasses.replace(found[0], downstream=(register_facts.linked(2, "suspended"),))
    hostile = register_facts.hostile()
    said = hostile.record.model_copy(update={"number": number(7), "replaces": number(5)})
    return [*found, dataclasses.replace(hostile, record=said)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory, register_facts, shown):
    """Give a folder of pages, with empty files where pages lead to files."""
    made = tmp_path_factory.mktemp("register")
    rows = [
        register_facts.row(
            i,
            status=facts.status,
            company=facts.record.client.name,
            company_en=facts.record.client.name_en,
            product=facts.record.product.name,
        )
        for i, facts in enumerate(shown, 1)
    ]
    _write_register(made, register_facts, rows)
    for facts in shown:
        place = made / "c" / facts.record.number
        for language, part in PLACES.items():
            page = pages.certificate_page(facts, register_facts.site(), language)
            _write(place / part / "index.html", page)
        for file in facts.files:
            _write(place / file.name, "")
    return made


@pytest.fixture(scope="session")
def many(tmp_path_factory, register_facts):
    """Give a folder with list and search of many certificates, but none of their pages."""
    made = tmp_path_factory.mktemp("many")
    rows = [
        register_facts.row(i, status=STATUSES[i % 6], company=f"示例{i % 300}号有限公司")
        for i in range(1, MANY + 1)
    ]
    _write_register(made, register_facts, rows)
    return made


def _write_register(folder, register_facts, rows):
    site = register_facts.site()
    chunks = [rows[i : i + PER_PAGE] for i in range(0, len(rows), PER_PAGE)]
    counts = {status: sum(row.status == status for row in rows) for status in STATUSES}
    summary = register_facts.summary(statuses=counts, pages=len(chunks))
    for language, part in PLACES.items():
        home = pages.home_page(summary, rows[:-21:-1], site, language)
        _write(folder / part / "index.html", home)
        _write(folder / part / "about/index.html", pages.about_page(site, language))
        for i, chunk in enumerate(chunks, 1):
            page = pages.list_page(chunk[::-1], site, language, i, len(chunks))
            _write(folder / part / f"list/{i:03d}/index.html", page)
    _write(folder / "404.html", pages.not_found_page(site))
    for name, content in pages.assets().items():
        _write(folder / "assets" / name, content)
    _write_index(folder, rows)
    days = {"validFrom": "2026-11-21T22:00:00Z", "validUntil": "2099-12-21T22:00:00Z"}
    _write(folder / "status/suspension/1.json", json.dumps(days))
    _write(folder / "log/checkpoint", "")
    _write(folder / "publisher.json", "")
    _write(folder / "feed.xml", "<feed/>")


def _write_index(folder, rows):
    shards = []
    for i in range(0, len(rows), SHARD):
        lines = [_line(row) for row in rows[i : i + SHARD]]
        content = json.dumps({"certificates": lines}, ensure_ascii=False).encode()
        name = f"index/{i // SHARD + 1:03d}.json"
        _write(folder / name, content)
        digest = hashlib.sha256(content).hexdigest()
        shards.append({"file": name, "certificates": len(lines), "sha256": digest})
    _write(folder / "index.json", json.dumps({"certificates": len(rows), "shards": shards}))


def _line(row):
    said = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    return {**said, "stage": row.stage.model_dump(), "since": row.since.isoformat()}


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under the strict policy, and says nothing."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


class _Server(http.server.ThreadingHTTPServer):
    """A server to which a browser that leaves early is no fault."""

    def handle_error(self, *_):
        pass


@contextlib.contextmanager
def _serving(folder):
    handler = functools.partial(_Handler, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def served(folder):
    """Give the address of the folder of pages."""
    with _serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def served_many(many):
    """Give the address of the register of many."""
    with _serving(many) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    """Give a running Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()
