"""``pvfootprint rules``: rule sets, their clauses, and a study held against one."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import (
    bilingual,
    console,
    figures,
    language_option,
    print_json,
    say,
    table,
)
from pvfootprint.commands.studies import study_options
from pvfootprint.language.texts import in_both, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from pvfootprint.language.texts import Text
    from pvfootprint.model.rules import Clause, RuleSet, Verdict
    from pvfootprint.model.study import Study

OUTCOMES = {"passes": text("passes"), "fails": text("fails"), "asks": text("asks for evidence")}
STYLES = {"passes": "green", "fails": "bold red", "asks": "yellow"}

MARKS = {"secondary": "s", "to be confirmed": "?", "own": "o"}
"""What stands behind a limit that was not read in a standard."""

BETWEEN = (" | ", " > ", ", ")
"""What stands between the words of what was found."""

LEGEND = text(
    "(s) quoted by others, the standard was not read; (?) to be confirmed against the standard; "
    "(o) a choice of this rule set"
)


@click.group("rules")
def command() -> None:
    """Show rule sets, and check a study against one."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("the table")
def list_(*, as_json: bool) -> None:
    """List the rule sets."""
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.reading import list_rules

    found = list_rules(data_root())
    if as_json:
        print_json([_head_data(rules) for rules in found])
        return
    headings = (text("rule set"), text("name"), text("version"), text("status"), text("basis"))
    lines = table(*map(bilingual, headings), bilingual(text("how sure its clauses are")), left=6)
    for rules in found:
        lines.add_row(
            rules.key,
            say(in_both(rules.title, rules.title_zh)),
            rules.version,
            say(_status(rules)),
            ", ".join(rules.basis),
            say(_sureness(rules)),
        )
    console().print(lines)


@command.command("show")
@click.argument("ruleset")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("the clauses")
def show(ruleset: str, *, as_json: bool) -> None:
    """Show every clause of a RULESET, how sure it is, and the rules that enforce it.

    RULESET is a name that `rules list` shows, or a file that ends in .toml.
    """
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.reading import read_rules

    rules = read_rules(ruleset, data_root())
    if as_json:
        print_json({**asdict(rules), "rules": _rules_data()})
        return
    out = console()
    _head(rules, out)
    for clause in rules.clauses.values():
        _clause(clause, out)


@command.command("check")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@study_options
@click.option("--strict", is_flag=True, help="Stop at the first rule that is broken.")
@click.option("--json", "as_json", is_flag=True, help="Print every verdict as JSON.")
@language_option("the verdicts")
def check_(
    inputs: tuple[str, ...],
    rules_key: str,
    *,
    strict: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401  (those of a study)
) -> None:
    """Check a study against a rule set: what it keeps, what it breaks, which evidence is missing.

    INPUT is what `pvfootprint footprint` takes: the workbook of a product's maker with those of its
    suppliers, a folder of them, a submission, or a product of the library. Exit code 1 if a rule is
    broken; what asks for evidence does not count.
    """
    from pvfootprint.commands.studies import open_study
    from pvfootprint.rules.checking import check

    study = open_study(inputs, rules_key, **options)
    verdicts = check(study, study.rules, strict=strict)
    if as_json:
        print_json(_verdicts_data(study, verdicts))
    else:
        show_verdicts(study, verdicts)
    if any(verdict.outcome == "fails" for verdict in verdicts):
        click.get_current_context().exit(1)


def show_verdicts(study: Study, verdicts: Sequence[Verdict]) -> None:
    """Print verdicts for people: all in a table, and below what fails or asks."""
    out = console()
    total = study.footprint.total
    out.print(study.footprint.product["name"], style="bold")
    out.print(f"{figures(total.value)} {total.unit}", style="bold")
    out.print(say(_title(study.rules)))
    headings = (text("code"), text("rule"), text("verdict"), text("found"), text("expected"))
    lines = table(*map(bilingual, headings), left=5)
    for verdict in verdicts:
        lines.add_row(
            verdict.code,
            say(in_both(verdict.title, verdict.title_zh)),
            say(OUTCOMES[verdict.outcome]),
            _said(verdict.found),
            _expected(verdict, study.rules),
            style=None if verdict.outcome == "passes" else STYLES[verdict.outcome],
        )
    out.print(lines)
    out.print(say(LEGEND), style="dim")
    for outcome, heading in (("fails", text("Broken")), ("asks", text("Evidence is missing"))):
        found = [verdict for verdict in verdicts if verdict.outcome == outcome]
        if found:
            out.print(f"\n{bilingual(heading, ' ')}", style="bold")
        for verdict in found:
            _details(verdict, out)
    counts = Counter(verdict.outcome for verdict in verdicts)
    said = text(
        "rules kept: {passes}, broken: {fails}, asking for evidence: {asks}",
        **{outcome: counts[outcome] for outcome in OUTCOMES},
    )
    out.print(f"\n{say(said)}", style="bold")


