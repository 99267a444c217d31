"""What a data package holds, and that nothing else is in it."""

import csv
import io
import json
import zipfile

import pytest

from pvfootprint.database.packaging.licences import LICENCES, licence_of
from pvfootprint.database.packaging.reading import open_package
from pvfootprint.database.processes import Flow
from pvfootprint.model.canonical import digest
from pvfootprint.model.findings import DatabaseError

OWN_WORDS = "our secret additive 42"


@pytest.fixture
def datasets(base_datasets):
    """Two open datasets; the first has a flow that only the company has a name for."""
    secret = Flow(code="", name=OWN_WORDS, amount=1.0, unit="kilogram", group="materials")
    process = base_datasets.unit_process(1, output=123456789.0)
    process = process.model_copy(update={"inputs": (*process.inputs, secret)})
    return (base_datasets.dataset(1, process=process), base_datasets.dataset(2))


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_same_datasets_give_the_same_bytes(package_of, datasets):
    assert package_of(datasets) == package_of(datasets)


def test_descriptor_names_every_file_with_its_hash(package_of, datasets):
    held = members(package_of(datasets))
    descriptor = json.loads(held["datapackage.json"])
    named = {one["path"]: one["hash"] for one in descriptor["resources"]}
    assert named == {
        path: f"sha256:{digest(content)}"
        for path, content in held.items()
        if path != "datapackage.json"
    }
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert descriptor["pvfootprint"]["datasets"] == ["data/00001", "data/00002"]


def test_neither_company_nor_production_nor_its_own_words_are_inside(package_of, datasets):
    whole = b"\n".join(members(package_of(datasets)).values()).decode().casefold()
    for one in datasets:
        told = (
            one.owner.name,
            one.owner.name_en,
            one.owner.code,
            one.certificate,
            one.process.code,
            one.process.product,
            one.process.workbook,
            one.process.recomputing.submission,
        )
        for secret in told:
            assert secret.casefold() not in whole
    assert "123456789" not in whole
    assert "jiangsu" not in whole
    assert OWN_WORDS not in whole


def test_amounts_are_those_of_the_dataset(package_of, datasets, library):
    rows = csv.reader(
        io.StringIO(members(package_of(datasets))["inventories/datasets.csv"].decode())
    )
    amounts = [(row[0], float(row[5])) for row in rows if len(row) > 8 and row[8] == "technosphere"]
    process = datasets[0].process
    named = [(library.inventories[f.code].name, f.amount) for f in process.inputs if f.code]
    named += [(library.inventories[f.code].name, f.amount) for f in process.energy]
    supplied = [amount for _, amount in amounts[: len(process.supplies)]]
    assert supplied == [one.amount for one in process.supplies]
    assert amounts[1:3] == named


def test_flow_that_the_library_has_no_more_is_refused(package_of, base_datasets):
    flow = Flow(code="gone", name="gone", amount=1.0, unit="kilogram", group="materials")
    with pytest.raises(DatabaseError) as error:
        package_of([base_datasets.dataset(1, inputs=(flow,), emissions=(flow,))])
    assert [finding.code for finding in error.value.findings] == ["DAT-055", "DAT-055"]


def test_readme_is_in_both_languages(package_of, datasets):
    text = members(package_of(datasets))["README.md"].decode()
    assert "数据包" in text
    assert "## How to use it" in text


@pytest.mark.parametrize("spdx", ["CC0-1.0", "", "MIT", "cc-by-4.0"])
def test_other_licences_are_refused(spdx):
    with pytest.raises(DatabaseError) as error:
        licence_of(spdx)
    assert error.value.findings[0].code == "DAT-054"


@pytest.mark.parametrize("spdx", LICENCES)
def test_set_says_whether_it_may_be_handed_on(package_of, datasets, signer, spdx):
    content = package_of(datasets, licence=LICENCES[spdx])
    details = open_package(content, "p.zip", [signer]).details
    assert details.licence == spdx
    assert details.shareable == ("NC" not in spdx)
