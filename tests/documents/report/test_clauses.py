import pytest

from pvfootprint.documents.blocks import Commands, Facts, Figure, Items, Paragraph, Section, Table
from pvfootprint.documents.report.clauses import CERTAINTY, CLAUSES
from pvfootprint.documents.report.composing import compose
from pvfootprint.language.texts import text

VALIDATION = text("PDF/A structure checked, not independently validated.")


def says_something(place):
    match place:
        case Section():
            return any(says_something(block) for block in place.all_blocks())
        case Table(rows=content) | Facts(facts=content) | Items(items=content):
            return bool(content)
        case Figure(svg=content) | Commands(lines=content):
            return bool(content)
        case Paragraph(said=said):
            return bool(said.en and said.zh)


def places(document):
    """Return sections and blocks by key."""
    found = {}
    for section in (*document.sections, *document.annexes):
        for place in (section, *section.parts, *section.all_blocks()):
            if getattr(place, "key", ""):
                found.setdefault(place.key, place)
    return found


@pytest.mark.parametrize("name", ["study", "one_stage"])
@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.key)
def test_the_report_says_what_clause_7_asks_for(request, name, clause):
    found = places(compose(request.getfixturevalue(name), VALIDATION))
    for key in clause.where:
        assert says_something(found[key]), key


def test_the_annex_tells_where_each_item_stands(document):
    table = places(document)["completeness"].parts or places(document)["completeness"].blocks
    rows = next(block for block in table if isinstance(block, Table)).rows
    assert len(rows) == len(CLAUSES)
    assert all(row[2].en for row in rows)


def test_the_list_is_marked_as_to_be_confirmed(document):
    assert CERTAINTY == "to be confirmed"
    said = [b.said.en for b in places(document)["completeness"].blocks if isinstance(b, Paragraph)]
    assert any("to be confirmed" in one for one in said)


def test_items_have_keys_of_their_own():
    assert len({clause.key for clause in CLAUSES}) == len(CLAUSES)


def test_blocks_have_keys_of_their_own(document):
    keys = [block.key for block in document.all_blocks() if getattr(block, "key", "")]
    assert len(set(keys)) == len(keys)


def test_every_text_is_in_both_languages(document):
    """Whatever has no name of its own is said in Chinese too."""
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            assert not block.said.one, block.said.en
    for section in (*document.sections, *document.annexes):
        for one in (section, *section.parts):
            assert not one.title.one, one.title.en
