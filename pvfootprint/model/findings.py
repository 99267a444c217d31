"""Findings and errors: what is wrong, where, and how to mend it.

Exceptions
----------
::

    PvfootprintError
     +-- LibraryError      a file of inventories/ or methods/ is wrong
     +-- SupplyError       the data of companies do not link to a supply chain
     +-- SelectionError    what was asked for is not there or not possible
     +-- CalculationError  the product system has no sound solution
     +-- OutputError       a result could not be written
     +-- RulesError        a study breaks a rule, where that stops the check
     +-- RegistryError     the registry is wrong, or cannot be reached
     +-- CertificationError  an act of the certification is not allowed, or lacks something
     +-- SignatureError    a key of the certifier cannot sign, or a signature does not hold
     +-- SubmissionError   a submission, a sealed part or a key is wrong
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pvfootprint.language.texts import said, text

if TYPE_CHECKING:
    from collections.abc import Iterable

CODES = {
    "ALC-001": text("products share a site by different quantities"),
    "ALC-002": text("share of a site does not follow from its basis"),
    "ALC-003": text("part of a site goes to products that are not declared"),
    "ALC-004": text("share of a site cannot be checked"),
    "ALC-005": text("co-products carry more than the product"),
    "ALC-006": text("co-products carry more than they are worth"),
    "CAC-001": text("cache folder cannot be written"),
    "CAL-001": text("the product system is singular"),
    "CAL-002": text("a result is not a finite number"),
    "CAL-003": text("a process would have to run backwards"),
    "CHN-001": text("amount in a unit that does not fit"),
    "CHN-002": text("dataset or gas of a row is not in the library"),
    "CHN-003": text("a quantity of the product is needed to convert an amount"),
    "CHN-004": text("output or share of a product is not possible"),
    "CHN-005": text("a row is for a product that its workbook does not have"),
    "CHN-006": text("shares of the suppliers do not sum to 1"),
    "CHN-007": text("a supplier is named nearly like one that gave data"),
    "CHN-008": text("site or product of a supplier is not clear"),
    "CHN-009": text("a supplier is of another stage"),
    "CHN-010": text("suppliers take from each other in a loop"),
    "CHN-011": text("a product is given twice"),
    "CHN-012": text("nobody takes from a product that was given"),
    "CHN-013": text("data of user and supplier are of different times"),
    "CHN-014": text("more is taken from a supplier than it makes"),
    "CHN-015": text("a supplier gave no data"),
    "CHN-016": text("contracts for more electricity than is used"),
    "CHN-017": text("electricity of a contract counts as grid"),
    "CHN-018": text("a flow without a dataset is left out"),
    "CHN-019": text("a co-product carries no burden"),
    "CHN-020": text("nothing is taken of the stage before"),
    "CHN-021": text("the product of a workbook is not clear"),
    "CHN-022": text("which workbook leads is not clear"),
    "CHN-023": text("a summary does not fit the library"),
    "CHN-024": text("an input cannot be opened"),
    "CRT-001": text("unknown application"),
    "CRT-002": text("unknown certificate"),
    "CRT-003": text("step before another one"),
    "CRT-004": text("application is closed"),
    "CRT-005": text("act not possible in this state of a certificate"),
    "CRT-006": text("corrective action overdue"),
    "CRT-007": text("somebody else acted in the meantime"),
    "CRT-008": text("certificate granted already"),
    "CRT-010": text("product that a scheme does not cover"),
    "CRT-011": text("required document missing"),
    "CRT-012": text("document that an application cannot hold"),
    "CRT-013": text("model that a product does not have"),
    "CRT-014": text("submission applied for already"),
    "CRT-015": text("amendment that is none"),
    "CRT-016": text("application accepted already"),
    "CRT-017": text("others apply at the same time"),
    "CRT-018": text("verdict without a reason"),
    "CRT-019": text("application not evaluated"),
    "CRT-020": text("value that does not come out again"),
    "CRT-030": text("audit team not possible"),
    "CRT-031": text("dates of an audit not possible"),
    "CRT-032": text("agenda not understood"),
    "CRT-033": text("fewer days than the guide asks for"),
    "CRT-034": text("more days of work than the team has"),
    "CRT-035": text("audit entered at the wrong time"),
    "CRT-036": text("auditor outside the team"),
    "CRT-037": text("answer of the checklist without its finding"),
    "CRT-038": text("finding not open"),
    "CRT-039": text("question of the checklist not answered"),
    "CRT-040": text("corrective action without evidence"),
    "CRT-041": text("new due day not possible"),
    "CRT-045": text("criterion of the grant does not hold"),
    "CRT-046": text("certificate to be replaced is not in force"),
    "CRT-047": text("refusal without a reason"),
    "CRT-048": text("certificate upstream in doubt since the grant"),
    "CRT-049": text("test and real key of the certifier mixed up"),
    "CRT-050": text("key of the certifier needed"),
    "CRT-060": text("unknown number"),
    "CRT-061": text("length of a suspension not possible"),
    "CRT-062": text("day of a surveillance not possible"),
    "CRT-063": text("surveillance keeps a suspension from ending"),
    "CRT-064": text("day of a corrective action not possible"),
    "CRT-065": text("finding of a surveillance not open"),
    "CRT-066": text("complaint or appeal unknown or answered"),
    "CRT-067": text("nothing to appeal against"),
    "CRT-068": text("appeal too late"),
    "CRT-069": text("another application for the certificate open"),
    "CRT-070": text("submission for another product than the certificate"),
    "CRT-071": text("models that are no extension or reduction"),
    "CRT-080": text("not a checklist of an audit"),
    "CRT-081": text("checklist of another application"),
    "CRT-082": text("checklist out of date"),
    "CRT-083": text("question taken out of a checklist"),
    "CRT-084": text("question added to a checklist"),
    "CRT-085": text("question left unanswered in a checklist"),
    "CRT-086": text("answer of a checklist not understood"),
    "CRT-087": text("answer without its finding in a checklist"),
    "CRT-088": text("finding without a grade"),
    "CRT-089": text("finding without a text"),
    "CRT-090": text("finding for a question that is not asked"),
    "CRT-091": text("day of an audit missing or not understood"),
    "CRT-092": text("conclusion of an audit missing"),
    "CRT-093": text("answer that nothing shows"),
    "CRT-094": text("cell of a checklist cannot be read"),
    "CRT-095": text("answer and finding contradict each other"),
    "CSC-001": text("certification scheme cannot be read"),
    "CSC-002": text("field of a certification scheme not known"),
    "CSC-003": text("field or criterion of a certification scheme missing"),
    "CSC-004": text("value of a certification scheme of another kind"),
    "CSC-005": text("value of a certification scheme not possible"),
    "CSC-006": text("text of a certification scheme in one language only"),
    "CSC-007": text("name in a certification scheme not known"),
    "CSC-008": text("steps of a certification scheme out of order"),
    "CSC-009": text("act without a role, or role without an act"),
    "CSC-010": text("pattern of a number not possible"),
    "CSC-011": text("key of a certification scheme and name of its file differ"),
    "CSC-012": text("unknown certification scheme"),
    "CSC-013": text("test and real certifier mixed up"),
    "CSC-014": text("acts that one person could do and must not"),
    "CSC-015": text("source of a certification scheme missing or not listed"),
    "CSC-016": text("key of a certification scheme there twice"),
    "CSC-017": text("a clause of a certification scheme is to be confirmed, without a note"),
    "CSC-018": text("parts of a certification scheme contradict each other"),
    "CSC-019": text("not a number of this scheme"),
    "CSC-020": text("check characters of a number wrong"),
    "ELC-001": text("number of a certificate without the right form"),
    "ELC-002": text("range of certificates not understood"),
    "ELC-003": text("certificate named twice by its company"),
    "ELC-004": text("certificate named by two companies"),
    "ELC-005": text("fewer certificates than electricity"),
    "ELC-006": text("certificates of a time that does not fit"),
    "ELC-007": text("month of generation of certificates not said"),
    "ELC-008": text("certificates cancelled for somebody else"),
    "ELC-009": text("certificates of another market"),
    "ELC-010": text("contract for more electricity than was used in its period"),
    "ELC-011": text("electricity claimed for a product without a meter that shows it"),
    "ELC-012": text("a product has electricity of its own"),
    "ELC-013": text("no residual mix"),
    "EXP-001": text("a flow that a workbook cannot hold"),
    "EXP-002": text("a dataset without a workbook"),
    "EXP-003": text("workbooks of different stages"),
    "GAS-001": text("carbon credit, offset or removal among the flows"),
    "GAS-002": text("amount below 0"),
    "LIB-001": text("row or section out of place"),
    "LIB-002": text("required field missing"),
    "LIB-003": text("value not allowed"),
    "LIB-004": text("not a finite number"),
    "LIB-005": text("exchange links nowhere"),
    "LIB-006": text("exchange links to more than one dataset"),
    "LIB-007": text("unit of user and supplier differ"),
    "LIB-008": text("source key does not resolve"),
    "LIB-009": text("identity used twice"),
    "LIB-010": text("row repeated"),
    "LIB-011": text("spread contradicts its amount"),
    "LIB-012": text("characterization factor missing"),
    "LIB-013": text("silicon balance does not close"),
    "LIB-014": text("file missing or unreadable"),
    "LIB-015": text("not exactly one production exchange"),
    "LIB-016": text("formula contradicts its amount"),
    "LIB-017": text("formula not understood"),
    "LIB-018": text("value far from its neighbours, without an explanation"),
    "LIB-019": text("electricity that counts direct CO2 only"),
    "MTR-001": text("meter file cannot be read"),
    "MTR-002": text("heading of a meter file missing or there twice"),
    "MTR-003": text("not a point in time, or no interval"),
    "MTR-004": text("not an amount that a meter shows"),
    "MTR-005": text("unit of a meter not possible for its kind of energy"),
    "MTR-006": text("meter or kind of energy not known"),
    "MTR-007": text("counter of a meter lower than before"),
    "MTR-008": text("time counted twice"),
    "MTR-009": text("row of a meter repeated"),
    "MTR-010": text("gap in the readings of a meter"),
    "MTR-011": text("interval over the end of a month divided by time"),
    "MTR-012": text("time zone unclear"),
    "MTR-013": text("a meter changes, or its multiplier is unclear"),
    "MTR-014": text("month of a meter already in the workbook"),
    "MTR-015": text("month outside the period of the workbook"),
    "MTR-016": text("product not in the workbook"),
    "MTR-017": text("workbook cannot take readings"),
    "MTR-018": text("value of a meter missing"),
    "MTR-019": text("day without a time of day"),
    "OUT-001": text("output cannot be written"),
    "OUT-002": text("font missing"),
    "OUT-003": text("PDF not sound"),
    "OUT-004": text("size of a label out of bounds"),
    "OUT-005": text("text too long for a label"),
    "OUT-006": text("QR code too fine"),
    "REG-001": text("registry not there, or not reachable"),
    "REG-002": text("registry there already"),
    "REG-003": text("file of the registry missing or damaged"),
    "REG-004": text("clock behind the log"),
    "REG-005": text("registry of an older version"),
    "REG-006": text("registry of a newer version"),
    "REG-007": text("others write to the registry for too long"),
    "REG-008": text("database of the registry failed"),
    "REG-009": text("an entry of the log is broken"),
    "REG-010": text("tree of the registry is not that of its log"),
    "REG-011": text("numbers are not consecutive, or not those of the log"),
    "REG-012": text("green certificates are not those of the log"),
    "REG-013": text("the log does not hold what an anchor says"),
    "REG-014": text("anchor cannot be read"),
    "REG-015": text("no anchor from outside"),
    "REG-016": text("green certificate counted already"),
    "REG-017": text("range of green certificates not understood"),
    "REG-018": text("an entry that the log does not take"),
    "REG-019": text("backup cannot be read, or is not sound"),
    "RST-001": text("rule set cannot be read"),
    "RST-002": text("clause or field of a rule set not known"),
    "RST-003": text("clause or field of a rule set missing"),
    "RST-004": text("value of a rule set of another kind"),
    "RST-005": text("value of a rule set not possible"),
    "RST-006": text("how sure a clause is, is not clear"),
    "RST-007": text("unknown rule set"),
    "RST-008": text("key of a rule set and name of its file differ"),
    "RST-009": text("a clause is to be confirmed, without a note"),
    "RUL-001": text("a study breaks a rule"),
    "SCM-001": text("scheme file cannot be read"),
    "SCM-002": text("key of a scheme unknown, missing or not possible"),
    "SCM-003": text("thresholds of a scheme overlap or leave a hole"),
    "SCM-004": text("unknown scheme"),
    "SCM-005": text("product that no scheme judges"),
    "SCM-006": text("power of the module not known"),
    "SCM-007": text("coefficient file cannot be read"),
    "SCM-008": text("row of a coefficient file wrong"),
    "SCM-009": text("coefficient there twice"),
    "SEL-001": text("unknown stage"),
    "SEL-002": text("unknown technology"),
    "SEL-003": text("unknown design"),
    "SEL-004": text("unknown location"),
    "SEL-005": text("unknown vintage"),
    "SEL-006": text("product not understood"),
    "SEL-007": text("declared unit not possible for this product"),
    "SEL-008": text("a quantity is needed for this declared unit"),
    "SEL-009": text("quantity out of range"),
    "SEL-010": text("no electricity data for this year"),
    "SEL-011": text("unknown GWP set"),
    "SEL-012": text("unknown dataset"),
    "SEL-013": text("unknown parameter"),
    "SEL-014": text("electricity not known"),
    "SEL-015": text("quantity without effect"),
    "SIG-001": text("not a PKCS #12 file, or damaged"),
    "SIG-002": text("passphrase of a signing key wrong"),
    "SIG-003": text("key of a kind with which documents are not signed"),
    "SIG-004": text("RSA key too short"),
    "SIG-005": text("signing certificate expired or not valid yet"),
    "SIG-006": text("key and certificate do not belong together"),
    "SIG-007": text("certificate not for signing documents"),
    "SIG-008": text("PDF cannot be signed"),
    "SIG-009": text("time stamp not obtained"),
    "SIG-010": text("security token cannot be used"),
    "SIG-011": text("PDF without a signature"),
    "SIG-012": text("PDF with more than one signature"),
    "SIG-013": text("signature does not cover the whole file"),
    "SIG-014": text("content changed after it was signed"),
    "SIG-015": text("signature does not hold"),
    "SIG-016": text("signer not trusted"),
    "SIG-017": text("certificate was not valid when it signed"),
    "SIG-018": text("bytes that no signature covers are not as they were made"),
    "SIG-019": text("signed with an algorithm that is not accepted"),
    "SIG-020": text("time of signing missing or not possible"),
    "SIG-021": text("time stamp does not hold"),
    "SIG-022": text("no certificate that can be read"),
    "SIG-023": text("file larger than is read"),
    "STF-001": text("key belongs to nobody of the registry"),
    "STF-002": text("person was revoked"),
    "STF-003": text("key of a person expired"),
    "STF-004": text("role does not allow the act"),
    "STF-005": text("person did another act of the same application that must be kept apart"),
    "STF-006": text("conflict of interest"),
    "STF-007": text("key of a person that is taken or not possible"),
    "STF-008": text("a key that is somebody's already"),
    "STF-009": text("unknown role"),
    "STF-010": text("no administrator would be left"),
    "STF-011": text("unknown person"),
    "STF-012": text("interest with dates or a client that are not possible"),
    "SUB-001": text("not a submission or sealed part, or damaged"),
    "SUB-002": text("larger than such a file may be"),
    "SUB-003": text("content that such a file may not have"),
    "SUB-004": text("manifest or statement not understood"),
    "SUB-005": text("format version not known"),
    "SUB-006": text("file missing"),
    "SUB-007": text("file changed"),
    "SUB-008": text("file that the manifest does not name"),
    "SUB-009": text("file there twice"),
    "SUB-010": text("footprint differs from its recomputation"),
    "SUB-011": text("computed with other data or software"),
    "SUB-012": text("evidence missing"),
    "SUB-013": text("evidence contradicts its hash"),
    "SUB-014": text("file name not possible in a submission"),
    "SUB-015": text("signature does not hold"),
    "SUB-016": text("summary contradicts its inventory"),
    "SUB-017": text("no sealed inventory behind a summary"),
    "SUB-018": text("key or certificate cannot be used for this"),
    "SUB-019": text("passphrase missing, too short or wrong"),
    "SUB-020": text("certificate not valid today"),
    "SUB-021": text("key file can be read by others"),
    "SUB-022": text("file already there"),
    "SUB-023": text("sealed inventory cannot be opened"),
    "SUB-024": text("input that cannot be packed or sealed"),
    "VER-001": text("file to verify not readable"),
    "VER-002": text("file larger than any certificate"),
    "VER-003": text("no certificate in the file"),
    "VER-004": text("more than one record in the file"),
    "VER-005": text("record not understood, or spelled otherwise"),
    "VER-006": text("number of a certificate mistyped"),
    "VER-007": text("number not in the registry"),
    "VER-008": text("record differs from the registry's"),
    "VER-009": text("not the issued file"),
    "VER-010": text("signed with another key"),
    "VER-011": text("certificate expired"),
    "VER-012": text("certificate not in force"),
    "VER-013": text("certificate upstream does not hold"),
    "VER-014": text("entries of the log do not hold"),
    "VER-015": text("certificate not handed out yet"),
    "VER-016": text("file never handed out"),
    "VER-017": text("certificate not valid yet"),
    "VER-018": text("registry needed"),
    "VER-019": text("not signed"),
    "WBK-001": text("the file cannot be read"),
    "WBK-002": text("the file is empty"),
    "WBK-003": text("lock file of an open workbook"),
    "WBK-004": text("not an Excel workbook"),
    "WBK-005": text("a table in another format"),
    "WBK-006": text("protected by a password"),
    "WBK-007": text("the file is damaged"),
    "WBK-008": text("the file unpacks to too much"),
    "WBK-009": text("too many cells"),
    "WBK-010": text("document type declared"),
    "WBK-011": text("macros"),
    "WBK-012": text("links to other files"),
    "WBK-013": text("embedded objects"),
    "WBK-014": text("unsafe names in the archive"),
    "WBK-020": text("not made from our template"),
    "WBK-021": text("another version of the template"),
    "WBK-022": text("stage not known"),
    "WBK-023": text("sheet missing"),
    "WBK-024": text("sheet doubled"),
    "WBK-025": text("column missing"),
    "WBK-026": text("column doubled"),
    "WBK-027": text("column not read"),
    "WBK-028": text("heading and hidden key differ"),
    "WBK-029": text("sheet not read"),
    "WBK-030": text("required cell empty"),
    "WBK-031": text("asked and not answered"),
    "WBK-032": text("not a number"),
    "WBK-033": text("number with more than one reading"),
    "WBK-034": text("number converted"),
    "WBK-035": text("unit does not fit"),
    "WBK-036": text("number out of range"),
    "WBK-037": text("error of the spreadsheet"),
    "WBK-038": text("formula never computed"),
    "WBK-039": text("merged cells"),
    "WBK-040": text("not on the list"),
    "WBK-041": text("share without per cent sign"),
    "WBK-042": text("month not understood"),
    "WBK-043": text("day not understood"),
    "WBK-044": text("something else than a number"),
    "WBK-045": text("too many digits"),
    "WBK-046": text("text too long"),
    "WBK-047": text("line with a total"),
    "WBK-050": text("reference to a key that is not there"),
    "WBK-051": text("key stands twice"),
    "WBK-052": text("line repeated"),
    "WBK-053": text("unit of line and flow differ"),
    "WBK-054": text("odd number of a certificate"),
    "WBK-055": text("sheet without lines"),
    "WBK-056": text("period reversed"),
    "WBK-057": text("not a SHA-256"),
    "WBK-058": text("odd unified social credit code"),
    "WBK-101": text("silicon balance"),
    "WBK-102": text("area balance"),
    "WBK-103": text("amount per unit far from the library's"),
    "WBK-104": text("month missing"),
    "WBK-105": text("month doubled"),
    "WBK-106": text("month outside of the period"),
    "WBK-107": text("year and months of one meter"),
    "WBK-108": text("sum of shares"),
    "WBK-109": text("mass of the module and its materials"),
    "WBK-110": text("much scrap"),
    "WBK-111": text("power, area and efficiency"),
    "WBK-112": text("power bins and representative"),
    "WBK-113": text("a thousand times off"),
    "WBK-114": text("contracts above consumption"),
    "WBK-115": text("abatement too good"),
    "WBK-116": text("certificate doubled"),
    "WBK-117": text("transport and materials"),
    "WBK-118": text("period of the data"),
    "WBK-119": text("output cannot be referred"),
    "WBK-120": text("green power without cancelled certificates"),
    "WBK-121": text("no electricity given"),
    "WBK-122": text("shares of the site and their basis"),
}
"""Every code that a finding can carry, with its meaning."""

WORDS = ("message", "expected", "hint")
"""Fields of a finding that are words, and stand in JSON in Chinese too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    code : str
        A key of :data:`CODES`; stable across versions.
    message : str
        What is wrong, in one sentence.
    file : str
        File in which it stands, relative to the data folder; empty if none.
    line : int, optional
        Line of the file, counted from 1.
    column : str
        Column or field.
    sheet, cell : str
        Sheet of a workbook and cell in it, such as ``C12``.
    found : str
        What stands there.
    expected : str
        What may stand there.
    hint : str
        How to mend it.
    severity : str
        ``error``, ``warning``, or ``question`` for what may be right and needs a word.
    """

    code: str
    message: str
    file: str = ""
    line: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    severity: str = "error"
    sheet: str = ""
    cell: str = ""

    def __post_init__(self) -> None:
        """Refuse a code that is not in the list."""
        if self.code not in CODES:
            msg = f"finding code {self.code} is not listed in CODES"
            raise ValueError(msg)

    @property
    def place(self) -> str:
        """Where it stands, as far as known: ``file:line, column`` or ``file, sheet!cell``."""
        line = f":{self.line}" if self.line else ""
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return ", ".join(part for part in (f"{self.file}{line}", inside, self.column) if part)

    def said(self, language: str) -> str:
        """Return the finding as text: what, where, found, expected, how to mend it.

        Parameters
        ----------
        language : str
            ``en``, ``zh`` or ``both``.

        Returns
        -------
        str
            A line for the message and one for each detail that is known.
        """
        details = (
            (text("at"), self.place),
            (text("found"), self.found),
            (text("expected"), self.expected),
            (text("mend"), self.hint),
        )
        colon = "：" if language == "zh" else ": "
        return f"{self.code}{colon}{said(self.message, language)}" + "".join(
            f"\n  {label.said(language)}{colon}{said(value, language)}"
            for label, value in details
            if value
        )

    def __str__(self) -> str:
        """Return the finding as English text."""
        return self.said("en")

    def to_dict(self) -> dict[str, object]:
        """Return the finding as a dictionary of JSON values, its words in both languages."""
        chinese = {f"{name}_zh": said(getattr(self, name), "zh") for name in WORDS}
        return {**asdict(self), **chinese}


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether an error is among findings.

    Parameters
    ----------
    findings : iterable of Finding
        Errors, warnings and questions.

    Returns
    -------
    bool
        False if all are warnings and questions, or there are none.
    """
    return any(finding.severity == "error" for finding in findings)


class PvfootprintError(Exception):
    """Something is wrong; the findings say what.

    Parameters
    ----------
    findings : iterable of Finding
        Everything that was found, never only the first.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class LibraryError(PvfootprintError):
    """A file of ``inventories/`` or ``methods/`` is wrong."""


class SupplyError(PvfootprintError):
    """The data of companies do not link to a supply chain."""


class SelectionError(PvfootprintError):
    """What was asked for is not there or not possible."""


class CalculationError(PvfootprintError):
    """The product system has no sound solution."""


class OutputError(PvfootprintError):
    """A result could not be written."""


class RulesError(PvfootprintError):
    """A study breaks a rule, where that stops the check."""


class RegistryError(PvfootprintError):
    """The registry is wrong, or cannot be reached."""


class CertificationError(PvfootprintError):
    """An act of the certification is not allowed, or lacks something."""


class SignatureError(PvfootprintError):
    """A key of the certifier cannot sign, or a signature does not hold."""


class SubmissionError(PvfootprintError):
    """A submission, a sealed part or a key is wrong."""
