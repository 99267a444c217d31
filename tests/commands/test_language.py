"""What the command line prints follows the user's language."""

import pytest

ENGLISH = "SEL-004: the library has no location 'ZZ' for wafer\n"
CHINESE = "SEL-004：数据库中没有地区 'ZZ'（硅片）\n"


@pytest.mark.parametrize(
    ("settings", "option", "start"),
    [
        ({}, [], ENGLISH),
        ({"PVFOOTPRINT_LANGUAGE": "zh"}, [], CHINESE),
        ({"LC_ALL": "zh_CN.UTF-8"}, [], CHINESE),
        ({}, ["--language", "zh"], CHINESE),
        ({"LC_ALL": "zh_CN.UTF-8"}, ["--language", "en"], ENGLISH),
        ({}, ["--language", "both"], "SEL-004: 数据库中没有地区 'ZZ'（硅片） the library has"),
    ],
)
def test_findings_come_in_the_users_language(run, monkeypatch, settings, option, start):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    ended = run(*option, "footprint", "wafer:mono:ZZ")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(start)


@pytest.mark.usefixtures("no_cache")
def test_warnings_come_in_the_users_language(run):
    ended = run("--language", "zh", "library", "list")
    assert ended.code == 0
    assert ended.err.startswith("警告 CAC-001：编译后的数据库未能保存")


@pytest.mark.usefixtures("damaged")
def test_the_count_of_findings_comes_in_the_users_language(run):
    assert run("--language", "zh", "library", "list").err.endswith("共 2 项问题\n")


def test_headings_and_names_come_in_the_users_language(run):
    chinese = run("--language", "zh", "library", "show", "solar-glass").out
    assert "产品：1 kilogram 光伏玻璃（低铁）" in chinese
    assert "来源地" in chinese
    assert "product: 1 kilogram of solar glass" in run("library", "show", "solar-glass").out


def test_what_a_footprint_rests_on_comes_in_the_users_language(run):
    chinese = run("--language", "zh", "library", "coverage", "wafer:mono:CN@2018").out
    assert all(word in chinese for word in ("足迹的数据基础", "数据年龄", "同一地区", "替代数据"))


def test_json_is_the_same_in_every_language(run):
    command = ("library", "coverage", "wafer:mono:CN@2018", "--json")
    assert run("--language", "zh", *command).out == run(*command).out


def test_another_language_is_wrong_usage(run):
    ended = run("--language", "de", "library", "list")
    assert (ended.code, ended.out) == (2, "")
