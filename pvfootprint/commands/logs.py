"""``pvfootprint --log``: one line of JSON for each run of a command, and never a secret in it.

What may stand in a line is listed here; everything else is left out. So an option that is added
later shows its name and no value, until somebody lists it.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
import time
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from pvfootprint import __version__
from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pvfootprint.registry.registry import Registry
    from pvfootprint.registry.transactions import Written

STANDARD_ERROR = "-"
"""Target of ``--log`` that is no file."""

MODE = 0o640
"""Rights of a log that is made: its owner writes, its group (that of the log reader) reads."""


@dataclass(slots=True)
class Run:
    """What is known of the command that runs, for its line in the log.

    Parameters
    ----------
    target : str
        Where the line goes; nowhere if empty.
    person : str
        Key of the person who acted, as the registry has it.
    registry : Registry, optional
        The registry that was opened.
    entries : list of dict
        Position and act of the entries that were written.
    codes : Counter
        How often each finding was printed, by its code.
    """

    target: str = ""
    person: str = ""
    registry: Registry | None = None
    entries: list[dict[str, Any]] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)


_RUN: ContextVar[Run | None] = ContextVar("run", default=None)


def log_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option ``--log``; its value is kept here.

    Returns
    -------
    callable
        Decorator of the topmost command.
    """

    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        run = _RUN.get()
        if not value or run is None:
            return
        try:
            _append(value, "")
        except OSError as error:
            click.echo(_unwritable(value, error).said(_language(ctx)), err=True)
            ctx.exit(1)
        run.target = value

    return click.option(
        "--log",
        envvar="PVFOOTPRINT_LOG",
        metavar="FILE|-",
        callback=keep,
        expose_value=False,
        help="Add a line of JSON on this run to FILE, or print it to standard error (-); also "
        "PVFOOTPRINT_LOG. No secret and no number of a company stands in it.",
    )


@contextlib.contextmanager
def recorded(root: click.Group, arguments: Sequence[str]) -> Iterator[None]:
    """Write the line when the block ends, however it ends, if a log was asked for.

    Parameters
    ----------
    root : Group
        The topmost command.
    arguments : sequence of str
        What was typed behind its name.

    Yields
    ------
    None
    """
    run, started, began = Run(), _now(), time.perf_counter()
    token = _RUN.set(run)
    code, error = 0, ""
    try:
        yield
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        raise
    except BaseException as fault:
        code, error = 1, type(fault).__name__
        raise
    finally:
        _RUN.reset(token)
        if run.target:
            line: dict[str, Any] = {"time": started, "program": "pvfootprint"}
            line |= {"version": __version__, "pid": os.getpid()}
            line |= {**described(root, arguments), **_facts(run)}
            line |= {"exit": code, "seconds": round(time.perf_counter() - began, 3)}
            _write(run.target, line | ({"error": error} if error else {}))


def note_registry(registry: Registry) -> None:
    """Note which registry the command has opened, and from now on what it writes there."""
    run = _RUN.get()
    if run and run.target:
        run.registry = registry
        registry.on_written = note_written


def note_written(written: Iterable[Written]) -> None:
    """Note entries that were added to the log."""
    if run := _RUN.get():
        run.entries += [entry._asdict() for entry in written]


def note_person(person: str) -> None:
    """Note who acts."""
    if run := _RUN.get():
        run.person = person


def note_findings(findings: Iterable[Finding]) -> None:
    """Note the codes of what is printed, and nothing else of it."""
    if run := _RUN.get():
        run.codes.update(finding.code for finding in findings)


def note_codes(data: object) -> None:
    """Note the codes of the findings that stand in what is printed as JSON."""
    run = _RUN.get()
    if run and run.target:
        run.codes.update(_codes_in(data))


def described(root: click.Group, arguments: Sequence[str]) -> dict[str, Any]:
    """Return the command and the options that were typed, without what could be confidential.

    Parameters
    ----------
    root : Group
        The topmost command.
    arguments : sequence of str
        What was typed behind its name.

    Returns
    -------
    dict
        ``command``, such as ``cert issue``, and ``options`` by their names: the value of a flag, or
        of a choice among words that pvfootprint itself offers, else None.
    """
    names: list[str] = []
    options: dict[str, Any] = {}
    command: click.Command | None = root
    ctx: click.Context | None = None
    rest = list(arguments)
    while command is not None:
        ctx = click.Context(command, ctx, resilient_parsing=True, **command.context_settings)
        given, rest, _ = command.make_parser(ctx).parse_args(rest)
        for option in command.get_params(ctx):
            if isinstance(option, click.Option) and option.name in given:
                options[option.opts[-1]] = _allowed(option, given[option.name])
        if not isinstance(command, click.Group) or not rest:
            break
        name, *rest = rest
        command = command.get_command(ctx, name)
        names += [name] if command else []
    return {"command": " ".join(names), "options": options}


def _allowed(option: click.Option, value: object) -> object:
    """Return the value of a flag or of a choice; None for all else."""
    if option.is_flag:
        return bool(value)
    if not isinstance(option.type, click.Choice):
        return None
    words = value if isinstance(value, list) else [value]
    offered = set(option.type.choices)
    return value if all(word in offered for word in words) else None


def _facts(run: Run) -> dict[str, Any]:
    """Return who acted in which registry, which entries were written, and what was found."""
    facts: dict[str, Any] = {"person": run.person} if run.person else {}
    if run.registry:
        facts["registry"] = _identity(run.registry)
        facts["entries"] = run.entries
    return facts | {"findings": dict(sorted(run.codes.items()))}


def _identity(registry: Registry) -> str:
    """Return the registry's name for itself; empty if it cannot be read any more."""
    from pvfootprint.model.findings import RegistryError

    # A ValueError: an entry that is not what an entry is, in a registry that is damaged.
    with contextlib.suppress(RegistryError, ValueError), registry.reading() as snapshot:
        return snapshot.head().registry
    return ""


def _codes_in(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        if "severity" in data and isinstance(data.get("code"), str):
            yield data["code"]
        for value in data.values():
            yield from _codes_in(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _codes_in(value)


def _write(target: str, line: dict[str, Any]) -> None:
    """Add a line; the command has ended, so a log that fails now is a warning."""
    try:
        _append(target, json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    except OSError as error:
        finding = Finding(
            "LOG-002",
            text("the log could not be written; what the command did stays done"),
            file=target,
            found=error.strerror or "",
            hint=text("look at the room on the disk and at the rights of the file"),
            severity="warning",
        )
        click.echo(finding.said(_language()), err=True)


def _append(target: str, line: str) -> None:
    """Add to the end of a file in one write, so that lines of several processes do not mix.

    The file is opened anew for each line, so that it may be moved away at any time (logrotate).
    """
    content = line.encode("utf-8", errors="replace")
    if target == STANDARD_ERROR:
        sys.stderr.write(line)
        return
    descriptor = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, MODE)
    try:
        os.write(descriptor, content)
    finally:
        os.close(descriptor)


def _unwritable(target: str, error: OSError) -> Finding:
    return Finding(
        "LOG-001",
        text("the log cannot be written, so nothing was done"),
        file=target,
        found=error.strerror or "",
        hint=text("name a file that you may write, whose folder is there, or - for standard error"),
    )


def _language(ctx: click.Context | None = None) -> str:
    from pvfootprint.commands.printing import CHOSEN
    from pvfootprint.language.catalogue import preferred_language

    return (ctx and ctx.meta.get(CHOSEN)) or preferred_language()


def _now() -> str:
    now = datetime.datetime.now(datetime.UTC)
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
