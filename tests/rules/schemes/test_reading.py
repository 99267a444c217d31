import csv
from pathlib import Path
from typing import get_args

import pytest

from pvfootprint.model.findings import LibraryError, SelectionError
from pvfootprint.model.scheme import CERTAINTIES
from pvfootprint.model.terms import GROUPS, STAGES
from pvfootprint.rules.schemes import layout
from pvfootprint.rules.schemes.reading import available_schemes, read_schemes

KEYS = [
    "china-export-draft",
    "epeat-ulcs",
    "france-ecs",
    "france-ecs-v2",
    "korea-kea-2020",
    "korea-kea-2022",
    "korea-kea-2023",
    "yancheng-pilot",
]


def damaged(data_copy, replace_once, key, *edits):
    for old, new in edits:
        replace_once(data_copy / "methods/schemes" / f"{key}.toml", old, new)
    with pytest.raises(LibraryError) as caught:
        read_schemes(data_copy, [key])
    return caught.value.findings


def test_the_shipped_schemes_are_read(data_folder):
    schemes = read_schemes(data_folder)
    assert [scheme.key for scheme in schemes] == KEYS == available_schemes(data_folder)


def test_every_threshold_names_its_source_and_how_sure_it_is(data_folder):
    for scheme in read_schemes(data_folder):
        assert scheme.boundary_certainty in CERTAINTIES
        for threshold in scheme.thresholds:
            assert threshold.source in scheme.sources
            assert threshold.certainty in CERTAINTIES
        cited = {t.source for t in scheme.thresholds}
        assert all(scheme.sources[key] for key in cited)


def test_every_text_is_there_in_both_languages(data_folder):
    for scheme in read_schemes(data_folder):
        pairs = [(scheme.title, scheme.title_zh), (scheme.boundary, scheme.boundary_zh)]
        pairs += [(t.en, t.zh) for t in scheme.thresholds]
        pairs += [(t.note_en, t.note_zh) for t in scheme.thresholds if t.note_en or t.note_zh]
        pairs += [(c.en, c.zh) for c in scheme.components] + list(scheme.notes)
        pairs += [(scheme.rounding.note_en, scheme.rounding.note_zh)]
        assert all(en and any("一" <= sign <= "鿿" for sign in zh) for en, zh in pairs)


def test_no_coefficient_of_the_french_annex_is_shipped(data_folder):
    for key in ("france-ecs", "france-ecs-v2"):
        for component in read_schemes(data_folder, [key])[0].components:
            assert not hasattr(component, "value")


def test_the_layout_knows_every_stage_and_group():
    assert get_args(layout.Stage) == tuple(STAGES)
    assert get_args(layout.Group) == tuple(GROUPS)
    assert get_args(layout.Certainty) == CERTAINTIES


def test_the_components_name_datasets_of_the_library(data_folder, library):
    for scheme in read_schemes(data_folder):
        named = {*scheme.without, *(d for c in scheme.components for d in c.datasets)}
        assert named <= set(library.inventories)


def test_keys_are_read_once_and_in_the_order_asked_for(data_folder):
    asked = ["korea-kea-2020", "epeat-ulcs", "korea-kea-2020"]
    assert [s.key for s in read_schemes(data_folder, asked)] == asked[:2]


def test_scm_001_a_file_that_is_no_toml(data_copy, replace_once):
    (finding,) = damaged(data_copy, replace_once, "epeat-ulcs", ("step = 0", "step = "))
    assert (finding.code, finding.file) == ("SCM-001", "methods/schemes/epeat-ulcs.toml")
    text = (data_copy / finding.file).read_text(encoding="utf-8").splitlines()
    assert text[finding.line - 1] == "step = "


def test_scm_002_every_wrong_key_at_once(data_copy, replace_once):
    findings = damaged(
        data_copy,
        replace_once,
        "epeat-ulcs",
        ("below = 400", 'below = "400"'),
        ("below = 630", "under = 630"),
        ('method = "footprint"', 'method = "total"'),
        ('status = "in force"\n', ""),
    )
    assert {f.code for f in findings} == {"SCM-002"}
    assert {(f.column, f.message.en, f.found) for f in findings} == {
        ("thresholds[1].below", "the value is not possible here", "400"),
        ("thresholds[2].under", "the key is not known", "630"),
        ("boundary.method", "the value is not possible here", "total"),
        ("status", "a key is missing", ""),
    }
    (method,) = (f for f in findings if f.column == "boundary.method")
    assert method.expected == "'footprint', 'groups' or 'components'"


