"""A grant needs every criterion of the scheme; a refusal needs a reason."""

import dataclasses

import pytest

from pvfootprint.certification import acts
from pvfootprint.certification.decision.criteria import CHECKS, check_criteria, view_of
from pvfootprint.certification.decision.deciding import criteria_now, grant, refuse_certificate
from pvfootprint.certification.decision.reviewing import review
from pvfootprint.model.certificate_record import Said
from pvfootprint.model.certification import CRITERIA
from pvfootprint.model.findings import CertificationError
from pvfootprint.registry.projections import GreenRange

pytestmark = pytest.mark.usefixtures("quick_papers")

WHY = Said(en="the values do not hold", zh="数值不成立")
RANGE = GreenRange(system="GEC", first="GEC0000001", last="GEC0000005")


def said(words):
    return Said(en=words, zh=words)


def decide(house, number, by="decider-a"):
    return grant(house.registry, house.actor(by), number)


def refused(house, number, by="decider-a", act=decide):
    """Return code and place of each finding; nothing is written."""
    before = house.entries()
    with pytest.raises(CertificationError) as error:
        act(house, number, by)
    assert house.entries() == before
    return [finding.code for finding in error.value.findings]


def criteria(house, number):
    """Return the criteria that do not hold, with what was found."""
    checked = criteria_now(house.registry, house.case(number))
    return {one.key: one.found.en for one in checked if one.outcome == "fails"}


def evaluated(house, number, **changes):
    """Go on from the evaluation to the decision, with another evaluation."""
    house.act("evaluate", number, **changes)
    while (step := house.case(number).next_step) != "decide":
        house.act(step, number)
    return number


def points(house, **outcomes):
    """Give the points of an evaluation, some with another outcome."""
    return tuple(
        one.model_copy(update={"outcome": outcomes.get(one.key, "passes")})
        for one in house.body("evaluate").points
    )


def rule(outcome, key="CUT-001"):
    return acts.Checked(key=key, title=said("cut-off"), outcome=outcome, found=said("2 %"))


# ------------------------------------------------------------------------------------------ grant


def test_every_criterion_is_checked_and_listed(house, case_at):
    done = decide(house, case_at("decide"))
    body = done.case.body(acts.Decide)
    assert [one.key for one in body.criteria] == [one.key for one in house.scheme.criteria]
    assert {one.outcome for one in body.criteria} == {"passes"}
    assert all(one.title.zh != one.title.en for one in body.criteria)
    assert (body.decision, body.green_now) == ("grant", "spent")
    assert body.reasons[0].zh == "认证方案的各项准则均已满足"
    assert [name for name in done.papers if name.endswith(".pdf")]
    assert done.case.next_step == "issue"


def test_there_is_a_check_for_each_criterion_that_a_scheme_can_ask_for():
    assert set(CHECKS) == set(CRITERIA)


def test_a_grant_too_early(house, case_at):
    assert refused(house, case_at("review")) == ["CRT-003"]


def test_a_grant_is_final(house, case_at):
    number = case_at("issue")
    assert refused(house, number) == ["CRT-008"]


@pytest.mark.parametrize("act", ["evaluate", "plan-audit", "audit", "review"])
def test_after_the_grant_nothing_else_is_done(house, case_at, act):
    number = case_at("issue")
    with pytest.raises(CertificationError) as error:
        house.act(act, number)
    assert [finding.code for finding in error.value.findings] == ["CRT-008"]


@pytest.mark.parametrize("key", ["documents", "evidence", "recomputation", "system"])
@pytest.mark.parametrize("outcome", ["fails", "asks", None])
def test_points_of_the_evaluation(house, case_at, key, outcome):
    given = points(house, **{key: outcome}) if outcome else points(house)
    given = tuple(one for one in given if outcome or one.key != key)
    number = case_at("evaluate")
    house.act("evaluate", number, points=given)
    assert key in criteria(house, number)


def test_a_required_document_is_missing(house, case_at):
    documents = tuple(
        one for one in house.body("apply").documents if one.kind != "bill-of-materials"
    )
    number = case_at("decide", documents=documents)
    assert criteria(house, number) == {
        "documents": "missing: Bill of materials of each model",
    }
    assert refused(house, number) == ["CRT-045"]


