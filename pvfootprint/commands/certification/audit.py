"""``pvfootprint cert audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pvfootprint.commands.certification.options import act_options, tell, write_papers
from pvfootprint.commands.printing import print_findings, say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pvfootprint.certification.cases import Case
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


@click.command("audit")
@click.argument("number")
@click.argument(
    "filled",
    required=False,
    metavar="[FILLED.xlsx]",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--checklist",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.xlsx",
    help="Write the checklist to be filled in on the site.",
)
@act_options()
def command(
    number: str,
    filled: Path | None,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    checklist: Path | None,
    *,
    as_json: bool,
) -> None:
    """Audit the application NUMBER: write the checklist, then enter the filled one.

    Both are done by somebody of the planned team; it is entered when the audit is over. Findings
    get due days for their corrective action as the scheme lays down: `cert correct` closes them.
    """
    if (filled is None) == (checklist is None):
        message = text(
            "give either {option} or the filled checklist", option="--checklist OUT.xlsx"
        )
        raise click.UsageError(say(message))
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    if checklist:
        case = _write(opened, actor, number, checklist)
        done = text("checklist written: {file}", file=checklist.name)
        tell(done, case, papers=[checklist], as_json=as_json)
    elif filled:
        _enter(opened, actor, number, filled, output, as_json=as_json)


def _write(registry: Registry, actor: Actor, number: str, file: Path) -> Case:
    from pvfootprint.certification.acting import refuse
    from pvfootprint.certification.audit.auditing import may_audit
    from pvfootprint.certification.papers.checklist import write_checklist
    from pvfootprint.certification.stepping import look
    from pvfootprint.documents.writing import whole_file

    seen = look(registry, actor, number)
    refuse(may_audit(seen.person, seen.case, seen.now))
    content = write_checklist(seen.case, seen.people, seen.today)
    with whole_file(file) as temporary:
        temporary.write_bytes(content)
    return seen.case


def _enter(
    registry: Registry,
    actor: Actor,
    number: str,
    file: Path,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    from pvfootprint.certification.audit.auditing import enter_audit
    from pvfootprint.certification.opening import open_case
    from pvfootprint.certification.papers.checklist import read_checklist
    from pvfootprint.model.findings import CertificationError
    from pvfootprint.submission.archives import read_bytes

    with registry.reading() as snapshot:
        case = open_case(snapshot, number)
    content = read_bytes(file)
    audit, findings = read_checklist(content, file.name, case)
    if audit is None:
        raise CertificationError(findings)
    print_findings(findings)
    acted = enter_audit(registry, actor, number, audit, content, file.name)
    written = write_papers(acted.papers, output, number)
    still_open = acted.case.open_findings
    done = text(
        "audit of {number} entered; open findings: {count}", number=number, count=len(still_open)
    )
    found = [finding.model_dump(mode="json") for finding in still_open]
    tell(done, acted.case, papers=written, as_json=as_json, open_findings=found)
    if not as_json:
        for finding in still_open:
            if finding.due:
                line = text("{finding}: due on {day}", finding=finding.key, day=finding.due)
                click.echo(f"  {say(line)}")