def _details(verdict: Verdict, out: Console) -> None:
    from pvfootprint.model.clause_words import CERTAINTY

    out.print(
        f"{verdict.code}  {say(in_both(verdict.title, verdict.title_zh))}",
        style=STYLES[verdict.outcome],
    )
    out.print(f"  {say(in_both(verdict.message, verdict.message_zh))}")
    for label, said in (
        (text("where"), "; ".join(verdict.where)),
        (text("found"), _said(verdict.found)),
        (text("expected"), _said(verdict.expected)),
        (text("mend"), in_both(verdict.hint, verdict.hint_zh)),
        (text("clause"), _basis(verdict.clause, verdict.basis, CERTAINTY[verdict.certainty])),
    ):
        if said:
            out.print(f"  {say(text('{label}: {said}', label=label, said=said))}")


def _said(found: str) -> str:
    """Say the words of a list that the rule sets know, and leave the rest as it is."""
    from pvfootprint.model.clause_words import word

    between = next((one for one in BETWEEN if one in found), None)
    if between is None:
        return say(word(found))
    return say(joined(between, map(word, found.split(between))))


def _expected(verdict: Verdict, rules: RuleSet) -> str:
    """Return the limit, with a mark where it was not read in a standard."""
    from pvfootprint.model.clause_words import NOT_SET, word

    limit = _said(verdict.expected)
    if not limit and rules.value(verdict.clause) == NOT_SET:
        limit = say(word(NOT_SET))
    mark = MARKS.get(verdict.certainty, "")
    return " ".join(part for part in (limit, f"({mark})" if mark else "") if part)


def _basis(key: str, basis: Iterable[str], certainty: Text) -> Text:
    return text(
        "{key} ({basis}; {certainty})", key=key, basis=joined("; ", basis), certainty=certainty
    )


def _head(rules: RuleSet, out: Console) -> None:
    out.print(say(_title(rules)), style="bold")
    for fact in (
        text("status: {status}", status=_status(rules)),
        text("basis: {basis}", basis=", ".join(rules.basis)),
        text("how sure its clauses are: {counts}", counts=_sureness(rules)),
        text("hash: {hash}", hash=rules.content_hash),
    ):
        out.print(say(fact))


def _clause(clause: Clause, out: Console) -> None:
    from pvfootprint.model.clause_words import CERTAINTY, said_value
    from pvfootprint.rules.checking import APPLIED_BY, rules_of

    out.print(f"\n{clause.key}: {say(said_value(clause))}", style="bold")
    out.print(f"  {say(in_both(clause.en, clause.zh))}")
    certainty = CERTAINTY[clause.certainty]
    facts = [text("basis: {basis}", basis=joined("; ", clause.basis)), certainty]
    out.print(f"  {say(joined('; ', facts))}")
    if clause.note_en:
        out.print(f"  {say(in_both(clause.note_en, clause.note_zh))}", style="dim")
    for one in rules_of(clause.key):
        out.print(f"  {one.code}  {say(one.title)}")
    if clause.key in APPLIED_BY:
        out.print(f"  {say(text('applied by {what}', what=APPLIED_BY[clause.key]))}")


def _title(rules: RuleSet) -> Text:
    return text(
        "rule set: {title} ({key}, version {version})",
        title=in_both(rules.title, rules.title_zh),
        key=rules.key,
        version=rules.version,
    )


def _status(rules: RuleSet) -> Text:
    return {"draft": text("draft"), "in force": text("in force")}[rules.status]


def _sureness(rules: RuleSet) -> Text:
    """Return how many clauses there are of each certainty."""
    from pvfootprint.model.clause_words import CERTAINTY

    counts = Counter(clause.certainty for clause in rules.clauses.values())
    return joined(
        "; ",
        [
            text("{certainty}: {count}", certainty=words, count=counts[key])
            for key, words in CERTAINTY.items()
            if counts[key]
        ],
    )


def _head_data(rules: RuleSet) -> dict[str, object]:
    counts = Counter(clause.certainty for clause in rules.clauses.values())
    kept = {key: value for key, value in asdict(rules).items() if key != "clauses"}
    return {**kept, "certainties": dict(counts)}


def _rules_data() -> list[dict[str, str]]:
    from pvfootprint.rules.checking import RULES

    return [
        {"code": r.code, "title": r.title.en, "title_zh": r.title.zh, "clause": r.clause}
        for r in RULES
    ]


def _verdicts_data(study: Study, verdicts: Sequence[Verdict]) -> dict[str, object]:
    counts = Counter(verdict.outcome for verdict in verdicts)
    rules = study.rules
    return {
        "format": "pvfootprint verdicts 1",
        "rules": {
            "key": rules.key,
            "version": rules.version,
            "status": rules.status,
            "hash": rules.content_hash,
        },
        "product": study.footprint.product,
        "declared_unit": study.footprint.declared_unit,
        "total": asdict(study.footprint.total),
        "hashes": study.footprint.hashes,
        "counts": {outcome: counts[outcome] for outcome in OUTCOMES},
        "verdicts": [asdict(verdict) for verdict in verdicts],
    }
