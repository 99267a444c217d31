import pytest

from pvfootprint.model.terms import (
    BOUNDARY,
    CATEGORIES,
    DECLARED_UNIT,
    GROUPS,
    PARTIAL_FOOTPRINT,
    STAGES,
)

TERMS = [
    *STAGES.values(),
    *GROUPS.values(),
    *CATEGORIES.values(),
    PARTIAL_FOOTPRINT,
    BOUNDARY,
    DECLARED_UNIT,
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_every_term_has_both_languages(term):
    assert term.en
    assert term.en.isascii()
    assert term.zh
    assert all("\u4e00" <= character <= "\u9fff" for character in term.zh)
