"""How the study stands: against its rule set, and under other schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.documents.blocks import Paragraph, Section, Table, Words, words
from pvfootprint.documents.report.naming import OUTCOMES, both, column, named
from pvfootprint.documents.report.summary import counted, status
from pvfootprint.language.texts import Text, in_both, text
from pvfootprint.model.clause_words import CERTAINTY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pvfootprint.model.rules import Verdict
    from pvfootprint.model.scheme import SchemeResult
    from pvfootprint.model.study import Study


def verdicts(study: Study) -> Section:
    """Return what every rule says."""
    if not study.verdicts:
        return Section(key="verdicts", title=words(text("Rules")), blocks=(status(study),))
    count = counted(study)
    order = ("fails", "asks", "passes")
    ranked = sorted(study.verdicts, key=lambda one: order.index(one.outcome))
    table = Table(
        key="verdicts",
        title=words(text("What the rules say")),
        columns=(
            column(text("rule"), "code", width=0.7),
            column(text("asks for"), "prose", width=1.7),
            column(text("outcome"), width=0.7),
            column(text("found"), "prose", width=2.4),
            column(text("basis"), width=1.2),
            column(text("certainty"), width=0.9),
        ),
        rows=tuple(
            (
                words(one.code),
                both(one.title, one.title_zh),
                named(OUTCOMES, one.outcome),
                _found(one),
                words("; ".join(one.basis)),
                named(CERTAINTY, one.certainty),
            )
            for one in ranked
        ),
    )
    said = text(
        "Of {all} rules: {counts}.", all=len(study.verdicts), counts=in_both(count.en, count.zh)
    )
    return Section(
        key="verdicts",
        title=words(text("Rules")),
        blocks=(Paragraph(words(said)), status(study), table),
    )


def _found(one: Verdict) -> Words:
    """Return what was found, what was expected and how to mend it."""
    if one.outcome == "passes":
        return both(one.message, one.message_zh)
    found, expected = Text(one.found), Text(one.expected)
    limits_en = f" [{found.en} / {expected.en}]" if one.found and one.expected else ""
    limits_zh = f" [{found.zh} / {expected.zh}]" if one.found and one.expected else ""
    hint_en = f" → {one.hint}" if one.hint else ""
    hint_zh = f" → {one.hint_zh}" if one.hint_zh else ""
    return both(f"{one.message}{limits_en}{hint_en}", f"{one.message_zh}{limits_zh}{hint_zh}")


def schemes(study: Study) -> Section:
    """Return how the product stands under other schemes."""
    said = text(
        "The same inventory, judged by the boundary, the rounding and the thresholds of other "
        "schemes. A verdict here is no certificate of that scheme; thresholds that were not read "
        "in its own text say so."
    )
    judged = Table(
        key="schemes",
        title=words(text("Verdicts of other schemes")),
        columns=(
            column(text("scheme"), "code", width=0.8),
            column(text("name"), "prose", width=1.4),
            column(text("boundary"), "prose", width=1.7),
            column(text("value"), "figures"),
            column(text("judged"), "figures"),
            column(text("margin"), "figures"),
            column(text("unit"), width=0.9),
            column(text("verdict"), "prose", width=1.6),
        ),
        rows=tuple(
            (
                words(one.scheme),
                both(f"{one.title} ({one.version})", f"{one.title_zh}（{one.version}）"),
                both(one.boundary, one.boundary_zh),
                one.value.value if one.value else None,
                one.judged,
                one.margin,
                words(one.value.unit) if one.value else None,
                both(one.verdict, one.verdict_zh),
            )
            for one in study.schemes
        ),
        notes=(
            words(
                text(
                    "Judged: after the rounding rule of the scheme. Margin: limit minus judged "
                    "value, negative where the limit is missed."
                )
            ),
        ),
    )
    remarks = _remarks(study.schemes)
    table = Table(
        key="scheme-remarks",
        title=words(text("What to know about these verdicts")),
        columns=(
            column(text("kind"), width=0.8),
            column(text("remark"), "prose", width=4),
            column(text("schemes"), "code", width=1.2),
        ),
        rows=remarks,
    )
    return Section(
        key="schemes",
        title=words(text("Other schemes")),
        blocks=(Paragraph(words(said)), judged, *((table,) if remarks else ())),
    )


def _remarks(results: Sequence[SchemeResult]) -> tuple[tuple[Words, ...], ...]:
    """Return what is missing, what would change a verdict, and what a reader must know.

    What is said of several schemes stands once.
    """
    kinds: dict[Text, Callable[[SchemeResult], tuple[tuple[str, str], ...]]] = {
        text("missing"): lambda one: one.missing,
        text("what would change it"): lambda one: one.changes,
        text("caution"): lambda one: one.cautions,
    }
    found: dict[tuple[Text, tuple[str, str]], list[str]] = {}
    for kind, said_of in kinds.items():
        for one in results:
            for pair in said_of(one):
                found.setdefault((kind, pair), []).append(one.scheme)
    return tuple(
        (words(kind), both(*pair), words(", ".join(names))) for (kind, pair), names in found.items()
    )
