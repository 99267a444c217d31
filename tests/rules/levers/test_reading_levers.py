import pytest

from pvfootprint.model.findings import AnalysisError
from pvfootprint.model.lever import CERTAINTIES
from pvfootprint.model.scenario import FlowChange, SupplyChange, TransportChange
from pvfootprint.model.terms import STAGES
from pvfootprint.rules.levers.reading import chosen, read_levers, without

OWN = """
key = "own"
version = "1"
en = "less glue"
zh = "减少胶用量"
who = "module"

[explanation]
en = "Less glue."
zh = "减少用胶。"

[caution]
en = "Made up."
zh = "虚构。"

[changes.glue]
kind = "flow"
stage = "module"
flow = "silicone"
factor = 0.9

[[numbers]]
of = "glue.factor"
value = 0.9
unit = "-"
source = "made-up"
certainty = "estimate"
low = 0.5
high = 1.0

[sources]
made-up = "made up for the tests"
"""


@pytest.fixture
def own(tmp_path):
    """Write a lever of a user's own, with texts replaced in it."""

    def write(*edits, name="own.toml"):
        content = OWN
        for old, new in edits:
            assert content.count(old) == 1, old
            content = content.replace(old, new)
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def wrong(root, *written):
    with pytest.raises(AnalysisError) as caught:
        read_levers(root, [str(one) for one in written])
    return caught.value.findings


@pytest.fixture(scope="module")
def shipped(data_folder):
    """Give the levers of ``methods/levers/``."""
    return read_levers(data_folder)


def test_the_catalogue_holds_what_the_plan_names(shipped):
    keys = {lever.key for lever in shipped}
    assert keys >= {
        "closed-silicon-loop",
        "electric-steam",
        "frame-recycled",
        "frame-steel",
        "frameless",
        "granular-silicon",
        "green-wind-polysilicon",
        "heat-pump-wafer",
        "less-silver",
        "nearer-suppliers",
        "rail-not-road",
        "thinner-glass",
        "thinner-wafer",
        "thinner-wire",
    }
    assert [lever.key for lever in shipped] == sorted(keys)


def test_every_number_has_a_source_and_says_how_sure_it_is(shipped):
    for lever in shipped:
        assert lever.numbers
        for number in lever.numbers:
            assert lever.sources[number.source]
            assert number.certainty in CERTAINTIES
            assert number.note_en, lever.key
            assert number.low is None or number.low <= number.value <= number.high


def test_every_text_is_there_in_both_languages(shipped):
    for lever in shipped:
        pairs = [(lever.en, lever.zh), (lever.explanation_en, lever.explanation_zh)]
        pairs += [(lever.caution_en, lever.caution_zh), *lever.needs]
        pairs += [(n.note_en, n.note_zh) for n in lever.numbers if not n.note_zh.startswith("1 ÷")]
        pairs += [(place.en, place.zh) for place in lever.valid]
        for en, zh in pairs:
            assert en, lever.key
            assert "{" not in en + zh
            if (
                not zh.replace(".", "")
                .replace(" ", "")
                .replace("/", "")
                .replace("；", "")
                .isascii()
            ):
                assert any("一" <= sign <= "鿿" for sign in zh), (lever.key, zh)


def test_every_dataset_of_a_lever_is_in_the_library(shipped, library):
    for lever in shipped:
        for change in lever.changes.values():
            if isinstance(change, FlowChange) and change.replace_with:
                assert change.replace_with in library.inventories
            if isinstance(change, TransportChange):
                assert {change.mode, change.to} - {""} <= set(library.inventories)
            if isinstance(change, SupplyChange):
                assert sum(change.shares.values()) == pytest.approx(1)


def test_a_lever_for_several_stages_is_one_for_each(shipped):
    green = {lever.key: lever for lever in shipped if lever.key.startswith("green-wind-")}
    assert set(green) == {f"green-wind-{stage}" for stage in STAGES}
    cell = green["green-wind-cell"]
    assert cell.who == "cell"
    assert cell.group == "electricity-cell"
    assert cell.changes["electricity"].stage == "cell"
    assert cell.name.en == "wind power for cell"
    assert cell.name.zh == "电池片环节使用风电"


def test_frames_exclude_each_other_and_thin_glass_excludes_frameless(shipped):
    of = {lever.key: lever for lever in shipped}
    assert of["frame-recycled"].excluded_by(of["frame-steel"])
    assert of["frameless"].excluded_by(of["thinner-glass"])
    assert of["thinner-glass"].excluded_by(of["frameless"])
    assert not of["frame-steel"].excluded_by(of["thinner-glass"])
    assert not of["frame-steel"].excluded_by(of["frame-steel"])


def test_the_certainty_of_a_lever_is_that_of_its_least_sure_number(shipped):
    of = {lever.key: lever for lever in shipped}
    assert of["frame-recycled"].certainty == "read"
    assert of["thinner-glass"].certainty == "estimate"


