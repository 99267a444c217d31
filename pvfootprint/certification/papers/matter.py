"""What a paper is about, and the parts that all papers share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pvfootprint.certification.cases import Certificate
from pvfootprint.certification.papers.wording import (
    KIND_NAMES,
    both,
    column,
    day_text,
    name_text,
)
from pvfootprint.documents.blocks import (
    EMPTY,
    Fact,
    Facts,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
    words,
)
from pvfootprint.documents.paper import Letterhead, Paper, SignedBy
from pvfootprint.language.texts import Text, in_both, joined, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pvfootprint.certification.acts import Apply, Body
    from pvfootprint.certification.cases import Case
    from pvfootprint.documents.blocks import Block
    from pvfootprint.model.certificate_record import Party, Said
    from pvfootprint.model.certification import CertificationScheme
    from pvfootprint.registry.people import Person
    from pvfootprint.registry.projections import GreenRange

CONTACT = text("for the attention of: person responsible for the certification")

TEST = text("This is a test under an invented certifier. It certifies nothing.")

B_co = TypeVar("B_co", bound="Body", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Generic[B_co]):
    """An act, and all that its papers need.

    Parameters
    ----------
    history : Case or Certificate
        What is acted on.
    act : str
        What is done.
    body : Body
        What it says.
    case : Case
        The application, or the one that led to the certificate.
    people : mapping
        Of the certifier, by key.
    person : Person
        Who acts.
    day : date
        When.
    """

    history: Case | Certificate
    act: str
    body: B_co
    case: Case
    people: Mapping[str, Person]
    person: Person
    day: datetime.date

    @property
    def number(self) -> str:
        """Number of what is acted on."""
        return self.history.subject

    @property
    def scheme(self) -> CertificationScheme:
        """The scheme of the application."""
        return self.case.scheme

    @property
    def application(self) -> Apply:
        """The application as it stands."""
        return self.case.application

    @property
    def client(self) -> Text:
        """Name of who applied."""
        return name_text(self.application.client)

    def person_name(self, key: str) -> Text:
        """Return how papers name a person of the certifier."""
        found = self.people.get(key)
        return found.name.text if found else Text(key)

    def scheme_named(self) -> Text:
        """Return title and version of the scheme."""
        title = self.scheme.title
        return text("{scheme}, version {version}", scheme=title, version=self.scheme.version)


Papers = dict[str, Paper]
"""Papers of an act by file name."""


def compose(
    matter: Matter[Body],
    title: Text,
    sections: Iterable[Section],
    *,
    to: tuple[Words, ...] | None = None,
    numbered: bool = False,
    signed: tuple[SignedBy, ...] = (),
) -> Paper:
    """Compose a paper on the certifier's letterhead.

    Parameters
    ----------
    matter : Matter
        What it is about.
    title : Text
        What it is.
    sections : iterable of Section
        What it says.
    to : tuple of Words, optional
        To whom; by default the client.
    numbered : bool
        Whether its headings have numbers.
    signed : tuple of SignedBy
        Places for signatures.

    Returns
    -------
    Paper
        The whole.
    """
    logged = text(
        "The content of this paper as data is attached: {file}. The certifier's log holds the "
        "SHA-256 of this PDF, in an entry signed with the key of the person who is responsible.",
        file=attachment_name(matter.act),
    )
    closing = [words(logged)]
    if matter.scheme.test:
        closing.insert(0, words(TEST))
    return Paper(
        head=letterhead(matter.scheme),
        title=words(title),
        number=matter.number,
        addressee=client_lines(matter) if to is None else to,
        reference=reference(matter, public=to is not None),
        sections=tuple(sections),
        numbered=numbered,
        signed=signed,
        closing=tuple(closing),
    )


def attachment_name(act: str) -> str:
    """Return the name of the file inside each paper of an act."""
    return f"{act}.json"


def letterhead(scheme: CertificationScheme) -> Letterhead:
    """Return the letterhead of the certifier."""
    certifier = scheme.certifier
    lines = (
        (text("approval no. {number}", number=certifier["approval"]), certifier["approval"]),
        (Text(certifier["address"]), certifier["address"]),
        (Text(certifier["contact"]), certifier["contact"]),
    )
    return Letterhead(
        name=words(certifier_name(scheme)),
        lines=tuple(words(said) for said, there in lines if there),
        test=words(scheme.label["test"]) if scheme.test else EMPTY,
    )


def certifier_name(scheme: CertificationScheme) -> Text:
    """Return the name of the certifier."""
    return in_both(scheme.certifier["name_en"], scheme.certifier["name"])


def client_lines(matter: Matter[Body]) -> tuple[Words, ...]:
    """Return the addressee: the client, its address, the role of who is to read it."""
    client = matter.application.client
    lines = (name_text(client), Text(client.address), CONTACT)
    return tuple(words(line) for line in lines if line)


def reference(matter: Matter[Body], *, public: bool = False) -> Facts:
    """Return number, date, and who is responsible; applications are not `public`."""
    certified = isinstance(matter.history, Certificate)
    named = [(text("Certificate no."), Text(matter.number))] if certified else []
    if not (certified and public):
        named.append((text("Application no."), Text(matter.case.subject)))
    named += [
        (text("Date"), day_text(matter.day)),
        (text("Responsible"), matter.person.name.text),
        (text("Scheme"), matter.scheme_named()),
    ]
    return facts("reference", named)


def facts(key: str, named: Iterable[tuple[Text, str]]) -> Facts:
    """Return facts; those with nothing to say are left out."""
    found = (Fact(label=words(label), value=words(value)) for label, value in named if value)
    return Facts(key=key, title=EMPTY, facts=tuple(found))


def product_facts(matter: Matter[Body]) -> Facts:
    """Return what the application is about."""
    application, producer = matter.application, matter.application.producer
    certified = isinstance(matter.history, Certificate)
    return facts(
        "product",
        [
            (text("Kind of application"), "" if certified else KIND_NAMES[application.kind]),
            (text("In place of certificate"), Text(application.certificate)),
            (text("Product"), Text(application.product_name)),
            (text("Stage"), STAGES.get(application.stage, Text(application.stage))),
            (text("Models"), Text(", ".join(application.models))),
            (text("Producer"), _company(producer)),
            (text("Site"), _in_lines(application.site.name, application.site.address)),
        ],
    )


def _company(party: Party) -> Text:
    english = party.name_en if party.name_en != party.name else ""
    return _in_lines(party.name, english, party.address)


def _in_lines(*parts: str) -> Text:
    return joined("\n", parts)


def said(words_: Text, mark: str = "") -> Paragraph:
    """Return a paragraph."""
    return Paragraph(words(words_), mark)


def quoted(remark: Said) -> tuple[Paragraph, ...]:
    """Return what somebody wrote, by its lines; nothing if it is empty."""
    pairs = both(remark)
    if not (pairs.en or pairs.zh):
        return ()
    if pairs.one:
        return tuple(Paragraph(words(line)) for line in pairs.en.splitlines() if line.strip())
    return (Paragraph(pairs),)


def reasons(key: str, given: Iterable[Said]) -> Items:
    """Return reasons as a list."""
    return Items(key, tuple(both(one) for one in given))


def section(key: str, title: Text | None, *blocks: Block) -> Section:
    """Return a section; without title it has no heading."""
    return Section(key=key, title=words(title) if title else EMPTY, blocks=blocks)


def green_table(ranges: Iterable[GreenRange]) -> Table:
    """Return green certificates by their numbers."""
    return Table(
        key="green",
        title=words(text("Green certificates")),
        columns=(
            column(text("system"), width=2),
            column(text("first number"), "code", width=2),
            column(text("last number"), "code", width=2),
        ),
        rows=tuple((words(one.system), words(one.first), words(one.last)) for one in ranges),
    )


def appeal_section(matter: Matter[Body]) -> Section:
    """Say how a decision can be appealed against, and until when."""
    days = matter.scheme.appeal_days
    last = matter.day + datetime.timedelta(days=days)
    return section(
        "appeal",
        text("Right to appeal"),
        said(
            text(
                "You may appeal against this in writing within {days} days, that is until {last}, "
                "to {contact}. Please say against what, and why. Persons who took no part in the "
                "decision answer, with reasons. An appeal does not suspend the decision.",
                days=days,
                last=day_text(last),
                contact=matter.scheme.certifier["contact"] or certifier_name(matter.scheme),
            )
        ),
    )
