"""The feed of changes: sound Atom whatever companies are called, ids for ever, the newest only."""

import datetime

import pytest
from defusedxml import ElementTree

from pvfootprint.web import feed as feeds

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def entries(register):
    """Give a function that publishes and returns the feed's entries."""

    def publish():
        register.publish()
        root = ElementTree.fromstring(register.read("feed.xml"))
        return root.findall(f"{ATOM}entry")

    return publish


def ids(found):
    return [entry.findtext(f"{ATOM}id") for entry in found]


def test_newest_change_comes_first_and_ids_stay(certifier, entries, register):
    number = certifier.issue()
    first = ids(entries())
    certifier.act("suspend", number)
    found = entries()
    assert ids(found)[1:] == first == [f"{register.base_url}/c/{number}/#5"]
    assert found[0].findtext(f"{ATOM}title") == f"{number}: 已暂停 suspended"
    assert found[0].find(f"{ATOM}link").get("href") == f"{register.base_url}/c/{number}/"
    updated = datetime.datetime.fromisoformat(found[0].findtext(f"{ATOM}updated"))
    assert updated.tzinfo is not None
    root = ElementTree.fromstring(register.read("feed.xml"))
    assert root.findtext(f"{ATOM}updated") == found[0].findtext(f"{ATOM}updated")


def test_only_the_newest_are_in_it(certifier, entries, monkeypatch):
    monkeypatch.setattr(feeds, "NEWEST", 2)
    numbers = [certifier.issue() for _ in range(4)]
    assert [one.split("/")[-2] for one in ids(entries())] == [numbers[3], numbers[2]]


def test_expiry_is_no_change(certifier, entries, later):
    certifier.issue(days=1)
    before = ids(entries())
    later(3)
    assert ids(entries()) == before


@pytest.mark.parametrize("name", ["<b>&amp;\"'</b>", "a\x00\x08\x1bb\ufffe", "]]>", "\u202e"])
def test_no_name_breaks_it(name, certifier, entries, certificate_records):
    company = {**certificate_records.module()["producer"], "name": name}
    certifier.issue(producer=company)
    ((summary),) = [entry.findtext(f"{ATOM}summary") for entry in entries()]
    shown = "".join("\ufffd" if one in "\x00\x08\x1b\ufffe" else one for one in name)
    assert summary.startswith(f"{shown}, ")
