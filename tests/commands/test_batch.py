"""``pvfootprint batch`` as people call it."""

from pathlib import Path

import pytest

from pvfootprint.interface.batches import read_results

PILOT = Path(__file__).parents[2] / "examples" / "pilot"


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """Write a list into the current folder."""
    monkeypatch.chdir(tmp_path)

    def write(*rows):
        (tmp_path / "list.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path

    return write


def in_here(run, *arguments):
    return run("batch", "list.csv", "-o", "results.parquet", "--processes", "0", *arguments)


def test_a_list_with_a_failure(run, listed) -> None:
    folder = listed("item,input", "good,module:perc:CN@2018", "bad,module:nope:CN")

    ended = in_here(run, "--failures", "failures.csv", "--language", "en")
    assert ended.code == 1
    assert "bad  module:nope:CN" in ended.out
    assert "SEL-002: the library has no technology" in ended.out
    assert "1 of 2 items done, 1 failed" in ended.out
    assert read_results(folder / "results.parquet")["status"].tolist() == ["done", "failed"]
    table = (folder / "failures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0] == "item,input,code,message,place,found"
    assert table[1].startswith("bad,module:nope:CN,SEL-002,")


def test_all_done(run, listed) -> None:
    listed("item,input", "good,module:perc:CN@2018")
    ended = in_here(run, "--language", "zh")
    assert ended.code == 0
    assert "1 个项目中完成 1 个，失败 0 个" in ended.out
    again = in_here(run, "--json").json
    assert (again["done"], again["failed"], again["earlier"]) == (1, 0, 1)


def test_everything_wrong_with_the_list_at_once(run, listed) -> None:
    folder = listed("item,input,power.share", "a,module:perc:CN@2018,x", "a,,1")
    ended = in_here(run)
    assert ended.code == 1
    assert [code for code in ("BAT-003", "BAT-004") if code in ended.err] == ["BAT-003", "BAT-004"]
    assert "3 findings" in ended.err
    assert [path.name for path in folder.iterdir()] == ["list.csv"]


def test_another_batch_and_its_restart(run, listed) -> None:
    listed("item,input", "a,module:perc:CN@2018")
    assert in_here(run).code == 0
    listed("item,input", "b,module:perc:CN@2018")
    refused = in_here(run)
    assert (refused.code, "BAT-007" in refused.err) == (1, True)
    assert in_here(run, "--restart").code == 0


def test_a_name_that_looks_like_a_formula_stays_a_text(run, listed) -> None:
    folder = listed("item,input", "=1+1,module:nope:CN")
    assert in_here(run, "--failures", "failures.csv").code == 1
    table = (folder / "failures.csv").read_text(encoding="utf-8-sig")
    assert "\n'=1+1," in table


@pytest.mark.parametrize(
    "arguments",
    [
        ("list.csv",),
        ("list.csv", "-o", "r.parquet", "--processes", "-1"),
        ("list.csv", "-o", "r.parquet", "--processes", "2", "--scheduler", "tcp://127.0.0.1:1"),
    ],
)
def test_wrong_usage(run, listed, arguments) -> None:
    listed("item,input", "a,module:perc:CN@2018")
    assert run("batch", *arguments).code == 2


def test_an_interruption_says_how_to_go_on(run, listed, monkeypatch) -> None:
    listed("item,input", "a,module:perc:CN@2018")

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pvfootprint.interface.batches.run_batch", stop)
    ended = in_here(run, "--language", "en")
    assert ended.code == 1
    assert "what is done is kept" in ended.err
