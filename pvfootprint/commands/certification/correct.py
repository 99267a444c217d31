"""``pvfootprint cert correct``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.days import day_option
from pvfootprint.commands.certification.options import act_options, said_options, tell, write_papers
from pvfootprint.commands.certification.outcome import conclude
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.registry import Registry


@click.command("correct")
@click.argument("number")
@click.argument("finding")
@said_options("action", "What the client did", required=False)
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A document that shows it; repeatable. It is kept.",
)
@day_option("--postpone-to", "Close nothing, but give the finding this due day")
@said_options("reason", "Why it gets another due day", required=False)
@act_options()
def command(
    number: str,
    finding: str,
    registry: str,
    key: Path,
    passphrase_fd: int | None,
    output: Path | None,
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Close FINDING of the audit or surveillance of NUMBER, by evidence of what was done.

    After its due day a finding of an audit can only be closed once an auditor gave it another day
    with a reason.
    """
    finding = finding.upper()
    _check_usage(**given)
    action, evidence, postpone_to = given["action"], given["evidence"], given["postpone_to"]
    opened = open_registry(registry)
    actor = open_actor(opened, key, passphrase_fd)
    if postpone_to:
        from pvfootprint.certification.audit.correcting import postpone_finding

        acted = postpone_finding(opened, actor, number, finding, postpone_to, given["reason"])
        written = write_papers(acted.papers, output, number)
        done = text("{finding}: due on {day}", finding=finding, day=postpone_to)
        tell(done, acted.case, papers=written, as_json=as_json)
    elif _is_certificate(opened, number):
        from pvfootprint.certification.upkeep.surveilling import correct_finding

        acted = correct_finding(
            opened, actor, number, finding=finding, action=action, evidence=_read(evidence)
        )
        conclude(acted, _closed(finding), opened.now().date(), output, as_json=as_json)
    else:
        from pvfootprint.certification.audit.correcting import close_finding

        acted = close_finding(opened, actor, number, finding, action, _read(evidence))
        written = write_papers(acted.papers, output, number)
        tell(_closed(finding), acted.case, papers=written, as_json=as_json)


def _check_usage(
    action: Said,
    evidence: tuple[Path, ...],
    postpone_to: datetime.date | None,
    reason: Said,
) -> None:
    if postpone_to and (evidence or action.en):
        message = text("a finding is either closed or postponed")
    elif postpone_to and not reason.en:
        message = text("{option} is missing", option="--reason-zh / --reason-en")
    elif not postpone_to and not action.en:
        message = text("{option} is missing", option="--action-zh / --action-en")
    else:
        return
    raise click.UsageError(say(message))


def _closed(finding: str) -> Text:
    return text("closed: {finding}", finding=finding)


def _is_certificate(registry: Registry, number: str) -> bool:
    from pvfootprint.certification.cases import Certificate
    from pvfootprint.certification.subjects import open_subject

    with registry.reading() as snapshot:
        return isinstance(open_subject(snapshot, number)[0], Certificate)


def _read(files: Iterable[Path]) -> dict[str, bytes]:
    from pvfootprint.submission.archives import read_bytes

    read: dict[str, bytes] = {}
    for file in files:
        if file.name in read:
            raise click.UsageError(say(text("two files have the same name")))
        read[file.name] = read_bytes(file)
    return read
