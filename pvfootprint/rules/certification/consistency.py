"""Whether the file of a certification scheme makes sense as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from pvfootprint.language.texts import Text, joined, text
from pvfootprint.model.certification import (
    ACT_NAMES,
    CRITERIA,
    NEEDED_CRITERIA,
    OPTIONAL_STEPS,
    STEPS,
)
from pvfootprint.rules.certification.layout import (
    PER_SITE,
    UNITS,
    Clause,
    Grounded,
    Line,
    SchemeFile,
)
from pvfootprint.rules.certification.numbers import pattern_faults, plain_pattern
from pvfootprint.rules.clauses import CLAUSES

Place = tuple[str | int, ...]
Fault = tuple[str, Text, Place, str, str]
"""Code, message, place in the file, what was found, what is expected."""

AFTER_EVALUATION = ("review", "decide")
BEFORE_DECISION = ("evaluate", "audit")
OF_AUDIT = ("man_days", "chapters", "checklist")
"""Parts of the file that belong to an audit."""

PATTERNS = ("number_pattern", "application_pattern")

TEST_APPROVAL = "TEST"
"""How the approval of a test begins."""


def inconsistencies(parsed: SchemeFile) -> Iterator[Fault]:
    """Return what contradicts itself.

    Parameters
    ----------
    parsed : SchemeFile
        A file whose parts are each right.

    Yields
    ------
    tuple
        Code, message, place, what was found, what is expected.
    """
    for check in (
        _grounds, _units, _repeated, _steps, _roles, _apart, _conflicts, _audit, _criteria,
        _numbers, _times, _test,
    ):  # fmt: skip
        yield from check(parsed)


def grounded(parsed: SchemeFile) -> Iterator[tuple[Place, Grounded]]:
    """Give every part that rests on something, with its place."""
    for name in type(parsed).model_fields:
        part = getattr(parsed, name)
        if isinstance(part, Grounded):
            yield (name,), part
        elif isinstance(part, list):
            for i, one in enumerate(part):
                if isinstance(one, Grounded):
                    yield (name, i), one


def _grounds(parsed: SchemeFile) -> Iterator[Fault]:
    for place, part in grounded(parsed):
        for key in part.basis:
            if key not in parsed.sources:
                said = text("the source is not in the list of sources")
                yield "CSC-015", said, (*place, "basis"), key, joined(", ", parsed.sources)
        if part.certainty != "own" and not part.basis:
            said = text("it is no choice of the scheme's own, and names no source")
            yield "CSC-015", said, (*place, "basis"), "", joined(", ", parsed.sources)
        if part.certainty == "to be confirmed" and not part.note_en.strip():
            said = text("it is to be confirmed, and no note says what")
            yield "CSC-017", said, (*place, "note_en"), "", ""
        pairs = [("note", part.note_en, part.note_zh)]
        if isinstance(part, Line):
            pairs.append(("clause", part.clause_en, part.clause_zh))
            yield from _question(part, place, parsed)
        for name, english, chinese in pairs:
            if bool(english.strip()) != bool(chinese.strip()):
                missing = f"{name}_zh" if english.strip() else f"{name}_en"
                yield "CSC-006", _one_language(missing), (*place, missing), "", ""


def _one_language(field: str) -> Text:
    if field.endswith("zh"):
        return text("the Chinese text is missing")
    return text("the English text is missing")


def _question(line: Line, place: Place, parsed: SchemeFile) -> Iterator[Fault]:
    if line.chapter not in parsed.chapters:
        said = text("the chapter is not known")
        yield "CSC-007", said, (*place, "chapter"), line.chapter, joined(", ", parsed.chapters)
    if line.rule and line.rule not in CLAUSES:
        said = text("the accounting rules have no such clause")
        yield "CSC-007", said, (*place, "rule"), line.rule, joined(", ", CLAUSES)
    if bool(line.rule) == bool(line.clause_en or line.clause_zh):
        said = text("a question rests either on a clause of the rules, or on words")
        expected = text("rule, or clause_en and clause_zh")
        yield "CSC-018", said, (*place, "rule"), line.rule, expected


def _units(parsed: SchemeFile) -> Iterator[Fault]:
    for name in type(parsed).model_fields:
        part = getattr(parsed, name)
        if isinstance(part, Clause) and part.unit != UNITS.get(name, ""):
            said = text("the unit of {key} is another one", key=name)
            yield "CSC-005", said, (name, "unit"), part.unit, UNITS.get(name, "")


def _repeated(parsed: SchemeFile) -> Iterator[Fault]:
    for name in ("documents", "checklist", "criteria", "agreement", "licence"):
        seen: set[str] = set()
        for i, one in enumerate(getattr(parsed, name)):
            if one.key in seen:
                yield "CSC-016", text("the key stands twice"), (name, i, "key"), one.key, ""
            seen.add(one.key)


def _steps(parsed: SchemeFile) -> Iterator[Fault]:
    steps = parsed.steps.value
    missing = [step for step in STEPS if step not in steps and step not in OPTIONAL_STEPS]
    found, place = ", ".join(steps), ("steps", "value")
    expected = joined(", ", STEPS)
    if missing:
        said = text("no scheme can do without the step {step}", step=joined(", ", missing))
        yield "CSC-008", said, place, found, expected
    if any(STEPS.index(a) >= STEPS.index(b) for a, b in pairwise(steps)):
        said = text("the steps are not in an order in which they can be taken")
        yield "CSC-008", said, place, found, expected
    if ("plan-audit" in steps) != ("audit" in steps):
        said = text("an audit and its plan stand together or not at all")
        yield "CSC-008", said, place, found, expected

    for kind, left_out in (parsed.left_out.value if parsed.left_out else {}).items():
        yield from _left_out(kind, list(left_out), list(steps))


def _left_out(kind: str, left_out: list[str], steps: list[str]) -> Iterator[Fault]:
    place, found = ("left_out", "value", kind), ", ".join(left_out)
    for step in left_out:
        if step not in steps:
            said = text("the scheme has no step {step}", step=step)
            yield "CSC-018", said, place, step, joined(", ", steps)
    if ("plan-audit" in left_out) != ("audit" in left_out):
        said = text("an audit and its plan stand together or not at all")
        yield "CSC-008", said, place, found, "plan-audit, audit"


def acts_of(steps: list[str]) -> list[str]:
    """Return the acts that there are under a scheme with such steps."""
    left_out = set(STEPS) - set(steps)
    return [act for act in ACT_NAMES if act not in left_out]


def _roles(parsed: SchemeFile) -> Iterator[Fault]:
    there = acts_of(list(parsed.steps.value))
    given: set[str] = set(parsed.roles.value)
    for act in there:
        if act not in given:
            said = text("nobody may do {act}: it has no role", act=act)
            yield "CSC-009", said, ("roles", "value", act), "", ""
    for unknown in parsed.roles.value:
        if unknown not in there:
            said = text("the scheme has no act {act}", act=unknown)
            yield "CSC-009", said, ("roles", "value", unknown), unknown, joined(", ", there)


def _apart(parsed: SchemeFile) -> Iterator[Fault]:
    there = acts_of(list(parsed.steps.value))
    place = ("apart", "value")
    for acts in parsed.apart.value:
        for act in acts:
            if act not in there:
                said = text("the scheme has no act {act}", act=act)
                yield "CSC-018", said, place, act, joined(", ", there)
        if len(set(acts)) < len(acts):
            said = text("an act cannot be kept apart from itself")
            yield "CSC-018", said, place, ", ".join(acts), ""
    kept: list[set[str]] = [set(acts) for acts in parsed.apart.value]
    for pair in product((*BEFORE_DECISION, "answer-appeal"), AFTER_EVALUATION):
        if set(pair) <= set(there) and not any(set(pair) <= acts for acts in kept):
            one, other = pair
            said = text("the same person could do {one} and {other}", one=one, other=other)
            yield "CSC-014", said, place, "", f'["{one}", "{other}"]'


def _conflicts(parsed: SchemeFile) -> Iterator[Fault]:
    there, closed = acts_of(list(parsed.steps.value)), parsed.conflict_acts.value
    place = ("conflict_acts", "value")
    for act in closed:
        if act not in there:
            said = text("the scheme has no act {act}", act=act)
            yield "CSC-018", said, place, act, joined(", ", there)
    for needed in ("audit", *AFTER_EVALUATION):
        if needed in there and needed not in closed:
            said = text("who consulted for the client could do {act}", act=needed)
            yield "CSC-014", said, place, ", ".join(closed), needed


def _audit(parsed: SchemeFile) -> Iterator[Fault]:
    audited = "audit" in parsed.steps.value
    for name in OF_AUDIT:
        if bool(getattr(parsed, name)) == audited:
            continue
        if audited:
            yield "CSC-003", text("{place} is missing", place=name), (name,), "", ""
        else:
            said = text("{name} belongs to an audit, and the scheme has none", name=name)
            yield "CSC-018", said, (name,), "", ""
    if parsed.man_days:
        wanted = {*parsed.stages, PER_SITE}
        days: set[str] = set(parsed.man_days.value)
        if days != wanted:
            said = text("man-days name the stages of the scheme and each further site")
            found, expected = ", ".join(sorted(days)), ", ".join(sorted(wanted))
            yield "CSC-018", said, ("man_days", "value"), found, expected
    for grade in parsed.open_grades.value:
        if grade not in parsed.due_days.value:
            said = text("findings of this grade must be closed, and no day is set")
            yield "CSC-018", said, ("due_days", "value"), "", grade


def _criteria(parsed: SchemeFile) -> Iterator[Fault]:
    steps: list[str] = list(parsed.steps.value)
    there: list[str] = [one.key for one in parsed.criteria]
    needed = [*NEEDED_CRITERIA, *(key for key, step in CRITERIA.items() if step in steps)]
    if parsed.system_months.value:
        needed.append("system")
    for key in needed:
        if key not in there:
            said = text("the criterion {key} is missing", key=key)
            yield "CSC-003", said, ("criteria",), ", ".join(there), key
    for i, key in enumerate(there):
        if CRITERIA[key] and CRITERIA[key] not in steps:
            said = text("the scheme has no step {step} to judge by", step=CRITERIA[key])
            yield "CSC-018", said, ("criteria", i, "key"), key, ""


def _numbers(parsed: SchemeFile) -> Iterator[Fault]:
    codes = parsed.codes
    patterns = {name: getattr(parsed, name).value for name in PATTERNS}
    example = text("such as {example}", example="YC-PCF-{year}-{running:05d}-{check}")
    for name, pattern in patterns.items():
        algorithm = parsed.check_algorithm.value
        for said in pattern_faults(pattern, algorithm, codes, tuple(parsed.stages)):
            yield "CSC-010", said, (name, "value"), pattern, example
    if len({plain_pattern(pattern) for pattern in patterns.values()}) < len(patterns):
        said = text("certificates and applications would have the same numbers")
        place = ("application_pattern", "value")
        yield "CSC-010", said, place, patterns["application_pattern"], ""
    if codes and not any("{stage" in pattern for pattern in patterns.values()):
        said = text("letters of stages are given, and no number has them")
        yield "CSC-018", said, ("stage_codes",), "", "{stage}"


def _times(parsed: SchemeFile) -> Iterator[Fault]:
    valid = parsed.validity_months.value
    for name in ("surveillance_months", "suspension_months"):
        months = getattr(parsed, name).value
        if months > valid:
            said = text("it is longer than a certificate is valid")
            yield "CSC-018", said, (name, "value"), str(months), f"<= {valid}"


def _test(parsed: SchemeFile) -> Iterator[Fault]:
    certifier = parsed.certifier
    marked = {
        "approval": certifier.approval.startswith(TEST_APPROVAL),
        "name": "测试" in certifier.name,
        "name_en": "test" in certifier.name_en.casefold(),
        "mark": TEST_APPROVAL in certifier.mark,
    }
    for name, says_test in marked.items():
        if says_test == parsed.test:
            continue
        if parsed.test:
            said = text("the scheme is a test, and {name} does not say so", name=name)
            expected = text("TEST in approval and mark, 测试 in the name, test in its English")
        else:
            said = text("the scheme is no test, and {name} says that it is one", name=name)
            expected = text("what the certifier is really called; or test = true")
        yield "CSC-013", said, ("certifier", name), getattr(certifier, name), expected
