"""What the acts on certificates, complaints and appeals print and write in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.commands.certification.options import announce, next_words, write_papers
from pvfootprint.language.texts import joined, text

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from pvfootprint.certification.subjects import Acted
    from pvfootprint.language.texts import Text


def conclude(
    acted: Acted, done: Text, day: datetime.date, output: Path | None, *, as_json: bool
) -> None:
    """Write the papers of an act, and say what was done and what is possible now.

    Parameters
    ----------
    acted : Acted
        What was done.
    done : Text
        The same in words.
    day : date
        When.
    output : Path, optional
        Folder for the papers.
    as_json : bool
        Whether to print JSON.
    """
    from pvfootprint.certification.cases import Case
    from pvfootprint.certification.permitting import steps
    from pvfootprint.certification.upkeep.standing import STATUS_NAMES, possible

    subject = acted.subject
    papers = write_papers(acted.papers, output, subject.subject)
    facts: dict[str, object]
    if isinstance(subject, Case):
        words, facts = next_words(subject), {"next": subject.next_step}
    else:
        status, acts = subject.status(day), possible(subject, day)
        state = text(
            "certificate {number} is now: {status}",
            number=subject.subject,
            status=STATUS_NAMES[status],
        )
        can = text("possible now: {acts}", acts=steps(acts))
        words = joined("; ", [state, can])
        facts = {"status": status, "possible": list(acts)}
    announce(done, subject.subject, words, papers=papers, as_json=as_json, **facts)