def test_a_rule_is_broken(house, case_at):
    given = (*points(house), rule("fails"))
    number = evaluated(house, case_at("evaluate"), points=given)
    assert criteria(house, number) == {"rules": "CUT-001: cut-off"}
    assert refused(house, number) == ["CRT-045"]


@pytest.mark.parametrize(
    ("answer", "evidence", "holds"),
    [
        ("conforms", "lists of 2025", True),
        ("not applicable", "one model only", True),
        ("conforms", "", False),
        ("does not conform", "lists of 2025", False),
    ],
)
def test_a_question_of_the_rules_needs_its_answer(house, case_at, answer, evidence, holds):
    number = case_at("evaluate")
    house.act("evaluate", number, points=(*points(house), rule("asks", "GRP-001")))
    house.act("plan-audit", number)
    assert criteria(house, number)["questions"].endswith("GRP-001")
    given = acts.AuditAnswer(
        question="GRP-001", answer=answer, evidence=said(evidence), remark=said("")
    )
    house.act("audit", number, answers=(*house.body("audit").answers, given))
    assert ("questions" not in criteria(house, number)) == holds


def test_what_papers_could_not_show_the_audit_may_have_seen(house, case_at):
    number = case_at("evaluate")
    house.act("evaluate", number, points=points(house, system="asks"))
    house.act("plan-audit", number)
    assert {"system", "questions"} <= set(criteria(house, number))
    given = acts.AuditAnswer(
        question="system", answer="conforms", evidence=said("minutes"), remark=said("")
    )
    house.act("audit", number, answers=(*house.body("audit").answers, given))
    assert not {"system", "questions"} & set(criteria(house, number))


@pytest.mark.parametrize(
    ("key", "criterion"),
    [("sealed", "recomputation"), ("green-certificates", "green-certificates")],
)
def test_what_could_not_be_opened(house, case_at, key, criterion):
    number = case_at("evaluate")
    point = acts.Checked(key=key, title=said(key), outcome="asks", found=said("it is sealed"))
    house.act("evaluate", number, points=(*points(house), point))
    assert criteria(house, number)[criterion] == "it is sealed"
    house.act("plan-audit", number)
    given = acts.AuditAnswer(
        question=key, answer="conforms", evidence=said("opened"), remark=said("")
    )
    house.act("audit", number, answers=(*house.body("audit").answers, given))
    assert criterion not in criteria(house, number)


def test_questions_of_the_checklist_without_an_answer(house, case_at):
    number = case_at("audit")
    answers = house.body("audit").answers
    house.act("audit", number, answers=answers[1:])
    house.act("review", number)
    assert criteria(house, number) == {"audit": f"without an answer: {answers[0].question}"}


def test_an_open_finding(house, case_at):
    number = case_at("audit")
    found = acts.AuditFinding(key="F1", grade="minor", said=said("a"), due="2026-05-01")
    house.act("audit", number, findings=(found,))
    assert criteria(house, number)["findings"] == "open: F1"
    # The step is not done either, so that the finding is not listed twice.
    assert refused(house, number) == ["CRT-003"]


def test_a_review_that_recommends_a_refusal(house, case_at):
    number = case_at("review")
    assert "review" in criteria(house, number)
    house.act("review", number, recommends="refuse")
    assert criteria(house, number) == {"review": "a refusal is recommended"}
    assert refused(house, number) == ["CRT-045"]


def test_everything_that_is_missing_is_said_at_once(house, case_at):
    given = (*points(house, recomputation="fails"), rule("fails"))
    number = evaluated(house, case_at("evaluate"), points=given)
    house.act("review", number, recommends="refuse")
    assert refused(house, number, by="reviewer-b") == ["STF-004", *["CRT-045"] * 3]


def test_an_application_that_was_not_evaluated(house, case_at):
    missing = criteria(house, case_at("evaluate"))
    assert {"evidence", "rules", "questions", "recomputation", "system"} <= set(missing)