def test_levers_by_key_and_of_own_files(data_folder, own):
    assert [one.key for one in read_levers(data_folder, ["thinner-wire"])] == ["thinner-wire"]
    (mine,) = read_levers(data_folder, [str(own())])
    assert mine.key == "own"
    both = read_levers(data_folder, [str(own()), "thinner-wire"])
    assert [one.key for one in both] == ["own", "thinner-wire"]


def test_a_folder_of_own_levers(data_folder, own):
    assert [one.key for one in read_levers(data_folder, [str(own().parent)])] == ["own"]


def test_the_key_of_a_file_means_the_levers_of_all_its_stages(shipped):
    assert len(chosen(shipped, ["green-wind"])) == len(STAGES)
    assert not any(one.key.startswith("green-wind") for one in without(shipped, ["green-wind"]))
    assert len(without(shipped, ["green-wind-cell"])) == len(shipped) - 1


def test_a_file_that_is_no_toml(data_folder, own):
    (finding,) = wrong(data_folder, own(('key = "own"', "key = own")))
    assert (finding.code, finding.line) == ("LEV-001", 2)
    (finding,) = wrong(data_folder, own().parent / "missing.toml")
    assert finding.code == "LEV-001"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('who = "module"', 'who = "module"\ncolour = "red"', "colour"),
        ('version = "1"\n', "", "version"),
        ('certainty = "estimate"', 'certainty = "hoped"', "numbers[1].certainty"),
        ("factor = 0.9", "factor = -0.9", "changes.glue.flow.factor"),
        ('kind = "flow"', 'kind = "magic"', "changes.glue"),
        ("value = 0.9", 'value = "0.9"', "numbers[1].value"),
        ("value = 0.9", "value = nan", "numbers[1].value"),
    ],
)
def test_a_key_or_value_that_is_wrong(data_folder, own, old, new, column):
    (finding,) = wrong(data_folder, own((old, new)))
    assert (finding.code, finding.column) == ("LEV-002", column)
    assert finding.file.endswith("own.toml")
    assert finding.expected or column in {"colour", "version"}
    assert finding.expected.isascii() or any(sign in finding.expected for sign in "≥≤")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "own"', 'key = "other"', "the key is not the name of the file"),
        ("value = 0.9", "value = 0.8", "the number is not the one in the change"),
        ("low = 0.5", "low = 0.95", "the number lies outside its own range"),
        ('source = "made-up"', 'source = "rumour"', "the source is not in the list of sources"),
        ('of = "glue.factor"', 'of = "glue.share"', "a number of a change has no source"),
        ('who = "module"', 'who = "roof"', "the lever is for a stage that is not there"),
        ('who = "module"', 'who = "{stage}"', "{stage} stands only in a lever that lists"),
        ('who = "module"', 'who = "module"\nstages = ["cell"]', "is pulled by each stage"),
        (
            "[sources]",
            '[[valid]]\nstage = "module"\nflow = "eva-foil"\nabove = 2.0\nbelow = 1.0\n'
            'en = "x"\nzh = "x"\n\n[sources]',
            "the range holds nothing",
        ),
        ("[sources]", '[sources]\nunused = "x"', "no number has this source"),
    ],
)
def test_a_file_that_contradicts_itself(data_folder, own, old, new, said):
    findings = wrong(data_folder, own((old, new)))
    assert {finding.code for finding in findings} == {"LEV-003"}
    assert any(said in finding.message for finding in findings)


def test_a_number_told_twice_and_a_key_that_stands_twice(data_folder, own, tmp_path):
    twice = OWN.split("[[numbers]]")[1].split("[sources]", maxsplit=1)[0]
    findings = wrong(data_folder, own(("[sources]", f"[[numbers]]{twice}\n[sources]")))
    assert [f.message for f in findings] == ["a number is told twice"]
    other = tmp_path / "second"
    other.mkdir()
    (other / "own.toml").write_text(OWN, encoding="utf-8")
    (finding,) = wrong(data_folder, own(), other / "own.toml")
    assert (finding.code, finding.found) == ("LEV-003", "own")


def test_everything_that_is_wrong_is_told_together(data_folder, own, tmp_path):
    own(('version = "1"\n', ""), ("factor = 0.9", "factor = -1.0"))
    (tmp_path / "broken.toml").write_text("=", encoding="utf-8")
    assert sorted(f.code for f in wrong(data_folder, tmp_path)) == ["LEV-001", "LEV-002", "LEV-002"]


def test_a_lever_that_is_not_there(data_folder, shipped):
    (finding,) = wrong(data_folder, "thiner-wafer")
    assert finding.code == "LEV-004"
    assert "thinner-wafer" in finding.hint
    with pytest.raises(AnalysisError) as caught:
        without(shipped, ["warp-drive"])
    assert [f.code for f in caught.value.findings] == ["LEV-004"]


def test_levers_asked_for_together_that_exclude_each_other(data_folder):
    findings = wrong(data_folder, "frame-steel", "frame-recycled", "frameless", "nothing")
    assert [f.code for f in findings] == ["LEV-004", "LEV-005", "LEV-005", "LEV-005"]
    assert findings[1].found == "frame-recycled, frame-steel"
