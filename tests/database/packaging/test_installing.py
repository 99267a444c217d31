"""From the base database to a stranger's computer: package, install, footprint; and Brightway."""

import re
from dataclasses import replace

import pytest

from pvfootprint.chain.assembling import assemble
from pvfootprint.database.packaging.reading import open_package
from pvfootprint.database.processes import Flow
from pvfootprint.engine.computing import footprint
from pvfootprint.engine.solving import solve
from pvfootprint.library.gwp import read_set
from pvfootprint.library.installing import write_set
from pvfootprint.model.findings import LibraryError
from pvfootprint.model.system import DeclaredUnit

PRODUCT = "wafer:mono-n:data-00001:CN@2025@pilot-2025"
STAND_IN = "silicon production, solar grade, fluidised bed reactor, 2024"


@pytest.fixture(scope="module")
def dataset(base_datasets):
    """An open dataset of a wafer, with a direct emission of 0.25 kg CO2."""
    emission = Flow(
        code="carbon-dioxide-fossil-air-unspecified",
        name="Carbon dioxide, fossil",
        amount=0.25,
        unit="kilogram",
        group="direct",
    )
    return base_datasets.dataset(1, emissions=(emission,))


@pytest.fixture
def installed(dataset, package_of, signer, library, tmp_path, monkeypatch):
    """Install its package into a folder of the test's own."""
    monkeypatch.setenv("PVFOOTPRINT_LIBRARIES", str(tmp_path))
    package = open_package(package_of([dataset]), "p.zip", [signer])
    return write_set(package.details, package.files, library)


@pytest.fixture(scope="module")
def expected(dataset, library, data_folder):
    """Reckon the footprint by hand: amounts times the footprints of what is taken [kgCO2e/m2]."""
    factors = read_set(data_folder, "ar6", library)

    def per_unit(inventory):
        system = assemble(library, inventory, DeclaredUnit("kg", 1.0, inventory.unit))
        return solve(system, factors).score

    process = dataset.process
    stand_in = next(i for i in library.inventories.values() if i.name == STAND_IN)
    flows = (*process.inputs, *process.energy)
    taken = [(flow.amount, library.inventories[flow.code]) for flow in flows]
    taken.append((process.supplies[0].amount, stand_in))
    direct = sum(one.amount for one in process.emissions)
    return direct + sum(amount * per_unit(one) for amount, one in taken)


def test_footprint_of_the_installed_product_is_that_of_the_dataset(installed, expected):
    found = footprint(PRODUCT, per="m2")
    assert found.total.value == pytest.approx(expected, rel=1e-12)
    assert installed.licence == "CC-BY-4.0"


def test_package_linked_to_another_library_is_not_installed(
    dataset, package_of, signer, library, tmp_path, monkeypatch
):
    monkeypatch.setenv("PVFOOTPRINT_LIBRARIES", str(tmp_path))
    package = open_package(package_of([dataset]), "p.zip", [signer])
    argon = library.inventories["argon-liquid"]
    other = {**library.inventories, argon.code: replace(argon, name="another argon")}
    with pytest.raises(LibraryError):
        write_set(package.details, package.files, replace(library, inventories=other))
    assert not (tmp_path / "pilot-2025").exists()


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:`kind` is deprecated:DeprecationWarning")
def test_brightway_alone_reads_it_and_reaches_the_same_footprint(
    dataset, package_of, signer, library, expected, data_folder, tmp_path
):
    import bw2calc
    import bw2data
    import bw2io

    flows = "pvfootprint elementary flows"
    package = open_package(package_of([dataset]), "p.zip", [signer])
    csv = tmp_path / "datasets.csv"
    csv.write_bytes(package.files["inventories/datasets.csv"])
    readme = (data_folder / "inventories" / "README.md").read_text(encoding="utf-8")
    order = re.findall(r"^\d+\. `([^`]+)`$", readme, flags=re.MULTILINE)
    bw2data.projects.set_current("data package")
    for file in (*(data_folder / "inventories" / name for name in order), csv):
        importer = bw2io.CSVImporter(file)
        importer.apply_strategies(verbose=False)
        for earlier in list(bw2data.databases):
            fields = ("name", "unit", "location", "reference product")
            if earlier == flows:
                fields = ("name", "unit", "categories")
            importer.match_database(earlier, fields=fields)
        assert [e for d in importer.data for e in d.get("exchanges", []) if "input" not in e] == []
        importer.write_database(activate_parameters=False)
    factors = read_set(data_folder, "ar6", library).factors
    method = bw2data.Method(("data package", "ar6"))
    method.register(unit="kgCO2e")
    method.write(
        [
            ((flows, flow.code), factors[flow.name].amount)
            for flow in library.flows.values()
            if flow.name in factors
        ]
    )
    node = bw2data.get_node(database="pvfootprint data package pilot-2025", code="data-00001")
    lca = bw2calc.LCA({node.id: 1}, method.name)
    lca.lci()
    lca.lcia()
    # Brightway stores amounts in 32 bits.
    assert lca.score == pytest.approx(expected, rel=1e-6)
