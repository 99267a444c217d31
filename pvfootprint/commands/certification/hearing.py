"""What ``pvfootprint cert complaint`` and ``cert appeal`` share: taking up, and answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pvfootprint.commands.certification.options import act_options, said_options
from pvfootprint.commands.certification.outcome import conclude
from pvfootprint.commands.printing import say
from pvfootprint.commands.registry_options import open_actor, open_registry
from pvfootprint.language.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from pvfootprint.certification.subjects import Acted
    from pvfootprint.model.certificate_record import Said
    from pvfootprint.registry.entries import Actor
    from pvfootprint.registry.registry import Registry


def hearing_command(name: str, letter: str, words: str, about: str) -> click.Command:
    """Make a command that takes up complaints or appeals, and answers them.

    Parameters
    ----------
    name : str
        ``complaint`` or ``appeal``.
    letter : str
        First letter of its keys.
    words : str
        Help of the command.
    about : str
        Help of what it is about.

    Returns
    -------
    Command
        Of click.
    """

    @click.command(name, help=words)
    @click.argument("number")
    @said_options("from", "From whom it is", required=False)
    @said_options("about", about, required=False)
    @click.option(
        "--answer", "answered", metavar=f"{letter}1", help="Answer the one with this key."
    )
    @click.option("--upheld/--not-upheld", default=None, help="Whether it is upheld.")
    @said_options("reason", "Reasons of the answer", required=False)
    @act_options()
    def command(
        number: str,
        registry: str,
        key: Path,
        passphrase_fd: int | None,
        output: Path | None,
        *,
        as_json: bool,
        **given: Any,  # noqa: ANN401
    ) -> None:
        _check(letter, **given)
        opened = open_registry(registry)
        actor = open_actor(opened, key, passphrase_fd)
        acted = _act(opened, actor, number, name, given)
        taken_up, answered = text("it was taken up as {key}", key=_key(acted)), given["answered"]
        done = text("{key} was answered", key=answered) if answered else taken_up
        conclude(acted, done, opened.now().date(), output, as_json=as_json)

    return command


def _check(
    letter: str,
    answered: str | None,
    upheld: bool | None,
    about: Said,
    reason: Said,
    **sender: Said,
) -> None:
    """Refuse what is neither a new one nor an answer."""
    wanted: dict[str, Any] = (
        {"--upheld / --not-upheld": upheld is not None, "--reason-zh / --reason-en": reason.en}
        if answered
        else {"--from-zh / --from-en": sender["from"].en, "--about-zh / --about-en": about.en}
    )
    for option, there in wanted.items():
        if not there:
            raise click.UsageError(say(text("{option} is missing", option=option)))
    if answered and not answered.startswith(letter):
        raise click.UsageError(say(text("a key such as {example} is needed", example=f"{letter}1")))


def _act(opened: Registry, actor: Actor, number: str, name: str, given: dict[str, Any]) -> Acted:
    from pvfootprint.certification.upkeep import complaining

    if given["answered"]:
        said, upheld = given["reason"], given["upheld"]
        return complaining.answer(opened, actor, number, given["answered"], said, upheld=upheld)
    function = complaining.appeal if name == "appeal" else complaining.complain
    return function(opened, actor, number, given["from"], given["about"])


def _key(acted: Acted) -> str:
    from pvfootprint.certification.acts import Appeal, Complaint

    body = acted.subject.done[-1].body
    return body.key if isinstance(body, (Appeal, Complaint)) else ""
