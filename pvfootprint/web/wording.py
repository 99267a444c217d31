"""The words of the pages, each said once per language."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from pvfootprint.certification.overview.upstream import UNKNOWN
from pvfootprint.certification.upkeep.standing import STATUS_NAMES
from pvfootprint.certification.verification.steps import MEANINGS
from pvfootprint.documents.certificate.first_page import STATEMENT, TITLE
from pvfootprint.documents.sheets.furniture import TEST_ONLY
from pvfootprint.language.texts import text
from pvfootprint.model.terms import STAGES
from pvfootprint.workbook.choices import DESIGNS, TECHNOLOGIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pvfootprint.language.texts import Text

Language = Literal["zh", "en"]

LABELS = {
    # Every page.
    "register": text("Public register of product carbon footprint certificates"),
    "register_short": text("Certificate register"),
    "skip": text("Skip to the content"),
    "pages": text("Pages of the register"),
    "search": text("Search"),
    "about": text("About and how to check"),
    "feed": text("Changes (Atom feed)"),
    "machine": text("Index for programs"),
    "test_only": TEST_ONLY,
    "approval": text("Approval"),
    "quiet": text("This register sets no cookies and loads nothing from anywhere else."),
    # Certificate.
    "certificate": TITLE,
    "statement": STATEMENT,
    "status": text("status"),
    "successor": text("In its place stands"),
    "value_heading": text("The value"),
    "not_heading": text("What the value is not"),
    "period": text("Period of the data"),
    "first_issued": text("First issued"),
    "issued": text("Issued"),
    "expires": text("Valid until the end of"),
    "facts": text("What is certified"),
    "client": text("Client"),
    "producer": text("Producer"),
    "same": text("the same as the client"),
    "code": text("Code"),
    "site": text("Production site"),
    "product": text("Product"),
    "stage": text("Stage"),
    "technology": text("Technology"),
    "models": text("Models"),
    "computed_for": text("value computed for"),
    "power": text("power in the trade, W"),
    "scheme": text("Certification scheme"),
    "rules": text("Accounting rules"),
    "replaces": text("In place of certificate"),
    "signatory": text("Signatory"),
    "stages": text("Stages of the chain"),
    "gases": text("Greenhouse-gas breakdown"),
    "gas": text("Gas"),
    "mass": text("Mass"),
    "adds": text("Adds"),
    "share": text("Share"),
    "total": text("Total"),
    "data": text("Data behind the value"),
    "primary": text("share that rests on activity data of companies"),
    "proxy": text("share that rests on proxies: another flow stands for the one that is meant"),
    "upstream": text("Certificates on which it stands"),
    "no_upstream": text("It stands on no other certificate."),
    "downstream": text("Certificates that stand on this one"),
    "no_downstream": text("No certificate stands on this one."),
    "history": text("What happened to it"),
    "log_entry": text("entry of the log"),
    "downloads": text("Downloads"),
    "check": text("How to check it yourself"),
    "check_file": text(
        "Download the certificate, or take the file that you were given, and let the program check "
        "it against this register: signature, content, dates, status, the signed log, and the "
        "certificates on which it stands."
    ),
    "check_number": text("A number that somebody told you is checked in the same way:"),
    "check_pin": text(
        "The register is signed with the publisher's key. Ask the certification body for its "
        "fingerprint by another way than this page, compare it with the one at the end of this "
        "line, and let the program insist on it:"
    ),
    "check_address": text(
        "In the browser, see that the address is the one printed on the certificate and on the "
        "label:"
    ),
    "status_heading": text("What each status means"),
    "not_proven": text("What it does not prove"),
    # Lists and search.
    "list_heading": text("All certificates, the newest first"),
    "older": text("Older"),
    "newer": text("Newer"),
    "newest": text("Newest certificates and search"),
    "turn": text("Pages of the list"),
    "turn_end": text("Pages of the list, at its end"),
    "nothing": text("There is no certificate yet."),
    "company": text("company"),
    "intro": text(
        "Every certificate that the certification body has issued is here: what it says, whether "
        "it is valid today, and what it stands on. Whoever sees a label can look up its number."
    ),
    "find": text("Find a certificate"),
    "query": text("Number, company, product or model"),
    "filters": text("Narrow down"),
    "year": text("Year of issue"),
    "any": text("any"),
    "clear": text("Clear"),
    "more": text("Show more"),
    "results": text("Results"),
    "recent": text("Newest certificates"),
    "recent_all": text("List of all certificates"),
    "without": text(
        "Instant search needs JavaScript. Without it, every certificate is in the plain list."
    ),
    "state": text("State of this register"),
    "count": text("certificates issued"),
    "generated": text("published on"),
    "log_size": text("entries in the signed log"),
    "root": text("root of their tree (RFC 6962)"),
    "fingerprint": text("fingerprint of the publisher's key"),
    # Not found.
    "lost": text("This page does not exist"),
    "lost_why": text(
        "If you came here by the address of a certificate: this register knows no certificate "
        "with this number. Compare the number with the label character by character."
    ),
    "home": text("Search the register"),
}
"""What stands on pages, by its name in the templates."""

ABOUT = (
    (
        text("What this register is"),
        (
            text(
                "A certification body publishes here what it has certified: the partial carbon "
                "footprint of photovoltaic products, from cradle to gate, under a scheme and "
                "accounting rules that each certificate names."
            ),
            text(
                "Public are certificates, their status, and the acts that changed it. Submissions, "
                "licences, the papers of evaluations and the names of people are not."
            ),
        ),
    ),
    (
        text("How the register is made"),
        (
            text(
                "Everything here is a file, written by one program from the certification body's "
                "log. Each entry of the log is signed by the person who acted; the head of the log "
                "is signed by the publisher. Nothing can be changed or taken out later without "
                "anybody who kept an older head being able to show it."
            ),
            text(
                "The status of every certificate is also in status lists after W3C's Bitstring "
                "Status List. They are signed and end on a day: a register that is not renewed "
                "any more shows that by itself."
            ),
        ),
    ),
)
"""The first sections of the page about the register: heading and paragraphs."""

STATUS_WORDS = {
    "valid": text("The certifier issued it, and it is valid."),
    **{
        key: MEANINGS[key]
        for key in ("expired", "suspended", "withdrawn", "cancelled", "superseded")
    },
}
"""What each status means."""

UPSTREAM_WORDS = MEANINGS["upstream"]

ACT_NAMES = {
    "issue": text("handed out to the client"),
    "suspend": text("suspended"),
    "resume": text("suspension ended"),
    "withdraw": text("withdrawn"),
    "cancel": text("cancelled on request"),
    "supersede": text("superseded"),
}
"""Acts that everybody may know."""

FILE_NAMES = {
    "certificate.pdf": text("The certificate, signed, with its annex"),
    "record.json": text("What the certificate says, as data"),
    "credential.json": text("The same as a W3C Verifiable Credential"),
    "proof.json": text("Entries of the log about it, for the proof that they are in the log"),
}
"""What each file beside a certificate is."""

NOT_PROVEN = (
    text(
        "That the data of the company and its suppliers are true. The certifier evaluated and "
        "audited them by samples; the certificate says what came out."
    ),
    text("That a paper that you hold is the one that was issued: verify the file itself."),
    text("That the product which carries it is one of the certified models."),
    text(
        "What happened in the last days: a server can show an older register as long as its status "
        "lists count. Later it would be found out."
    ),
    text(
        "That this web server is the certification body's own: what you see in a browser rests on "
        "the address and on the server. The program checks the signatures."
    ),
    text(
        "Anything about models, sites or periods other than those named, or about use, end of "
        "life and other effects on the environment."
    ),
)
"""What must not be read into a page; the first ones are those of `pvfootprint verify`."""

SCRIPT = {
    "found": text("{count} certificates found", count="{count}"),
    "found_one": text("1 certificate found"),
    "found_none": text("No certificate found. Try fewer words, or clear the filters."),
    "loading": text("Loading the index: {share} %", share="{share}"),
    "failed": text("The index could not be loaded. Every certificate is in the plain list."),
    "until": text("valid until {day}", day="{day}"),
    "since": text("since {day}", day="{day}"),
    "published": text("State of the register: {day}", day="{day}"),
    "stale": text(
        "This register was to be renewed by {day} and was not. Ask the certification body for the "
        "present status.",
        day="{day}",
    ),
}
"""What the scripts say; they fill in the braces."""

NAMES: dict[str, dict[str, Text]] = {
    "status": {**STATUS_NAMES, UNKNOWN: text("unknown to this register")},
    "stage": STAGES,
    "technology": TECHNOLOGIES,
    "design": DESIGNS,
    "meaning": STATUS_WORDS,
    "act": ACT_NAMES,
    "file": FILE_NAMES,
    "script": SCRIPT,
}
"""Names of keys, by what they are keys of."""


@cache
def labels(language: Language) -> Mapping[str, str]:
    """Return what stands on pages in a language, by its name in the templates."""
    return MappingProxyType({key: said.said(language) for key, said in LABELS.items()})


@cache
def names(kind: str, language: Language) -> Mapping[str, str]:
    """Return the names of keys in a language.

    Parameters
    ----------
    kind : str
        A key of :data:`NAMES`.
    language : str
        ``zh`` or ``en``.

    Returns
    -------
    mapping
        Key -> name.
    """
    return MappingProxyType({key: said.said(language) for key, said in NAMES[kind].items()})
