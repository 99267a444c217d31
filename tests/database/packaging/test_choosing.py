"""What goes into a package: open, verified, under this licence; and published averages."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pvfootprint.chain.assembling import assemble
from pvfootprint.database.averaging.publishing import publish
from pvfootprint.database.choosing import Product
from pvfootprint.database.packaging import choosing
from pvfootprint.database.packaging.choosing import choose
from pvfootprint.database.packaging.reading import open_package
from pvfootprint.engine.computing import footprint
from pvfootprint.engine.solving import solve
from pvfootprint.library.gwp import read_set
from pvfootprint.library.installing import write_set
from pvfootprint.model.findings import DatabaseError
from pvfootprint.model.system import DeclaredUnit

LICENCE = "CC-BY-4.0"
WAFER = Product("wafer", "mono-n", 2025)

STANDINGS = st.fixed_dictionaries(
    {
        "consent": st.sampled_from(["closed", "statistics", "open"]),
        "state": st.sampled_from(["unverified", "verified", "refused"]),
        "licence": st.sampled_from(["", LICENCE, "CC-BY-NC-4.0"]),
        "certificate_status": st.sampled_from(
            ["valid", "superseded", "suspended", "withdrawn", "cancelled"]
        ),
    }
)


def text_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist()).decode()


@settings(max_examples=40, deadline=None)
@given(st.lists(STANDINGS, min_size=1, max_size=6))
def test_nothing_but_what_owners_agreed_to_is_inside(base_datasets, package_of, standings):
    """Each dataset has an amount of its own, by which it is searched for in the whole package."""
    made = []
    for number, standing in enumerate(standings, 1):
        flow = base_datasets.unit_process(number).inputs[0]
        own = flow.model_copy(update={"amount": 0.123450 + number / 10**6})
        made.append(base_datasets.dataset(number, inputs=(own,), **standing))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "all_datasets", lambda _: made)
        patch.setattr(choosing, "published_averages", lambda _: [])
        try:
            chosen = choose(None, LICENCE)
        except DatabaseError:
            chosen = None
    held = text_of(package_of(chosen.datasets)) if chosen else ""
    for one, standing in zip(made, standings, strict=True):
        agreed = (standing["consent"], standing["state"]) == ("open", "verified")
        agreed &= standing["licence"] == LICENCE
        agreed &= standing["certificate_status"] in {"valid", "superseded"}
        assert (str(one.process.inputs[0].amount) in held) == agreed
        assert (one.key in held) == agreed


@pytest.fixture
def average(publisher, populations, values):
    """Publish an average of twelve invented companies."""
    publisher.holds(populations.population(12))
    return publish(publisher.registry, publisher.actor, WAFER, values, "Sample")


def chosen_of(publisher, *wanted):
    with publisher.registry.reading() as snapshot:
        return choose(snapshot, LICENCE, *wanted)


def test_published_average_is_shared_under_any_licence(publisher, average):
    assert chosen_of(publisher).averages == (average,)
    assert chosen_of(publisher, ["wafer"], 2025).averages == (average,)


@pytest.mark.parametrize("wanted", [(["cell"],), ([], 2024)])
def test_averages_of_other_stages_and_years_are_left_out(publisher, average, wanted):
    with pytest.raises(DatabaseError) as error:
        chosen_of(publisher, *wanted)
    assert error.value.findings[0].code == "DAT-056"


def test_average_is_installed_and_computed(
    publisher, average, package_of, signer, library, data_folder, tmp_path, monkeypatch
):
    content = package_of([], chosen_of(publisher).averages)
    assert "workings" not in text_of(content)
    monkeypatch.setenv("PVFOOTPRINT_LIBRARIES", str(tmp_path / "libraries"))
    package = open_package(content, "p.zip", [signer])
    write_set(package.details, package.files, library)
    found = footprint("wafer:mono-n:CN@2025@pilot-2025", per="m2").total.value
    factors = read_set(data_folder, "ar6", library)
    by_name = {(i.database, i.name, i.location): i for i in library.inventories.values()}
    expected = 0.0
    for row in average.csv.decode().split("Exchanges\n")[1].splitlines()[1:]:
        cells = next(iter(csv.reader([row])))
        if len(cells) > 8 and cells[8] == "technosphere":
            target = by_name[cells[3], cells[0], cells[2]]
            system = assemble(library, target, DeclaredUnit("kg", 1.0, target.unit))
            expected += float(cells[5]) * solve(system, factors).score
        elif len(cells) > 8 and cells[8] == "biosphere":
            expected += float(cells[5]) * factors.factors[cells[0]].amount
    assert found == pytest.approx(expected, rel=1e-9)