@pytest.mark.parametrize(
    ("key", "old", "new", "column", "found"),
    [
        ("epeat-ulcs", 'key = "epeat-ulcs"', 'key = "epeat"', "key", "epeat"),
        ("epeat-ulcs", 'key = "low-carbon"', 'key = "ultra-low-carbon"', "thresholds",
         "ultra-low-carbon"),
        ("china-export-draft", 'source = "ecocn-74694"\ncertainty = "draft"\nedge',
         'source = "ecocn"\ncertainty = "draft"\nedge', "sources", "ecocn"),
        ("epeat-ulcs", 'judges = "limits"', 'judges = "none"', "judges", "none"),
        ("korea-kea-2020", 'groups = ["direct", "electricity"]', "groups = []", "boundary.method",
         "groups"),
        ("france-ecs", 'datasets = ["pet"]', 'stage = "cell"\ndatasets = ["pet"]', "components",
         "pet"),
        ("epeat-ulcs", "below = 400", "below = inf", "thresholds[1].below", "inf"),
    ],
)  # fmt: skip
def test_scm_002_what_contradicts_itself(data_copy, replace_once, key, old, new, column, found):
    findings = damaged(data_copy, replace_once, key, (old, new))
    assert ("SCM-002", column, found) in {(f.code, f.column, f.found) for f in findings}


@pytest.mark.parametrize(
    ("key", "old", "new", "message", "found"),
    [
        ("korea-kea-2022", "above = 730", "above = 740", "overlap or leave a hole",
         "grade-2: > 670, <= 730; grade-3: > 740, <= 830"),
        ("korea-kea-2022", "above = 730", "above = 720", "overlap or leave a hole",
         "grade-2: > 670, <= 730; grade-3: > 720, <= 830"),
        ("korea-kea-2022", "above = 830", "above = 830\nbelow = 2000", "has an upper limit",
         "grade-4: > 830, <= 2000"),
        ("korea-kea-2022", 'zh = "1 级"', 'zh = "1 级"\nabove = 10', "has a lower limit",
         "grade-1: > 10, <= 670"),
        ("epeat-ulcs", "below = 400", "above = 400", "an upper end and no lower one",
         "ultra-low-carbon: > 400"),
    ],
)  # fmt: skip
def test_scm_003_overlaps_and_holes(data_copy, replace_once, key, old, new, message, found):
    findings = damaged(data_copy, replace_once, key, (old, new))
    assert {f.code for f in findings} == {"SCM-003"}
    (finding,) = (f for f in findings if message in f.message)
    assert (finding.column, finding.found) == ("thresholds", found)


def test_scm_004_an_unknown_scheme_with_the_nearest(data_folder):
    with pytest.raises(SelectionError) as caught:
        read_schemes(data_folder, ["korea-2022", "nothing-like-it"])
    first, second = caught.value.findings
    assert (first.code, first.found) == ("SCM-004", "korea-2022")
    assert first.hint.startswith("did you mean korea-kea-2022")
    assert first.expected == ", ".join(KEYS)
    assert second.found == "nothing-like-it"


def test_findings_of_two_files_come_back_together(data_copy, replace_once):
    folder = data_copy / "methods/schemes"
    replace_once(folder / "epeat-ulcs.toml", "below = 400", "below = -1")
    replace_once(folder / "yancheng-pilot.toml", 'status = "pilot"', 'status = "ours"')
    with pytest.raises(LibraryError) as caught:
        read_schemes(data_copy)
    assert {Path(f.file).stem for f in caught.value.findings} == {"epeat-ulcs", "yancheng-pilot"}


def test_limits_agree_with_what_was_collected():
    """The values of the collected table, by scheme and limit, as they were noted."""
    noted = csv.DictReader(
        """scheme,limit,below
epeat-ulcs,ultra-low-carbon,400
epeat-ulcs,low-carbon,630
korea-kea-2020,grade-1,670
korea-kea-2020,grade-2,830
korea-kea-2022,grade-1,670
korea-kea-2022,grade-2,730
korea-kea-2022,grade-3,830
france-ecs,tender,550
france-ecs,soren,450
france-ecs-v2,tender,740
france-ecs-v2,soren,630
france-ecs-v2,reduced-vat,530
china-export-draft,low-carbon,415
""".splitlines()
    )
    schemes = {s.key: {t.key: t.below for t in s.thresholds} for s in read_schemes(ROOT)}
    for row in noted:
        assert schemes[row["scheme"]][row["limit"]] == float(row["below"])


ROOT = Path(__file__).parents[3]