def test_criteria_of_steps_that_are_left_out_are_not_asked_for(house, case_at):
    number = case_at("decide")
    case = house.case(number)
    case.scheme = dataclasses.replace(
        case.scheme, steps=("apply", "accept", "evaluate", "decide", "issue")
    )
    with house.reading() as snapshot:
        keys = {one.key for one in check_criteria(view_of(snapshot, case, house.clock.day))}
    assert keys == set(CRITERIA) - {"audit", "findings", "review"}


@pytest.mark.parametrize(
    ("kind", "day", "codes"),
    [
        ("renewal", "2026-03-02", []),
        ("renewal", "2028-03-02", []),
        ("extension", "2026-03-02", []),
        ("extension", "2028-03-02", ["CRT-046"]),
        ("reduction", "2028-03-02", ["CRT-046"]),
    ],
)
def test_a_certificate_that_is_to_be_replaced_must_be_in_force(house, case_at, kind, day, codes):
    before = house.case(case_at("")).certificate
    number = case_at("decide", kind=kind, certificate=before)
    # Keys count for two years, to the day on which the certificate has expired.
    house.clock.set(day)
    if codes:
        assert refused(house, number) == codes
    else:
        assert decide(house, number).case.decision == "grant"


# -------------------------------------------------------------------------------------- upstream


@pytest.fixture
def cell(house, case_at):
    """Give a certificate of a cell, and how the module's evaluation names it."""
    record = house.record("-", "-")
    product = record.product.model_copy(update={"code": "site:cell", "stage_key": "cell"})
    number = house.issue(case_at("issue"), product=product.model_dump())
    supplied = acts.Supplied(
        code="site:cell",
        workbook=product.workbook,
        stage=said("cell"),
        company="示例电池有限公司",
        product="TOPCon cell",
    )
    return number, supplied


def close(house, act, number, **more):
    """End or hold a certificate by hand."""
    body = acts.BODIES[act](reason=WHY, **more)
    house.write(act, number, body, "decider-a")


def test_a_valid_certificate_upstream_is_referred_to(house, case_at, cell):
    number = evaluated(house, case_at("evaluate"), supplied=(cell[1],))
    assert decide(house, number).case.upstream == (cell[0],)


def test_a_product_without_a_certificate_stands_without(house, case_at, cell):
    other = cell[1].model_copy(update={"workbook": "0" * 64})
    number = evaluated(house, case_at("evaluate"), supplied=(other,))
    assert decide(house, number).case.upstream == ()


@pytest.mark.parametrize("act", ["suspend", "withdraw"])
def test_a_certificate_in_doubt_stands_against_the_grant(house, case_at, cell, act):
    number = evaluated(house, case_at("evaluate"), supplied=(cell[1],))
    close(house, act, cell[0], **({"until": "2026-06-01"} if act == "suspend" else {}))
    word = "suspended" if act == "suspend" else "withdrawn"
    assert criteria(house, number) == {"upstream": f"{cell[0]} is {word}"}
    assert refused(house, number) == ["CRT-045"]
    if act == "suspend":
        close(house, "resume", cell[0])
        assert decide(house, number).case.upstream == (cell[0],)


def test_a_newer_valid_certificate_counts_before_a_withdrawn_one(house, case_at, cell):
    close(house, "withdraw", cell[0])
    record = house.record("-", "-")
    product = record.product.model_copy(update={"code": "site:cell", "stage_key": "cell"})
    newer = house.issue(case_at("issue"), product=product.model_dump())
    number = evaluated(house, case_at("evaluate"), supplied=(cell[1],))
    assert decide(house, number).case.upstream == (newer,)


def test_doubt_further_up_the_chain_counts(house, case_at, cell):
    """The cell's own certificate is valid, but it stands on a wafer's that was withdrawn."""
    record = house.record("-", "-")
    line = acts.Supplied(
        code="site:cell2",
        workbook=record.product.workbook,
        stage=said("cell"),
        company="c",
        product="p",
    )
    product = record.product.model_copy(update={"code": "site:cell2"})
    upstream = {
        "number": cell[0],
        "record": "0" * 64,
        "stage": {"en": "wafer", "zh": "硅片"},
        "company": "c",
        "product": "p",
        "shown": "1",
        "unit": "kgCO2e/m2",
        "expires": "2028-03-01",
    }
    house.issue(case_at("issue"), product=product.model_dump(), upstream=(upstream,))
    number = evaluated(house, case_at("evaluate"), supplied=(line,))
    close(house, "withdraw", cell[0])
    assert criteria(house, number) == {"upstream": f"{cell[0]} is withdrawn"}


