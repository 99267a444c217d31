"""The list of a batch, and everything that can be wrong with it."""

import numpy as np
import pytest

from pvfootprint.analysis.batches.listing import BLOCK, SHOWN, check_list
from pvfootprint.analysis.batches.rows import Kind
from pvfootprint.model.findings import AnalysisError


def listed(tmp_path, content, name="list.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    kinds = []
    return check_list(path, kinds.append), kinds


def refused(tmp_path, content, **how):
    with pytest.raises(AnalysisError) as error:
        listed(tmp_path, content, **how)
    return error.value.findings


def test_rows_with_their_numbers_and_kinds(tmp_path) -> None:
    found, kinds = listed(
        tmp_path,
        "item,input,scenario,power.share,efficiency\n"
        "a,one.xlsx,green.toml,0.5,\n"
        "\n"
        '"b, with a comma",module:perc:CN,,,0.21\n',
    )

    (rows,) = (block.read() for block in found.rows([2]))
    assert rows.names == ("a", "b, with a comma")
    assert rows.lines == (2, 4)
    assert rows.kinds == (
        Kind("one.xlsx", "green.toml"),
        Kind("module:perc:CN", given=("efficiency",)),
    )
    assert kinds == list(rows.kinds)
    np.testing.assert_array_equal(rows.numbers["power.share"], [0.5, np.nan])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_with_and_without_byte_order_mark(tmp_path, encoding) -> None:
    found, _ = listed(tmp_path, "item,input\n组件,module:perc:CN\n", encoding=encoding)
    assert next(found.rows([1])).read().names == ("组件",)


def test_no_row_is_lost_between_blocks(tmp_path) -> None:
    count = 2 * BLOCK + 3
    names = [f"i{i}" for i in range(count)]
    found, kinds = listed(tmp_path, "item,input\n" + "".join(f"{n},x:y:CN\n" for n in names))

    sizes = [5, count - 5 - 7, 7]
    blocks = [block.read() for block in found.rows(sizes)]
    assert len(kinds) == count
    assert [len(block) for block in blocks] == sizes
    assert [name for block in blocks for name in block.names] == names
    assert [block.start for block in blocks] == [0, 5, count - 7]


def test_the_scenario_of_those_that_name_none(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("item,input,scenario\na,x.xlsx,\nb,x.xlsx,own.toml\n", encoding="utf-8")
    (block,) = check_list(path, [].append, "all.toml").rows([2])
    rows = block.read()
    assert [kind.scenario for kind in rows.kinds] == ["all.toml", "own.toml"]


@pytest.mark.parametrize(
    ("content", "how", "said"),
    [
        ("item,input\n组件,x\n", {"encoding": "gbk"}, "not in UTF-8"),
        ("item,input\n", {"name": "list.xlsx"}, "a workbook"),
        ('item,input\n"a,x\n', {}, "unexpected end"),
    ],
)
def test_what_cannot_be_read(tmp_path, content, how, said) -> None:
    (finding,) = refused(tmp_path, content, **how)
    assert finding.code == "BAT-001"
    assert said in finding.message


def test_a_list_that_is_not_there(tmp_path) -> None:
    with pytest.raises(AnalysisError, match="BAT-001"):
        check_list(tmp_path / "none.csv", [].append)


def test_columns_that_are_not_known_missing_or_doubled(tmp_path) -> None:
    findings = refused(tmp_path, "item,item,imput,power.,,wafer.thickness_um\n")
    assert {finding.code for finding in findings} == {"BAT-002"}
    assert [finding.column for finding in findings[:4]] == ["item", "imput", "power.", "5"]
    assert "input" in findings[1].hint
    assert "input" in findings[4].message


def test_all_wrong_cells_and_names_at_once(tmp_path) -> None:
    findings = refused(
        tmp_path,
        "item,input,power.share\n"
        'a,x:y:CN,"0,5"\n'
        "a,x:y:CN,1_0\n"
        ",x:y:CN,nan\n"
        "b,,0.5\n"
        "c,x:y:CN,1,too much\n",
    )
    assert [(f.code, f.line, f.column) for f in findings] == [
        ("BAT-004", 2, "power.share"),
        ("BAT-004", 3, "power.share"),
        ("BAT-003", 3, "item"),
        ("BAT-004", 4, "power.share"),
        ("BAT-003", 4, "item"),
        ("BAT-004", 5, "input"),
        ("BAT-004", 6, ""),
    ]
    assert findings[2].found == "the name of line 2"


def test_a_list_full_of_errors_is_not_printed_in_full(tmp_path) -> None:
    findings = refused(tmp_path, "item,input,a.b\n" + "x,y:z:CN,?\n" * 1000)
    assert len(findings) == SHOWN + 1
    assert "1799 findings more" in findings[-1].message


@pytest.mark.parametrize("content", ["item,input\n", "item,input\n,\n \n"])
def test_a_list_without_rows(tmp_path, content) -> None:
    (finding,) = refused(tmp_path, content)
    assert finding.code == "BAT-005"


def test_an_empty_file(tmp_path) -> None:
    assert {finding.code for finding in refused(tmp_path, "")} == {"BAT-002"}
