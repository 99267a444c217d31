"""A short notice for each client whom newer factors or a lost certificate upstream concern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pvfootprint.certification.papers.matter import TEST, facts, letterhead, said, section
from pvfootprint.certification.papers.wording import day_text, name_text
from pvfootprint.database.monitoring.tables import (
    affected_table,
    factor_table,
    upstream_table,
    without,
)
from pvfootprint.documents.blocks import words
from pvfootprint.documents.paper import Paper, paper_pdf
from pvfootprint.language.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.monitoring.lost_upstream import Doubtful
    from pvfootprint.database.monitoring.report import Monitored
    from pvfootprint.database.monitoring.superseding import Affected
    from pvfootprint.documents.blocks import Section
    from pvfootprint.model.certificate_record import Party
    from pvfootprint.model.certification import CertificationScheme

NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z]+")

CLIENT = 1
"""Column of the client in the tables: in a notice it is always the addressee."""

TITLE = text("Notice: what your certificates rest on has changed")

NEWER = text(
    "An electricity factor of a newer year has been published. The values below were computed "
    "again from the submission that you handed in, under the same accounting rules, with nothing "
    "but this factor changed."
)

STAYS = text(
    "The certified value stays as it is until the certificate is changed or renewed: it says which "
    "data it rests on. A renewal, or a change on your application, takes the newer factor."
)

LOST = text(
    "Your certificate names another one that does not hold at present. Please ask your supplier; "
    "we examine what it means for yours and tell you the result."
)


def notices(found: Monitored) -> Iterator[tuple[str, bytes]]:
    """Yield a notice for each client who must be told.

    Parameters
    ----------
    found : Monitored
        What monitoring found.

    Yields
    ------
    (str, bytes)
        Name of the file, and a PDF/A-3u in both languages. It says nothing of other clients' data.
    """
    for i, (client, affected, doubtful) in enumerate(_by_client(found), 1):
        number = affected[0].record.number if affected else doubtful[0].number
        _, case = found.seen.find(number)
        paper = _notice(found, case.scheme, client, affected, doubtful)
        named = NOT_IN_NAMES.sub("-", client.code).strip("-")[:40]
        yield f"{i:03d}-{named}.pdf" if named else f"{i:03d}.pdf", paper_pdf(paper)


def _by_client(found: Monitored) -> Iterator[tuple[Party, list[Affected], list[Doubtful]]]:
    told = [one for one in found.superseding.affected if one.again.fixed_year is None]
    clients: dict[str, Party] = {}
    for client in (*(one.record.client for one in told), *(one.client for one in found.doubtful)):
        clients.setdefault(_key(client), client)
    for key, client in clients.items():
        yield (
            client,
            [one for one in told if _key(one.record.client) == key],
            [one for one in found.doubtful if _key(one.client) == key],
        )


def _key(client: Party) -> str:
    return (client.code or client.name).casefold()


def _notice(
    found: Monitored,
    scheme: CertificationScheme,
    client: Party,
    affected: list[Affected],
    doubtful: list[Doubtful],
) -> Paper:
    address = (name_text(client), Text(client.address))
    return Paper(
        head=letterhead(scheme),
        title=words(TITLE),
        number="",
        addressee=tuple(words(line) for line in address if line),
        reference=facts("reference", [(text("Date"), day_text(found.day))]),
        sections=tuple(_sections(affected, doubtful)),
        closing=(words(TEST),) if scheme.test else (),
    )


def _sections(affected: list[Affected], doubtful: list[Doubtful]) -> Iterator[Section]:
    if affected:
        tables = (without(affected_table(affected), CLIENT), factor_table(affected))
        yield section("factors", text("A newer factor"), said(NEWER), *tables, said(STAYS))
    if doubtful:
        table = without(upstream_table(doubtful), CLIENT)
        yield section("upstream", text("A certificate upstream"), said(LOST), table)
