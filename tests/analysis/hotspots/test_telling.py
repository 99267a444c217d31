"""What people are told: names, sentences, the message at the top."""

import pytest

from pvfootprint.analysis.hotspots.finding import find_hotspots
from pvfootprint.analysis.hotspots.naming import BEGINNINGS, DATABASES, FAMILIES
from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.process_names import product_name


@pytest.fixture(scope="module")
def found(chain):
    return find_hotspots(chain)


def test_message_names_the_largest_in_both_languages(found):
    assert len(found.spots) == 5
    assert found.message.startswith("Five things make ")
    assert "aluminium in the module stage" in found.message
    assert "组件阶段的铝" in found.message.zh
    whole = sum(spot.value for spot in found.spots)
    assert f"{whole / found.total:.0%}" in found.message


def test_hot_spots_are_the_largest_first(found):
    values = [spot.value for spot in found.spots]
    assert values == sorted(values, reverse=True)
    assert found.spots[0].flow == "aluminium"


def test_sentence_says_whose_data_it_rests_on(found):
    says = found.spots[0].says
    company = found.spots[0].supplier.split(",")[0]
    assert f"amounts are primary data of {company}" in says
    assert "factors: aluminium alloy, AlMg3 (derived)" in says
    assert "rests on proxies" in says
    assert "初级数据" in says.zh
    assert "替代数据" in says.zh


def test_library_product_rests_on_no_data_of_its_maker(library, data_folder):
    from pvfootprint.analysis.subjects import subject_of_product
    from pvfootprint.rules.reading import read_rules

    rules = read_rules("yancheng-pilot", data_folder)
    subject = subject_of_product("module:topcon:CN", rules=rules, library=library)
    spots = find_hotspots(subject, top=3).spots
    assert len(spots) == 3
    assert all("amounts from the library (derived), no data of the maker" in s.says for s in spots)
    assert all(spot.primary_share == 0.0 for spot in spots)


def test_every_process_of_the_library_has_a_chinese_name(library):
    without = [
        inventory.code
        for inventory in library.inventories.values()
        if product_name(inventory).zh == product_name(inventory).en
    ]
    assert without == []


def test_families_are_those_of_the_library(library):
    codes = list(library.inventories)
    assert [b for b in BEGINNINGS if not any(code.startswith(b) for code in codes)] == []
    databases = {inventory.database for inventory in library.inventories.values()}
    assert set(DATABASES) <= databases
    assert set(FAMILIES) == {*BEGINNINGS.values(), *DATABASES.values()}


def test_what_cannot_be_asked_is_refused_all_at_once(chain):
    with pytest.raises(AnalysisError) as caught:
        find_hotspots(chain, cutoff=1.0, depth=0, top=0)
    assert [finding.code for finding in caught.value.findings] == ["ANA-001", "ANA-002", "ANA-003"]


@pytest.mark.parametrize("cutoff", [-0.01, 1.0, float("nan"), float("inf")])
def test_cutoff_is_a_share(chain, cutoff):
    with pytest.raises(AnalysisError, match="ANA-001"):
        find_hotspots(chain, cutoff=cutoff)


def test_json_holds_both_languages(found):
    data = found.to_dict()
    assert data["format"] == "pvfootprint hotspots 1"
    assert data["total"] == found.total
    assert data["message_zh"] == found.message.zh
    assert data["spots"][0]["flow_zh"] == "铝"
    assert type(data["spots"][0]["flow"]) is str
    assert data["splits"][0]["rows"][0]["name_zh"]
