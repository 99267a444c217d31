"""Nothing that people read lacks its Chinese."""

import subprocess
import sys
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from pvfootprint.language.catalogue import preferred_language, translate
from pvfootprint.language.extracting import gas_names, in_code, templates
from pvfootprint.language.updating import COMPILED, SOURCE, as_source, compiled, merged, read

LOADED_BY_ENGLISH = """
from pvfootprint.language import catalogue
from pvfootprint.commands.main import cli
cli.main(["--help"], standalone_mode=False)
assert catalogue._catalogue.cache_info().misses == 0
from pvfootprint.language.texts import text
text("wafer").zh
assert catalogue._catalogue.cache_info().misses == 1
"""


def placeholders(template):
    """Names, conversions and formats of the values in a text."""
    parts = Formatter().parse(template)
    return sorted(part[1:] for part in parts if part[1] is not None)


def faults(catalogue, found):
    """Say what is wrong with a catalogue for the texts that were found."""
    wrong = [f"missing: {text}" for text in found if text not in catalogue]
    wrong += [f"obsolete: {id_}" for id_ in catalogue.obsolete]
    for message in catalogue:
        if not message.id:
            continue
        if message.id not in found:
            wrong.append(f"obsolete: {message.id}")
        elif not message.string:
            wrong.append(f"no Chinese: {message.id}")
        elif message.fuzzy:
            wrong.append(f"fuzzy: {message.id}")
        elif placeholders(message.id) != placeholders(message.string):
            wrong.append(f"other values: {message.id}")
    return wrong


def test_every_text_has_its_chinese(data_folder):
    assert faults(read(), templates(data_folder)) == []


def test_the_compiled_catalogue_is_that_of_the_source():
    assert COMPILED.read_bytes() == compiled(read_as_ours())


def test_the_source_is_as_the_makefile_writes_it():
    assert SOURCE.read_bytes() == as_source(read_as_ours())


def read_as_ours():
    old = read()
    found = {message.id: [file for file, _ in message.locations] for message in old if message.id}
    return merged(old, found)


FOUND = {"wafer": ["a.py"], "{low} to {high}": ["a.py"], "gone": ["a.py"]}


def a_catalogue(**changes):
    catalogue = Catalog()
    entries = {"wafer": "硅片", "{low} to {high}": "{low}～{high}", "gone": "无"} | changes
    for template, chinese in entries.items():
        catalogue.add(template, chinese)
    return catalogue


def test_a_sound_catalogue_has_no_faults():
    assert faults(a_catalogue(), FOUND) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"wafer": ""}, "no Chinese: wafer"),
        ({"cell": "电池片"}, "obsolete: cell"),
        ({"{low} to {high}": "{low}～{hihg}"}, "other values: {low} to {high}"),
        ({"{low} to {high}": "{low:g}～{high}"}, "other values: {low} to {high}"),
        ({"{low} to {high}": "至{high}"}, "other values: {low} to {high}"),
    ],
)
def test_a_fault_of_a_catalogue_is_found(changes, fault):
    assert faults(a_catalogue(**changes), FOUND) == [fault]


def test_a_text_that_is_not_in_the_catalogue_is_found():
    assert faults(a_catalogue(), {**FOUND, "new": ["b.py"]}) == ["missing: new"]


def test_an_unsure_translation_is_found():
    catalogue = a_catalogue()
    catalogue["wafer"].flags.add("fuzzy")
    assert faults(catalogue, FOUND) == ["fuzzy: wafer"]


def test_what_is_gone_is_taken_out_and_what_is_new_comes_empty():
    new = merged(a_catalogue(), {"wafer": ["b.py"], "new": ["a.py"]})
    assert {m.id: m.string for m in new if m.id} == {"wafer": "硅片", "new": ""}


def test_both_files_are_the_same_whenever_they_are_made():
    one, other = (merged(a_catalogue(), FOUND) for _ in range(2))
    assert as_source(one) == as_source(other)
    assert compiled(one) == compiled(other)
    assert b"Date" not in as_source(one)


def test_texts_of_the_code_are_found(tmp_path):
    path = tmp_path / "code.py"
    path.write_text(
        'a = text("one {x} "\n         "and two", x=text("three"))\n'
        'b = other.text("not this")\nc = text(name) + text(i.product)\n',
        encoding="utf-8",
    )
    assert sorted(in_code(path)) == ["one {x} and two", "three"]


@pytest.mark.parametrize("call", ['text(f"one {x}")', 'text("one" + x)', 'text("{}".format(x))'])
def test_a_text_that_nobody_could_translate_is_refused(call, tmp_path):
    path = tmp_path / "code.py"
    path.write_text(f"\na = {call}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"code\.py:2: text\(\) takes one literal"):
        list(in_code(path))


def test_names_of_the_library_are_found(data_folder, library):
    found = templates(data_folder)
    for inventory in library.inventories.values():
        place = inventory.electricity_location or inventory.electricity_supply
        if not inventory.stage and not place:
            assert inventory.file in found[inventory.product]
        if inventory.proxy_for:
            assert inventory.file in found[inventory.proxy_for]
    gases = {flow.name for flow in library.flows.values() if flow.greenhouse_gas}
    assert set(gas_names(data_folder)) == gases
    assert gases <= found.keys()


def test_terms_of_trade():
    assert translate("solar glass, low-iron", "zh") == "光伏玻璃（低铁）"
    assert translate("metallization paste, front side", "zh") == "正面银浆"
    assert translate("declared unit", "zh") == "声明单位"
    assert translate("solar glass, low-iron", "en") == "solar glass, low-iron"


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"PVFOOTPRINT_LANGUAGE": "zh"}, "zh"),
        ({"PVFOOTPRINT_LANGUAGE": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_environment_says_the_language(settings, language, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == language


def test_the_catalogue_is_read_only_for_chinese():
    subprocess.run([sys.executable, "-c", LOADED_BY_ENGLISH], capture_output=True, check=True)
