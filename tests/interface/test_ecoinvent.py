"""The library's chain on another background: a set that replaces what it says and nothing else."""

import csv
import io

import pytest

from pvfootprint.commands import library_ecoinvent
from pvfootprint.engine.computing import footprint
from pvfootprint.exchange.ecoinvent.asking import Aggregated, Background
from pvfootprint.interface import ecoinvent
from pvfootprint.interface.ecoinvent import PAPER, REST, install_ecoinvent
from pvfootprint.library.caching import open_library
from pvfootprint.library.installed import find_installed, set_folder
from pvfootprint.model.findings import Finding, InstallError

CO2 = "carbon-dioxide-fossil-air-unspecified"
CELL = "cell:perc:CN@2018"


def aggregated(dataset, *, rest=0.0, biogenic=0.0, score=0.0, **flows):
    """Return what stands behind a unit of an invented activity."""
    names = {"activity": f"market for {dataset}", "product": dataset, "location": "RoW"}
    sums = {"flows": {CO2: 1.0, **flows}, "rest": rest, "biogenic": biogenic, "score": score}
    return Aggregated(dataset=dataset, **names, **sums)


@pytest.fixture
def install(monkeypatch):
    """Give a function that installs a set from what it is told to have been read."""

    def install(*found, findings=(), **settings):
        background = Background(
            found=found,
            activities=20_000,
            method="IPCC 2021 | GWP100",
            counted_by_method=("Methane, chlorodifluoro-, HCFC-22",),
            precision="float32",
            findings=findings,
        )
        monkeypatch.setattr(ecoinvent, "read_background", lambda *_: background)
        return install_ecoinvent("licensed", "cutoff-3.x", **settings)

    return install


def value(product):
    """Return a footprint [kgCO2e/kWp]."""
    return footprint(product).total.value


def test_the_same_numbers_give_the_same_footprint(install, library):
    ours = library.inventories["silver"]
    flows = {exchange.target: exchange.amount for exchange in ours.emissions}
    one = aggregated("silver")
    one.flows.clear()
    one.flows.update(flows)
    install(one)
    assert value(f"{CELL}@ecoinvent") == pytest.approx(value(CELL), rel=1e-12)


def test_what_a_unit_emits_goes_up_the_chain_in_proportion(install):
    values = []
    for rest in (0.0, 50.0, 100.0):
        install(aggregated("silver", rest=rest), replacing=True)
        values.append(value(f"{CELL}@ecoinvent"))
    assert values[1] > values[0]
    assert values[2] - values[1] == pytest.approx(values[1] - values[0], rel=1e-9)


def test_the_shipped_library_stays_as_it_is(install, library):
    before = value(CELL)
    install(aggregated("silver", rest=1000.0))
    assert value(CELL) == before
    assert open_library()[0].content_hash == library.content_hash


def test_what_takes_from_it_is_linked_to_it_and_grids_are_not(install):
    done = install(aggregated("copper"), aggregated("silver", rest=2.0))
    library, _ = open_library(sets=("ecoinvent",))
    silver = library.inventories["silver@ecoinvent"]
    assert {e.target: e.amount for e in silver.emissions} == {CO2: 1.0, REST: 2.0}
    own = {code for code, one in library.inventories.items() if one.library_set}
    assert done.copied == len(own) - 2
    for code in own:
        for exchange in library.inventories[code].inputs:
            assert exchange.target not in {"silver", "copper"}
    paste = library.inventories["paste-front-CN@ecoinvent"]
    assert "silver@ecoinvent" in {exchange.target for exchange in paste.inputs}
    assert not [code for code in own if library.inventories[code].electricity_supply]


def test_it_says_on_what_terms_and_may_not_be_handed_on(install):
    install(aggregated("silver"))
    details = find_installed("ecoinvent")
    assert not details.shareable
    assert "must not be handed on" in details.notice
    assert "不得转交" in details.notice_zh
    assert "installed-set" in str(footprint(f"{CELL}@ecoinvent").to_dict())


def test_a_table_says_what_became_of_what(install):
    install(aggregated("silver", rest=2.0, biogenic=-0.5, score=2.9))
    written = (set_folder("ecoinvent") / PAPER).read_text(encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(written))
    assert row["dataset"] == "silver"
    assert row["activity"] == "market for silver"
    assert float(row["kgCO2e per unit (AR6)"]) == 3.0
    assert float(row["kgCO2e per unit by that method alone"]) == 2.9
    assert float(row["kg CO2 of biomass left out"]) == -0.5


def test_an_installed_one_is_not_replaced_unasked(install):
    install(aggregated("silver"))
    with pytest.raises(InstallError) as error:
        install(aggregated("silver", rest=1.0))
    assert error.value.findings[0].code == "INS-011"


def test_the_command_says_it_all(install, capsys, monkeypatch):
    warning = Finding("INS-024", "tin stays as the library has it", severity="warning")
    done = install(aggregated("silver", rest=1.0), findings=(warning,))
    monkeypatch.setattr(ecoinvent, "install_ecoinvent", lambda *_, **__: done)
    library_ecoinvent.install_and_show(
        "licensed", "cutoff-3.x", None, replacing=False, whole=True, as_json=False
    )
    said = capsys.readouterr()
    assert "warning INS-024" in said.err
    for words in ("must not be handed on", "up to 50.0% of a dataset (silver)", "float32",
                  "carbon dioxide of biomass is left out", "market for silver"):  # fmt: skip
        assert words in " ".join(said.out.split())