@pytest.mark.parametrize("act", ["cancel", "supersede", "expire"])
def test_what_ended_without_doubt_is_not_referred_to(house, case_at, cell, act):
    number = evaluated(house, case_at("evaluate"), supplied=(cell[1],))
    if act == "expire":
        house.clock.set("2028-03-02")
        house.add("decider-a", "decision-maker")
    elif act == "cancel":
        close(house, act, cell[0])
    else:
        house.write(act, cell[0], acts.Supersede(by="another"), "signatory-a")
    assert "upstream" not in criteria(house, number)


def test_a_suspension_while_the_letter_is_made(house, case_at, cell, monkeypatch):
    """The criteria are looked at again while nobody else can write."""
    from pvfootprint.certification import stepping

    number = evaluated(house, case_at("evaluate"), supplied=(cell[1],))
    made = stepping.act_papers

    def slowly(*given, **named):
        close(house, "suspend", cell[0], until="2026-06-01")
        return made(*given, **named)

    monkeypatch.setattr(stepping, "act_papers", slowly)
    with pytest.raises(CertificationError) as error:
        decide(house, number)
    assert [finding.code for finding in error.value.findings] == ["CRT-045"]
    assert house.case(number).decision == ""


# ----------------------------------------------------------------------------- green certificates


def use(house):
    return acts.GreenUse(**RANGE.model_dump(), company="c", site="s", use="a" * 64)


def held(house):
    with house.reading() as snapshot:
        return snapshot.green_held([RANGE])


def accepted(house, number, *ranges):
    """Accept, reserve these ranges, and go on up to the decision."""
    house.act("accept", number, green_reserved=ranges)
    while (step := house.case(number).next_step) != "decide":
        house.act(step, number)


def test_a_grant_spends_green_certificates_for_ever(house, case_at):
    number = case_at("accept", green=(use(house),))
    accepted(house, number, RANGE)
    decide(house, number)
    assert [holder for holder, _ in held(house)] == [number]
    refuse_certificate(house.registry, house.actor("decider-a"), number, [WHY])
    assert [holder for holder, _ in held(house)] == [number]


def test_a_refusal_releases_them(house, case_at):
    number = case_at("accept", green=(use(house),))
    accepted(house, number, RANGE)
    refuse_certificate(house.registry, house.actor("decider-a"), number, [WHY])
    assert held(house) == []


def test_green_certificates_that_another_application_took(house, case_at):
    taken = case_at("accept", green=(use(house),))
    accepted(house, taken, RANGE)
    other = use(house).model_copy(update={"use": "b" * 64})
    number = case_at("accept", green=(other,))
    accepted(house, number)
    assert taken in criteria(house, number)["green-certificates"]
    assert refused(house, number) == ["CRT-045"]


def test_a_supplier_that_holds_them_for_the_same_use_is_no_obstacle(house, case_at):
    accepted(house, case_at("accept", green=(use(house),)), RANGE)
    number = case_at("accept", green=(use(house),))
    accepted(house, number)
    assert decide(house, number).case.decision == "grant"


def test_what_a_supplier_held_until_it_was_refused_is_taken_at_the_grant(house, case_at):
    supplier = case_at("accept", green=(use(house),))
    accepted(house, supplier, RANGE)
    number = case_at("accept", green=(use(house),))
    accepted(house, number)
    refuse_certificate(house.registry, house.actor("decider-a"), supplier, [WHY])
    decide(house, number)
    assert [holder for holder, _ in held(house)] == [number]


# --------------------------------------------------------------------------------------- refusal


def refuse(house, number, by="decider-a", reasons=(WHY,)):
    return refuse_certificate(house.registry, house.actor(by), number, reasons)


