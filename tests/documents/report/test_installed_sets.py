"""A report on what rests on an installed set says so, with licence and hash."""

from dataclasses import replace

from pvfootprint.documents.report.composing import compose
from pvfootprint.language.texts import text


def hashes(study):
    document = compose(study, text("not validated"))
    return next(table for table in document.tables() if table.key == "hashes").rows


def test_a_set_stands_among_what_the_value_was_computed_from(one_stage, installed_sets):
    own = replace(installed_sets.DETAILS, content_hash="5" * 64)
    first, *others = one_stage.system.inventories
    of_set = replace(
        one_stage.system,
        inventories=(replace(first, library_set="own"), *others),
        open_sets=(own, replace(own, name="unused")),
    )
    plain, beside = hashes(one_stage), hashes(replace(one_stage, system=of_set))
    (added,) = [row for row in beside if row not in plain]
    what, name, digest = (cell.en for cell in added)
    assert (what, name, digest) == ("installed set", "own, CC BY-NC-SA 4.0", "5" * 64)
