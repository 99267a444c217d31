"""``pvfootprint cert schemes``: certification schemes, and what each of their clauses rests on."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.printing import (
    bilingual,
    console,
    language_option,
    print_json,
    say,
    table,
)
from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import ACT_NAMES, ROLE_NAMES
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from pvfootprint.model.certification import CertificationScheme, Ground, Question, Term

STATUSES = {"draft": text("draft"), "pilot": text("pilot"), "in force": text("in force")}
CERTAINTY = {
    "read": text("read"),
    "secondary": text("quoted by others"),
    "to be confirmed": text("to be confirmed"),
    "own": text("own choice"),
}
"""How sure a clause is."""

TEST = text("This scheme is a test: certifier and approval are invented, it certifies nothing.")
CLAUSES = (
    "conflict_years",
    "system_months",
    "man_days",
    "due_days",
    "open_grades",
    "validity_months",
    "surveillance_months",
    "surveillance_margin_days",
    "suspension_months",
    "appeal_days",
    "retention_years",
    "number_pattern",
    "application_pattern",
    "stage_codes",
    "check_algorithm",
    "decimals",
    "status_address",
)
"""Clauses with a value of their own, in the order in which they are shown."""


@click.group("schemes")
def command() -> None:
    """Show certification schemes: who does what, what is asked for, and on what grounds."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("the table")
def list_(*, as_json: bool) -> None:
    """List the certification schemes."""
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.certification.reading import list_schemes

    found = list_schemes(data_root())
    if as_json:
        print_json([_data(scheme) for scheme in found])
        return
    headings = (
        text("scheme"),
        text("name"),
        text("version"),
        text("status"),
        text("products"),
        text("rule set"),
        text("certifier"),
        text("valid for"),
    )
    lines = table(*map(bilingual, headings), left=8)
    for scheme in found:
        lines.add_row(
            scheme.key,
            say(scheme.title),
            scheme.version,
            say(_status(scheme)),
            say(joined(", ", (STAGES[stage] for stage in scheme.stages))),
            scheme.rules,
            scheme.certifier["name"],
            say(text("{months} months", months=scheme.validity_months)),
        )
    console().print(lines)


@command.command("show")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option("the scheme")
def show(key: str, *, as_json: bool) -> None:
    """Show one scheme: KEY is a name that `cert schemes list` shows, or a file ending in .toml."""
    from pvfootprint.library.folders import data_root
    from pvfootprint.rules.certification.reading import read_scheme

    scheme = read_scheme(key, data_root())
    if as_json:
        print_json(_data(scheme))
        return
    out = console()
    out.print(f"{say(scheme.title)}  ({scheme.key}, {scheme.version})", style="bold")
    if scheme.test:
        out.print(say(TEST), style="bold red")
    for fact in _facts(scheme):
        out.print(say(fact))
    _acts(scheme, out)
    _clauses(scheme, out)
    _documents(scheme, out)
    _checklist(scheme.checklist, out)
    for heading, terms in (
        (text("Criteria of the decision"), scheme.criteria),
        (text("Agreement"), scheme.agreement),
        (text("Licence to use the label"), scheme.licence),
    ):
        _terms(heading, terms, out)
    _heading(text("Sources"), out)
    for source, citation in scheme.sources.items():
        out.print(f"{source}: {citation}", style="dim")


def _status(scheme: CertificationScheme) -> Text:
    return joined(", ", (STATUSES[scheme.status], text("test") if scheme.test else ""))


def _facts(scheme: CertificationScheme) -> Iterable[Text]:
    certifier = scheme.certifier
    names = joined(", ", (certifier["name"], certifier["name_en"], certifier["address"]))
    yield text("certifier: {names}", names=names)
    yield text(
        "approval: {approval}; mark: {mark}", approval=certifier["approval"], mark=scheme.mark
    )
    yield text("status: {status}", status=_status(scheme))
    yield text("basis: {basis}", basis=joined("; ", scheme.basis))
    yield text("accounting rules: {rules}", rules=scheme.rules)
    yield text("products: {stages}", stages=joined(", ", (STAGES[s] for s in scheme.stages)))
    yield text("steps: {steps}", steps=joined(", ", (ACT_NAMES[step] for step in scheme.steps)))