def test_a_refusal_closes_the_application(house, case_at):
    done = refuse(house, case_at("decide"))
    body = done.case.body(acts.Decide)
    assert (body.decision, body.reasons, body.green_now) == ("refuse", (WHY,), "released")
    assert done.case.closed
    assert [name for name in done.papers if name.endswith(".pdf")]
    assert refused(house, done.case.subject) == ["CRT-004"]


def test_a_refusal_may_come_as_soon_as_it_was_accepted(house, case_at):
    assert refuse(house, case_at("evaluate")).case.closed
    assert refused(house, case_at("accept"), act=refuse) == ["CRT-003"]


@pytest.mark.parametrize("reasons", [(), (said(""),)])
def test_a_refusal_without_a_reason(house, case_at, reasons):
    number = case_at("decide")
    with pytest.raises(CertificationError) as error:
        refuse(house, number, reasons=reasons)
    assert [finding.code for finding in error.value.findings] == ["CRT-047"]


def test_a_grant_can_be_taken_back_until_a_number_is_allotted(house, case_at):
    assert refuse(house, case_at("issue")).case.decision == "refuse"
    assert refused(house, case_at(""), act=refuse) == ["CRT-004"]


# -------------------------------------------------------------------------------- who may do what


def reviewing(house, number, by="reviewer-a"):
    return review(house.registry, house.actor(by), number, "grant", said("sound"))


def test_a_review_is_entered(house, case_at):
    done = reviewing(house, case_at("review"))
    assert done.case.next_step == "decide"
    assert done.case.review.recommends == "grant"


def test_a_review_too_early(house, case_at):
    assert refused(house, case_at("audit"), "reviewer-a", reviewing) == ["CRT-003"]


@pytest.mark.parametrize("did", ["evaluate", "audit", "correct", "team"])
@pytest.mark.parametrize(("act", "role"), [(reviewing, "reviewer"), (decide, "decision-maker")])
def test_who_evaluated_or_audited_neither_reviews_nor_decides(house, case_at, did, act, role):
    house.add("both-a", role, "evaluator", "auditor")
    number = case_at("evaluate")
    house.act("evaluate", number, by="both-a" if did == "evaluate" else None)
    plan = house.body("plan-audit")
    if did == "team":
        member = acts.Member(person="both-a", role="auditor")
        plan = plan.model_copy(update={"team": (*plan.team, member)})
    house.act("plan-audit", number, plan)
    found = acts.AuditFinding(key="F1", grade="observation", said=said("a"))
    house.act("audit", number, by="both-a" if did == "audit" else None, findings=(found,))
    if did == "correct":
        house.act(
            "correct", number, acts.Correct(finding="F1", action=WHY, evidence=()), by="both-a"
        )
    if act is decide:
        house.act("review", number)
    assert refused(house, number, "both-a", act) == ["STF-005"]


def test_the_reviewer_does_not_decide_under_this_scheme(house, case_at):
    house.add("both-a", "reviewer", "decision-maker")
    number = case_at("review")
    house.act("review", number, by="both-a")
    assert refused(house, number, "both-a") == ["STF-005"]


@pytest.mark.parametrize(
    ("step", "by", "act"), [("review", "reviewer-a", reviewing), ("decide", "decider-a", decide)]
)
def test_who_consulted_for_the_client_neither_reviews_nor_decides(house, case_at, step, by, act):
    number = case_at(step)
    house.declare(by, house.case(number).application.client)
    assert refused(house, number, by, act) == ["STF-006"]


@pytest.mark.parametrize(
    ("step", "by", "act"),
    [
        ("review", "decider-a", reviewing),
        ("decide", "reviewer-b", decide),
        ("decide", "intake-a", refuse),
    ],
)
def test_the_wrong_role(house, case_at, step, by, act):
    assert refused(house, case_at(step), by, act) == ["STF-004"]


@pytest.mark.parametrize(
    ("step", "by", "act"), [("review", "reviewer-a", reviewing), ("decide", "decider-a", decide)]
)
def test_people_whose_key_does_not_count_any_more(house, case_at, step, by, act):
    number = case_at(step)
    house.revoke(by)
    assert refused(house, number, by, act) == ["STF-002"]
    house.clock.set("2028-03-03")
    other = by.replace("-a", "-b")
    assert refused(house, number, other, act) == ["STF-003"]
