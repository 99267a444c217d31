"""Papers on taking up an application: receipt, acceptance, agreement, rejection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.certification.papers.matter import (
    Papers,
    appeal_section,
    certifier_name,
    compose,
    facts,
    green_table,
    product_facts,
    reasons,
    said,
    section,
)
from pvfootprint.certification.papers.terms import figures_of_the_scheme
from pvfootprint.certification.papers.wording import column, day_text, name_text
from pvfootprint.documents.blocks import Items, Paragraph, Section, Table, words
from pvfootprint.documents.paper import SignedBy
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from pvfootprint.certification.acts import Accept, Apply, Body, Reject
    from pvfootprint.certification.papers.matter import Matter
    from pvfootprint.documents.blocks import Block
    from pvfootprint.documents.paper import Paper

NEXT_STEPS = {
    "evaluate": text(
        "We check whether the documents are complete, carry the findings of the rules in, and "
        "compute the footprint again from your submission."
    ),
    "plan-audit": text("You get the audit plan: dates, team, agenda, and what to have ready."),
    "audit": text(
        "We audit the site. Findings are to be mended by the dates that the audit report names."
    ),
    "review": text("A person who did not evaluate or audit reviews the results."),
    "decide": text("We decide and send you the decision with its reasons."),
    "issue": text("If the decision is a grant, you get certificate, label and licence."),
}
"""What comes after the acceptance."""


def receipt(matter: Matter[Apply]) -> Papers:
    """Confirm that an application was received."""
    blocks: list[Block] = [
        said(
            text(
                "We have received your application. It has the number {number}.",
                number=matter.number,
            )
        ),
        product_facts(matter),
    ]
    if matter.application.certificate:
        blocks.append(said(_meanwhile(matter)))
    blocks.append(documents_table(matter))
    next_ = said(
        text(
            "We look whether we can take up the application, and tell you in writing. If something "
            "is missing, we ask you for it."
        )
    )
    sections = [section("received", None, *blocks), section("next", text("What comes next"), next_)]
    title = {
        "initial": text("Receipt of an application"),
        "renewal": text("Receipt of an application for renewal"),
        "extension": text("Receipt of an application to extend the scope"),
        "reduction": text("Receipt of an application to reduce the scope"),
    }[matter.application.kind]
    return {"receipt.pdf": compose(matter, title, sections)}


def _meanwhile(matter: Matter[Apply]) -> Text:
    return text(
        "Certificate {certificate} stays as it is until another one is issued in its place, and "
        "no longer than to its own last day.",
        certificate=matter.application.certificate,
    )


def documents_table(matter: Matter[Body]) -> Table:
    """Return the documents that were handed in."""
    titles = {one.key: one.title for one in matter.scheme.documents}
    return Table(
        key="documents",
        title=words(text("Documents received")),
        columns=(
            column(text("document"), "prose", width=4),
            column(text("file"), width=3),
            column(text("SHA-256"), "code", width=3),
        ),
        rows=(
            (
                words(text("submission")),
                words(matter.application.submission_name),
                words(matter.application.submission),
            ),
            *(
                (words(titles.get(one.kind, Text(one.kind))), words(one.name), words(one.sha256))
                for one in matter.application.documents
            ),
        ),
    )


def acceptance(matter: Matter[Accept]) -> Papers:
    """Accept an application: letter and agreement."""
    return {"acceptance.pdf": _letter(matter), "agreement.pdf": _agreement(matter)}


def _letter(matter: Matter[Accept]) -> Paper:
    applied = matter.case.all("apply")[0].day
    opening = text(
        "We take up your application {number} of {day} for certification under: {scheme}.",
        number=matter.case.subject,
        day=day_text(applied),
        scheme=matter.scheme_named(),
    )
    sign = text(
        "The agreement is enclosed. Please have both copies signed and sealed by whoever may sign "
        "for your company, and send one back. The evaluation begins when we have it."
    )
    sections = [
        section("accepted", None, said(opening), product_facts(matter)),
        section("agreement", text("Agreement"), said(sign)),
        section("next", text("What comes next"), *_next(matter)),
    ]
    if matter.body.green_reserved:
        sections.append(_green(matter))
    sections.append(section("documents", text("What we have from you"), documents_table(matter)))
    return compose(matter, text("Notice of acceptance"), sections)


def _next(matter: Matter[Accept]) -> tuple[Block, ...]:
    days = matter.scheme.man_days.get(matter.application.stage)
    items = [words(NEXT_STEPS[step]) for step in matter.case.steps if step in NEXT_STEPS]
    blocks: list[Block] = [Items("next", tuple(items))]
    if days and "audit" in matter.case.steps:
        guide = text("Guide for the audit: {days:g} days of one auditor at one site.", days=days)
        blocks.append(said(guide))
    return tuple(blocks)


def _green(matter: Matter[Accept]) -> Section:
    return section(
        "green-certificates",
        text("Green certificates reserved"),
        said(
            text(
                "These green certificates are reserved for this application from now on: no other "
                "application can count them. They are spent when the certificate is granted, and "
                "free again when it is refused."
            ),
            "lead",
        ),
        green_table(matter.body.green_reserved),
    )


def _agreement(matter: Matter[Accept]) -> Paper:
    terms = (
        Section(key=f"term-{one.key}", title=words(one.title), blocks=(Paragraph(words(one.said)),))
        for one in matter.scheme.agreement
    )
    sections = [
        section("parties", text("Parties"), _certifier(matter), _client(matter)),
        section("subject", text("Product and scheme"), product_facts(matter), _scheme(matter)),
        *terms,
        section("figures", text("Figures of the scheme"), figures_of_the_scheme(matter.scheme)),
    ]
    if matter.body.green_reserved:
        sections.append(_green(matter))
    return compose(
        matter,
        text("Agreement on the certification of a product carbon footprint"),
        sections,
        numbered=True,
        signed=(
            SignedBy(
                who=words(text("Party A, the certifier")),
                lines=(words(certifier_name(matter.scheme)),),
            ),
            SignedBy(who=words(text("Party B, the client")), lines=(words(matter.client),)),
        ),
    )


def _certifier(matter: Matter[Accept]) -> Block:
    certifier = matter.scheme.certifier
    return facts(
        "party-a",
        [
            (text("Party A, the certifier"), certifier_name(matter.scheme)),
            (text("Code"), Text(certifier["code"])),
            (text("Approval no."), Text(certifier["approval"])),
            (text("Address"), Text(certifier["address"])),
            (text("Contact"), Text(certifier["contact"])),
        ],
    )


def _client(matter: Matter[Accept]) -> Block:
    client = matter.application.client
    return facts(
        "party-b",
        [
            (text("Party B, the client"), name_text(client)),
            (text("Code"), Text(client.code)),
            (text("Address"), Text(client.address)),
        ],
    )


def _scheme(matter: Matter[Accept]) -> Block:
    scheme = matter.scheme
    rules = text("{rules}, in the version that the evaluation report names", rules=scheme.rules)
    return facts(
        "scheme",
        [
            (text("Scheme"), matter.scheme_named()),
            (text("SHA-256 of its file"), Text(scheme.content_hash)),
            (text("Accounting rules"), rules),
        ],
    )


def rejection(matter: Matter[Reject]) -> Papers:
    """Refuse to take up an application."""
    opening = text(
        "We cannot take up your application {number} of {day} for certification under: {scheme}.",
        number=matter.case.subject,
        day=day_text(matter.case.all("apply")[0].day),
        scheme=matter.scheme_named(),
    )
    again = text(
        "You may apply again as soon as the reasons are gone. Your documents stay confidential. "
        "Green certificates that were reserved for this application are free again."
    )
    sections = [
        section("rejected", None, said(opening), product_facts(matter)),
        section("reasons", text("Reasons"), reasons("reasons", matter.body.reasons)),
        section("again", text("What you can do"), said(again)),
        appeal_section(matter),
    ]
    return {"rejection.pdf": compose(matter, text("Notice of rejection"), sections)}
