"""What the commands of the certification share: options, papers in a folder, what comes next."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.printing import language_option, print_json, say
from pvfootprint.commands.registry_options import actor_options, registry_option
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pvfootprint.certification.cases import Case
    from pvfootprint.language.texts import Text
    from pvfootprint.model.certificate_record import Said

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def act_options(*, papers: bool = True) -> Decorator:
    """Return the options of every act: registry, key, passphrase, JSON, language, folder of papers.

    Parameters
    ----------
    papers : bool
        Whether papers leave the house with it: adds ``--output``.

    Returns
    -------
    callable
        Decorator; the arguments are `registry`, `key`, `passphrase_fd`, `as_json`, and `output`.
    """

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        function = language_option("messages")(function)
        function = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)
        if papers:
            function = output_option()(function)
        return registry_option()(actor_options()(function))

    return add


def output_option() -> Decorator:
    """Return the option ``--output``; :func:`write_papers` takes its value."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Folder for the papers; by default one named after the number.",
    )


def said_options(name: str, what: str, *, required: bool = True) -> Decorator:
    """Return the options ``--NAME-zh`` and ``--NAME-en``, of which one suffices.

    Parameters
    ----------
    name : str
        Of the option and of its argument: ``reason``.
    what : str
        What is said, for the help.
    required : bool
        Whether something must be said.

    Returns
    -------
    callable
        Decorator; the argument is a :class:`Said`, empty where nothing is said.
    """
    chinese, english = f"{name}_zh", f"{name}_en"

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def with_said(*arguments: Any, **given: Any) -> Any:  # noqa: ANN401
            found = one_said(given.pop(chinese), given.pop(english))
            if required and not (found.zh or found.en):
                option = f"--{name}-zh / --{name}-en"
                raise click.UsageError(say(text("{option} is missing", option=option)))
            return function(*arguments, **{**given, name: found})

        help_zh, help_en = f"{what}, in Chinese", f"{what}, in English; one language suffices."
        add_english = click.option(f"--{name}-en", english, default="", help=help_en)
        return click.option(f"--{name}-zh", chinese, default="", help=f"{help_zh}.")(
            add_english(with_said)
        )

    return add


def one_said(chinese: str, english: str) -> Said:
    """Return a text of staff; what is given in one language stands in both."""
    from pvfootprint.model.certificate_record import Said

    chinese, english = chinese.strip(), english.strip()
    return Said(en=english or chinese, zh=chinese or english)


def write_papers(papers: Mapping[str, bytes], folder: Path | None, subject: str) -> list[Path]:
    """Write papers to a folder, each whole or not at all.

    Parameters
    ----------
    papers : mapping
        Name -> content.
    folder : Path, optional
        Where to; by default a folder named after the subject.
    subject : str
        Number of the application or of the certificate.

    Returns
    -------
    list of Path
        What was written; files of the same names are replaced.

    Raises
    ------
    OutputError
        OUT-001 if one can't be written. They are in the registry all the same.
    """
    from pvfootprint.documents.writing import write_files

    return list(write_files(folder or Path(subject), papers))


def announce(
    done: Text,
    subject: str,
    comes_next: Text,
    *,
    papers: Sequence[Path] = (),
    as_json: bool = False,
    **facts: object,
) -> None:
    """Say what an act did, where its papers are, and what comes next.

    Parameters
    ----------
    done : Text
        What was done.
    subject : str
        Number of the application or of the certificate.
    comes_next : Text
        What comes next, and by whom.
    papers : sequence of Path
        Papers that were written.
    as_json : bool
        Whether to print JSON instead.
    **facts : object
        More for the JSON.
    """
    written = [str(path) for path in papers]
    if as_json:
        words = {"done": done.en, "done_zh": done.zh}
        words |= {"comes_next": comes_next.en, "comes_next_zh": comes_next.zh}
        head = {"format": "pvfootprint certification act 1", "number": subject}
        print_json({**head, **words, "papers": written, **facts})
        return
    click.echo(say(done))
    if written:
        click.echo(say(text("papers: {files}", files=", ".join(written))))
    click.echo(say(comes_next))


def tell(
    done: Text,
    case: Case,
    *,
    papers: Sequence[Path] = (),
    as_json: bool = False,
    **facts: object,
) -> None:
    """Say what an act on an application did, as :func:`announce`.

    Parameters
    ----------
    done, papers, as_json, **facts
        As :func:`announce`.
    case : Case
        The application as it stands now.
    """
    announce(
        done,
        case.subject,
        next_words(case),
        papers=papers,
        as_json=as_json,
        **next_of(case),
        **facts,
    )


def next_of(case: Case) -> dict[str, object]:
    """Return what comes next as data: step, roles that may do it, whether the case is closed."""
    step = case.next_step
    return {
        "next": step,
        "next_roles": list(case.scheme.roles.get(step, ())),
        "closed": case.closed,
        "certificate": case.certificate,
    }


def next_words(case: Case) -> Text:
    """Say what comes next for an application, and which roles may do it."""
    from pvfootprint.certification.permitting import name_of, roles

    if not case.next_step:
        return text("nothing is to be done for {number} any more", number=case.subject)
    return text(
        "next for {number}: {step}, by: {roles}",
        number=case.subject,
        step=name_of(case.next_step),
        roles=roles(case.scheme.roles.get(case.next_step, ())),
    )
