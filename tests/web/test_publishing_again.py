"""Publishing bit by bit gives what publishing at once gives, and a killed one is completed."""

import datetime
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.certification.opening import open_certificate
from pvfootprint.web import folder

KILLED = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("registries", sys.argv[1])
registries = importlib.util.module_from_spec(spec)
sys.modules["registries"] = registries
spec.loader.exec_module(registries)
from pathlib import Path
from pvfootprint.registry.registry import Registry
from pvfootprint.web.publishing import publish
registry = Registry.open(sys.argv[2], registries.Clock(registries.START.fromisoformat(sys.argv[5])))
publish(registry, Path(sys.argv[3]), sys.argv[4], registries.actor("publisher-a"))
"""

ACTS = {
    "valid": ("suspend", "withdraw", "cancel", "supersede"),
    "suspended": ("resume", "withdraw"),
}
"""What may be done next, by what was done last."""

LINK = re.compile(r'(?:href|src)="(?!https?:|mailto:)([^"#?]+)')
"""Where a page leads on the same server."""

DAY = datetime.timedelta(days=1)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.integers(0, 99), st.sampled_from([2, 5, 700])),
        st.tuples(st.just("act"), st.integers(0, 99), st.integers(0, 99)),
        st.tuples(st.just("wait"), st.integers(1, 4), st.just(0)),
        st.tuples(st.just("publish"), st.just(0), st.just(0)),
    ),
    min_size=3,
    max_size=14,
)


class Story:
    """What a certifier does, one thing after the other."""

    def __init__(self, certifier, register):
        self.certifier, self.register = certifier, register
        self.numbers, self.last = [], {}

    def issue(self, chosen, days):
        """Issue a certificate on up to two others."""
        upstream = tuple(dict.fromkeys(self.numbers[-1 - chosen % 4 :: -3][:2]))
        number = self.certifier.issue(*upstream, days=days)
        self.numbers.append(number)
        self.last[number] = "valid"

    def act(self, chosen, which):
        """Do something to a certificate that its state allows."""
        number = self.numbers[chosen % len(self.numbers)]
        possible = ACTS.get(self.last[number], ())
        if possible:
            act = possible[which % len(possible)]
            self.certifier.act(
                act, number, **({"by": self.numbers[-1]} if act == "supersede" else {})
            )
            self.last[number] = {"suspend": "suspended", "resume": "valid"}.get(act, "ended")

    def wait(self, days, _):
        """Let days pass."""
        self.certifier.clock.now += days * DAY

    def publish(self, *_):
        """Bring the register up to date."""
        self.register.publish()


@settings(max_examples=12)
@given(steps=steps)
def test_bit_by_bit_gives_the_same_bytes_as_at_once(steps, tmp_path_factory, registers, request):
    place = tmp_path_factory.mktemp("story")
    new_certifier = request.getfixturevalue("new_certifier")
    certifier = registers.copy(new_certifier, place / "registry.db")
    kind = request.getfixturevalue("register_kind")
    bit_by_bit = kind(certifier, place / "a", registers.BASE_URL)
    at_once = kind(certifier, place / "b", registers.BASE_URL)
    story = Story(certifier, bit_by_bit)
    story.issue(0, 5)
    for name, first, second in steps:
        getattr(story, name)(first, second)
    end = certifier.clock.now
    bit_by_bit.publish()
    certifier.clock.now = end
    at_once.publish()
    assert bit_by_bit.files() == at_once.files()
    told = {number: row["status"] for number, row in at_once.rows().items()}
    with certifier.registry.reading() as snapshot:
        states = {one: open_certificate(snapshot, one).status(end.date()) for one in told}
    certifier.registry.close()
    assert told == states


@pytest.fixture
def killed(certifier, register, registries):
    """Give a function that publishes in a process which is killed at a place."""

    def publish(place):
        certifier.registry.close()
        arguments = [
            registries.__file__ or "",
            certifier.registry.place,
            register.folder,
            register.base_url,
            certifier.clock.now.isoformat(),
        ]
        return subprocess.run(
            [sys.executable, "-c", KILLED, *map(str, arguments)],
            env={**os.environ, "PVFOOTPRINT_FAULT": place},
            capture_output=True,
            text=True,
            check=False,
        )

    return publish


@pytest.mark.parametrize("place", ["before rename:1", "after rename:9", "before rename:31"])
def test_killed_publication_is_completed(place, certifier, register, register_at, killed):
    first = certifier.issue()
    certifier.issue(first)
    if place.endswith("31"):
        register.publish()
        certifier.issue(first)
        certifier.act("suspend", first)
        place = "before rename:12"
    ended = killed(place)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    end = certifier.clock.now
    register.publish()
    certifier.clock.now = end
    whole = register_at(certifier, "whole")
    whole.publish()
    assert register.files() == whole.files()


def test_nothing_that_a_reader_comes_to_names_a_file_that_is_not_there_yet(
    certifier, register, monkeypatch
):
    for module in ("site", "indexing", "pages"):
        monkeypatch.setattr(f"pvfootprint.web.{module}.PER_PAGE", 2)
    monkeypatch.setattr("pvfootprint.web.indexing.SHARD", 2)
    first = certifier.issue()
    register.publish()
    second = certifier.issue(first)
    third = certifier.issue(second)
    certifier.issue(second, third)
    certifier.act("suspend", first)
    missing = []

    def look(name):
        if name == folder.AFTER_RENAME:
            missing.extend(dead_links(register.folder))

    monkeypatch.setattr(folder, "fault", look)
    register.publish()
    assert missing == []
    assert len(register.rows()) == 4


def dead_links(root):
    """Yield dead links of pages to which the home page or the QR code of a label leads."""
    waiting = [root / "index.html", *root.glob("c/*/index.html")]
    seen = set(waiting)
    while waiting:
        page = waiting.pop()
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            target = Path(os.path.normpath(page.parent / link))
            target = target / "index.html" if link.endswith("/") else target
            if not target.exists():
                yield f"{page.relative_to(root)}: {link}"
            elif target.suffix == ".html" and target not in seen:
                seen.add(target)
                waiting.append(target)
