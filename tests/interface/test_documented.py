"""docs/python.md: what it shows runs, and names what there is."""

import re

import pytest

import pvfootprint
from pvfootprint.interface.frames import frames

SMALLER = {
    '"received/"': '"examples/pilot"',
    "100_000": "1_000",
    "draws=10_000": "draws=500",
    "50_000": "50",
    "target=300": 'target=300, levers=["frame-recycled", "thinner-glass"]',
    "top=10": "top=2, draws=500",
}


@pytest.fixture(scope="module")
def page(data_folder):
    """Give the page."""
    return (data_folder / "docs" / "python.md").read_text(encoding="utf-8")


def test_every_name_of_the_package_is_on_the_page(page):
    kinds = {"Footprint", "ProductData", "PvfootprintError", "Subject", "__version__"}
    for name in set(pvfootprint.__all__) - kinds:
        assert re.search(rf"\| .*`{name}\(", page), name


def test_tables_are_those_on_the_page(page):
    rows = dict(re.findall(r"^\| `(\w+)` \| (`.*) \|$", page, flags=re.MULTILINE))
    subject = pvfootprint.open_subject("module:topcon:CN")
    results = {
        "footprint": pvfootprint.footprint(subject),
        "hotspots": pvfootprint.hotspots(subject),
        "uncertainty": pvfootprint.uncertainty(subject, draws=200),
        "sensitivity": pvfootprint.sensitivity(subject, top=1, draws=200),
        "reduce": pvfootprint.reduce(subject, levers=["thinner-wafer"]),
        "compare": pvfootprint.compare([subject, subject]),
    }
    assert rows.keys() == results.keys()
    for name, result in results.items():
        assert re.findall(r"`([\w-]+)`", rows[name]) == list(frames(result)), name


@pytest.mark.long
def test_what_the_page_shows_runs(page, data_folder, monkeypatch):
    monkeypatch.chdir(data_folder)
    code = "\n".join(re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL))
    for long, short in SMALLER.items():
        code = code.replace(long, short)
    exec(code, {})  # noqa: S102