def _heading(heading: Text, out: Console) -> None:
    out.print(f"\n{bilingual(heading, ' ')}", style="bold")


def _acts(scheme: CertificationScheme, out: Console) -> None:
    _heading(text("Who does what"), out)
    headings = (text("act"), text("roles"), text("not by who did"), text("closed to consultants"))
    lines = table(*map(bilingual, headings), left=4)
    for act, roles in scheme.roles.items():
        others = {other for group in scheme.apart if act in group for other in group} - {act}
        lines.add_row(
            f"{say(ACT_NAMES[act])} ({act})",
            say(joined(", ", (ROLE_NAMES[role] for role in roles))),
            say(joined(", ", (name for key, name in ACT_NAMES.items() if key in others))),
            say(text("yes")) if act in scheme.conflict_acts else "",
        )
    out.print(lines)
    for kind, steps in scheme.left_out.items():
        names = joined(", ", (ACT_NAMES[step] for step in steps))
        out.print(say(text("{kind} leaves out: {steps}", kind=KINDS[kind], steps=names)))
    for key in ("steps", "left_out", "roles", "apart", "conflict_acts"):
        if key in scheme.grounds:
            out.print(f"- {say(_grounds(scheme.grounds[key]))}", style="dim")


KINDS = {
    "renewal": text("a renewal"),
    "extension": text("an extension of the scope"),
    "reduction": text("a reduction of the scope"),
}


def _clauses(scheme: CertificationScheme, out: Console) -> None:
    _heading(text("Times, numbers, limits"), out)
    headings = (text("clause"), text("value"), text("meaning"), text("how sure, and where from"))
    lines = table(*map(bilingual, headings), left=4)
    for key in CLAUSES:
        ground = scheme.grounds.get(key)
        if ground:
            value = _written(getattr(scheme, key))
            lines.add_row(key, value, say(ground.what), say(_sure(ground)))
    out.print(lines)


def _documents(scheme: CertificationScheme, out: Console) -> None:
    _heading(text("Documents of the application"), out)
    headings = (text("key"), text("document"), text("asked for"), text("how sure, and where from"))
    lines = table(*map(bilingual, headings), left=4)
    for one in scheme.documents:
        asked = text("where it applies") if one.optional else text("always")
        lines.add_row(one.key, say(one.title), say(asked), say(_sure(one.ground)))
    out.print(lines)


def _checklist(questions: tuple[Question, ...], out: Console) -> None:
    if not questions:
        return
    _heading(text("Checklist of the on-site audit"), out)
    headings = (text("no."), text("chapter"), text("question"), text("rests on"))
    lines = table(*map(bilingual, headings), left=4)
    for one in questions:
        lines.add_row(one.key, say(one.chapter), say(one.title), say(one.clause))
    out.print(lines)


def _terms(heading: Text, terms: tuple[Term, ...], out: Console) -> None:
    _heading(heading, out)
    for i, term in enumerate(terms, 1):
        paragraph = text("{title}: {said}", title=term.title, said=term.said)
        out.print(f"{i}. {say(paragraph)}")
        out.print(f"   {say(_sure(term.ground))}", style="dim")


def _sure(ground: Ground) -> Text:
    known = CERTAINTY[ground.certainty]
    return joined("; ", (joined(", ", (known, *ground.basis)), ground.note))


def _grounds(ground: Ground) -> Text:
    return joined(" ", (ground.what, _sure(ground)))


def _written(value: object) -> str:
    if isinstance(value, dict):
        given = {key: part for key, part in value.items() if part is not None}
        return ", ".join(f"{key} {part:g}" if _counts(part) else f"{key} {part}"
                         for key, part in given.items())  # fmt: skip
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if _counts(value) else str(value)


def _counts(value: object) -> bool:
    return isinstance(value, int | float)


def _data(value: object) -> object:
    """Return what JSON can hold: texts in both languages, the file as its hash only."""
    if isinstance(value, Text):
        return {"en": value.en, "zh": value.zh}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: _data(getattr(value, one.name))
            for one in fields(value)
            if one.name != "content"
        }
    if isinstance(value, dict):
        return {key: _data(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_data(part) for part in value]
    return value
