"""``pvfootprint cert schemes``: what is shown of certification schemes."""

import json

import pytest
from click.testing import CliRunner

from pvfootprint.commands.cert_schemes import command
from pvfootprint.model.findings import SelectionError
from pvfootprint.rules.certification.reading import FOLDER, read_scheme

KEYS = ["declaration-only", "yancheng-pilot"]


@pytest.fixture
def shown():
    """Run the group by itself."""

    def run(*arguments):
        result = CliRunner().invoke(command, arguments, catch_exceptions=False)
        assert result.exit_code == 0
        return " ".join(result.output.split())

    return run


def test_the_list_names_every_scheme_and_who_certifies(shown):
    out = shown("list")
    for part in (
        *KEYS,
        "示例认证中心（测试）",
        "pilot, test",
        "24 months",
        "36 months",
        "iso14067",
    ):
        assert part in out


def test_the_list_for_programs(shown):
    schemes = json.loads(shown("list", "--json"))
    assert [scheme["key"] for scheme in schemes] == KEYS
    assert schemes[0]["title"]["zh"] == "示例：光伏组件碳足迹声明评审"
    assert all("content" not in scheme for scheme in schemes)


@pytest.mark.parametrize("language", ["en", "zh", "both"])
@pytest.mark.parametrize("key", KEYS)
def test_show_says_everything_in_each_language(shown, data_folder, key, language):
    scheme = read_scheme(key, data_folder)
    out = shown("show", key, "--language", language)
    flat = out.replace(" ", "")
    terms = [*scheme.criteria, *scheme.agreement, *scheme.licence]
    languages = ("en", "zh") if language == "both" else (language,)
    said = [term.said.said(one) for term in terms for one in languages]
    for part in (scheme.title.said(language), *said, *scheme.sources.values()):
        assert part.replace(" ", "") in flat
    for part in (*scheme.roles, *(document.key for document in scheme.documents)):
        assert part in out
    assert all(question.key in out for question in scheme.checklist)


def test_show_warns_of_a_test_and_says_how_sure_each_clause_is(shown):
    out = shown("show", "yancheng-pilot")
    assert "This scheme is a test: certifier and approval are invented" in out
    assert "a reduction of the scope leaves out: audit plan, on-site audit" in out
    assert "7.5 is said to ask for a review with a recommendation" in out
    assert "to be confirmed, iso-17065" in out
    assert "polysilicon 3, ingot 2, wafer 2, cell 2.5" in out
    assert "major 30, minor 60" in out


def test_show_for_programs_has_both_languages_and_the_grounds(shown):
    scheme = json.loads(shown("show", "yancheng-pilot", "--json"))
    assert scheme["due_days"] == {"major": 30, "minor": 60, "observation": None}
    assert scheme["grounds"]["system_months"]["certainty"] == "secondary"
    assert scheme["agreement"][0]["title"] == {"en": "Parties and subject", "zh": "当事人与标的"}
    assert scheme["checklist"][1]["clause"]["zh"] == "核算规则 object.own_data"


def test_a_file_of_ones_own_is_shown(shown, data_folder, tmp_path):
    own = tmp_path / "own.toml"
    own.write_bytes((data_folder / FOLDER / "declaration-only.toml").read_bytes())
    assert "Second Sample Reviewers (test)" in shown("show", str(own))


def test_an_unknown_scheme_is_refused():
    with pytest.raises(SelectionError, match="CSC-012"):
        CliRunner().invoke(command, ["show", "yancheng"], catch_exceptions=False)
