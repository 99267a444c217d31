"""What the file of a certification scheme may hold, checked by pydantic."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from pvfootprint.rules.schemes.layout import Stage

Role = Literal[
    "administrator",
    "intake",
    "evaluator",
    "auditor",
    "reviewer",
    "decision-maker",
    "signatory",
]
Step = Literal["apply", "accept", "evaluate", "plan-audit", "audit", "review", "decide", "issue"]
Act = (
    Step
    | Literal[
        "reject",
        "correct",
        "surveil",
        "change",
        "suspend",
        "resume",
        "withdraw",
        "cancel",
        "renew",
        "complaint",
        "answer-complaint",
        "appeal",
        "answer-appeal",
    ]
)
Kind = Literal["renewal", "extension", "reduction"]
LaterStep = Literal["plan-audit", "audit", "review"]
Grade = Literal["major", "minor", "observation"]
CriterionKey = Literal[
    "documents",
    "evidence",
    "rules",
    "questions",
    "recomputation",
    "system",
    "upstream",
    "green-certificates",
    "audit",
    "findings",
    "review",
]
Record = Literal[
    "application",
    "evaluation",
    "audit",
    "decision",
    "certificate",
    "surveillance",
    "complaint",
    "log",
]
Certainty = Literal["read", "secondary", "to be confirmed", "own"]
Algorithm = Literal["mod_37_36", "mod_97_10", "mod_11_2"]

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
Pattern = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, Field(pattern="^[a-z0-9-]+$")]
Days = Annotated[int, Field(ge=0, le=3650)]
Months = Annotated[int, Field(ge=1, le=1200)]
Years = Annotated[int, Field(ge=1, le=100)]

PER_SITE = "per_site"
"""Key of the man-days for each further site, beside the stages."""

V = TypeVar("V")


class _Table(BaseModel):
    """A table of the file: every key is known, nothing is converted, numbers are finite."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Named(_Table):
    """A text in both languages."""

    en: Words
    zh: Words


class Grounded(Named):
    """A text with what it rests on."""

    basis: list[str] = []
    certainty: Certainty
    note_en: str = ""
    note_zh: str = ""


class Clause(Grounded, Generic[V]):
    """A value, what it means and what it rests on."""

    value: V
    unit: str = ""


class Document(Grounded):
    """A document of the application."""

    key: Key
    optional: bool = False


class Line(Grounded):
    """A question of the checklist; it rests on a clause of the accounting rules, or on words."""

    key: str = Field(pattern="^[A-Z]+-[0-9]+$")
    chapter: str
    rule: str = ""
    clause_en: str = ""
    clause_zh: str = ""


class Paragraph(Grounded):
    """A heading and its text."""

    key: Key
    said_en: Words
    said_zh: Words


class Criterion(Paragraph):
    """A criterion of the decision."""

    key: CriterionKey


class Certifier(_Table):
    """Who certifies."""

    name: Words
    name_en: Words
    code: str
    address: Words
    approval: Words
    contact: Words
    mark: str = Field(pattern="^[A-Z0-9 ]{2,20}$")


class Label(_Table):
    """Texts of the label."""

    title: Named
    kind: Named
    number: Named
    valid: Named
    verify: Named
    notice: Named
    test: Named


class SchemeFile(_Table):
    """The whole file."""

    key: Key
    version: Words
    status: Literal["draft", "pilot", "in force"]
    test: bool
    en: Words
    zh: Words
    rules: Key
    stages: list[Stage] = Field(min_length=1)
    certifier: Certifier
    basis: list[Grounded] = Field(min_length=1)
    steps: Clause[list[Step]]
    left_out: Clause[dict[Kind, Annotated[list[LaterStep], Field(min_length=1)]]] | None = None
    roles: Clause[dict[Act, Annotated[list[Role], Field(min_length=1)]]]
    apart: Clause[list[Annotated[list[Act], Field(min_length=2)]]]
    conflict_acts: Clause[list[Act]]
    conflict_years: Clause[Annotated[float, Field(gt=0, le=100)]]
    documents: list[Document] = Field(min_length=1)
    system_months: Clause[Annotated[int, Field(ge=0, le=1200)]]
    man_days: (
        Clause[dict[Stage | Literal["per_site"], Annotated[float, Field(gt=0, le=100)]]] | None
    ) = None
    chapters: dict[Key, Named] = {}
    checklist: list[Line] = []
    due_days: Clause[dict[Grade, Annotated[int, Field(ge=1, le=3650)]]]
    open_grades: Clause[list[Grade]]
    criteria: list[Criterion] = Field(min_length=1)
    validity_months: Clause[Months]
    surveillance_months: Clause[Months]
    surveillance_margin_days: Clause[Days]
    suspension_months: Clause[Months]
    appeal_days: Clause[Annotated[int, Field(ge=1, le=3650)]]
    retention_years: Clause[Annotated[dict[Record, Years], Field(min_length=1)]]
    number_pattern: Clause[Pattern]
    application_pattern: Clause[Pattern]
    stage_codes: Clause[dict[Stage, Annotated[str, Field(pattern="^[A-Z0-9]{1,4}$")]]] | None = None
    check_algorithm: Clause[Algorithm]
    decimals: Clause[Annotated[int, Field(ge=1, le=6)]]
    status_address: Clause[Annotated[str, Field(pattern=r"^https://[^\s{}]+\{number\}[^\s{}]*$")]]
    label: Label
    agreement: list[Paragraph] = Field(min_length=1)
    licence: list[Paragraph] = Field(min_length=1)
    sources: dict[Key, Words]

    @property
    def codes(self) -> dict[str, str]:
        """Letters of the stages in a number; empty if there are none."""
        given = self.stage_codes.value if self.stage_codes else {}
        return {str(stage): code for stage, code in given.items()}


UNITS = {
    "conflict_years": "year",
    "system_months": "month",
    "man_days": "day",
    "due_days": "day",
    "validity_months": "month",
    "surveillance_months": "month",
    "surveillance_margin_days": "day",
    "suspension_months": "month",
    "appeal_days": "day",
    "retention_years": "year",
    "decimals": "figure",
}
"""Unit of a clause; the others have none."""
