"""The advice: what it says for each verdict, in both languages, and its files."""

import json

import openpyxl
import pikepdf
import pytest

from pvfootprint.documents.advice.composing import compose
from pvfootprint.documents.advice.writing import write_advice
from pvfootprint.documents.blocks import Figure, Paragraph, Table


def tables(document):
    return {block.key: block for block in document.all_blocks() if isinstance(block, Table)}


def said(document):
    parts = [document.status.said]
    parts += [b.said for b in document.all_blocks() if isinstance(b, Paragraph)]
    return " ".join(one.en for one in parts), " ".join(one.zh for one in parts)


@pytest.fixture(scope="session")
def reachable(reduced):
    """Give a target in the middle between today's footprint and the lowest."""
    free = reduced()
    return reduced((free.footprint + free.lowest.footprint) / 2)


@pytest.fixture(scope="session")
def document(study, reachable):
    """Give the advice for a target that can be reached."""
    return compose(study, reachable)


def test_the_tables_hold_what_the_search_found(document, reachable):
    found = tables(document)
    alone = found["alone"].rows
    assert [row[2] for row in alone] == [one.saving for one in reachable.alone]
    steps = found["sequence"].rows
    assert [row[5] for row in steps] == [step.footprint for step in reachable.sequence]
    best = found["best"].rows
    assert [row[0] for row in best] == list(range(len(reachable.smallest.levers) + 1))
    assert [row[-1].en for row in best[:-1]] == ["no"] * (len(best) - 1)
    assert best[-1][-1].en == "yes"
    assert found["made-of"].rows[-1][-2] == pytest.approx(reachable.footprint)


def test_the_smallest_set_and_who_has_to_act_are_named(document, reachable):
    english, chinese = said(document)
    for lever in reachable.smallest.levers:
        assert lever.en in english
        assert lever.zh in chinese
    for company in reachable.smallest.companies:
        assert company.en in english
        assert company.zh in chinese
    assert "no set with fewer levers" in english
    assert document.status.mark == "good"


def test_every_lever_that_is_offered_has_its_numbers_needs_and_cautions(document, reachable):
    english, chinese = said(document)
    numbers = {row[0].en for row in tables(document)["numbers"].rows}
    for one in reachable.alone:
        assert one.lever.caution_en in english
        assert one.lever.caution_zh in chinese
        for en, zh in one.lever.needs:
            assert en in english
            assert zh in chinese
    assert {one.lever.en for one in reachable.alone if "wind" not in one.lever.key} <= numbers
    sources = {row[0].en for row in tables(document)["sources"].rows}
    assert sources >= {key for one in reachable.alone for key in one.lever.sources}


def test_levers_that_are_not_offered_stand_there_with_their_reason(document, reachable):
    rows = tables(document)["not-offered"].rows
    assert len(rows) == len({o.why for o in reachable.offers if o.state != "open"})
    assert all(row[2].en and row[2].zh for row in rows)


def test_a_target_that_no_set_reaches(study, reduced):
    found = reduced(1.0)
    document = compose(study, found)
    english, chinese = said(document)
    assert document.status.mark == "warning"
    assert f"All {found.sets} sets" in english
    assert f"全部 {found.sets} 个组合" in chinese
    assert len(tables(document)["best"].rows) == len(found.worthwhile)


def test_a_target_that_is_met_and_none_at_all(study, reduced):
    met = compose(study, reduced(10_000.0))
    assert "is met already" in met.status.said.en
    assert met.status.mark == "good"
    free = compose(study, reduced())
    assert free.status.mark == ""
    assert [column.heading.en for column in tables(free)["best"].columns][-1] != "target reached"


def test_every_text_is_in_both_languages(document):
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            assert any("一" <= sign <= "鿿" for sign in block.said.zh), block.said.en
        if isinstance(block, Table):
            for column in block.columns:
                assert not column.heading.one, column.heading.en
    for section in (*document.sections, *document.annexes):
        assert not section.title.one


def test_the_figures_are_there(document):
    keys = [block.key for block in document.all_blocks() if isinstance(block, Figure)]
    assert keys == ["bars", "waterfall"]


def test_the_files(study, reachable, tmp_path):
    written = write_advice(study, reachable, tmp_path / "out")
    assert [path.name for path in written] == [
        "advice.pdf",
        "advice.xlsx",
        "advice.json",
        "waterfall.svg",
    ]
    data = json.loads(written[2].read_text(encoding="utf-8"))
    assert data["smallest"]["levers"] == list(reachable.smallest.keys)
    assert data["footprint"] == reachable.footprint
    with pikepdf.open(written[0]) as pdf:
        assert set(pdf.attachments) == {"advice.json", "advice.xlsx"}
        assert len(pdf.pages) <= 14
    book = openpyxl.load_workbook(written[1])
    assert any("alone" in name for name in book.sheetnames)
    assert written[3].read_text(encoding="utf-8").startswith("<svg")
