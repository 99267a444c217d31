from dataclasses import replace

from pvfootprint.library.checks import read_balances, read_sources
from pvfootprint.library.layout import read_inventories
from pvfootprint.library.reading import Report
from pvfootprint.library.writing import balance_csv, inventory_csv, source_csv
from pvfootprint.model.inventory import BalanceTerm, Source


def read_back(tmp_path, content, reader):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    report = Report("file.csv")
    found = reader(path, report)
    assert report.findings == []
    return found


def test_processes_survive_being_written(tmp_path, installed_sets):
    content = inventory_csv(installed_sets.DATABASE, "made up", [installed_sets.WAFER])
    (wafer,) = read_back(tmp_path, content, read_inventories)
    production, *exchanges = wafer.exchanges
    assert (production.type, production.amount) == ("production", 1)
    kept = tuple(replace(e, line=0) for e in exchanges)
    place = {"file": "file.csv", "line": wafer.line}
    assert replace(wafer, exchanges=kept) == replace(installed_sets.WAFER, **place)


def test_every_process_of_the_shipped_library_survives(tmp_path, library):
    for place, one in enumerate(library.inventories.values()):
        if place % 7 or one.electricity_supply or one.electricity_location:
            continue
        content = inventory_csv(one.database, "as shipped", [one])
        (again,) = read_back(tmp_path, content, read_inventories)
        same = [replace(e, line=0, target="") for e in one.exchanges]
        assert [replace(e, line=0) for e in again.exchanges] == same
        assert again.parameters == one.parameters
        assert replace(again, exchanges=(), file="", line=0) == replace(
            one, exchanges=(), file="", line=0
        )


def test_sources_and_balances_survive(tmp_path):
    sources = [Source("a", "A, B: “C”\nand D", "CC BY 4.0", "https://x", "p. 1")]
    (read,) = read_back(tmp_path, source_csv(sources), read_sources).values()
    assert read == replace(sources[0], citation="A, B: “C” and D")
    terms = (
        BalanceTerm("wafer", "in", "ingot", 1.0, None, "a", "", 2),
        BalanceTerm("wafer", "out", "", 0.1 + 0.2, 1.0, "a", "x", 3),
    )
    assert read_back(tmp_path, balance_csv(terms), read_balances) == terms
