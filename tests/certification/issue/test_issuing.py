"""Certificates are issued once, in steps that can be stopped anywhere."""

import dataclasses
import json

import pikepdf
import pytest

from pvfootprint.certification import acts
from pvfootprint.certification.issue import handouts, issuing
from pvfootprint.certification.issue.allotting import series_of
from pvfootprint.certification.issue.handouts import ALL_LABELS, USUAL_LABELS, Handouts, Label
from pvfootprint.certification.issue.issuing import allotted, handed_out, issue, write_out
from pvfootprint.certification.opening import record_of
from pvfootprint.documents.signatures.checking import check_signature
from pvfootprint.model.canonical import canonical, digest
from pvfootprint.model.certificate_record import CertificateRecord, Said
from pvfootprint.model.findings import CertificationError, OutputError, SignatureError

WHY = Said(en="the meters were wrong", zh="表计有误")
ONE = Handouts(labels=(Label(30, "both"),), forms=("svg",))


@pytest.fixture
def number(case_at):
    return case_at("issue")


@pytest.fixture
def do(house, signer):
    """Give a function that issues the certificate of an application."""

    def done(number, by="signatory-a", asked=ONE, with_key=signer):
        return issue(house.registry, house.actor(by), number, with_key, asked)

    return done


def refused(house, do, number, **given):
    """Return the codes; no number is taken."""
    before = house.entries()
    with pytest.raises((CertificationError, OutputError)) as error:
        do(number, **given)
    assert house.entries() == before
    return [finding.code for finding in error.value.findings]


def acts_of(house, *subjects):
    return [entry.act for entry in house.entries() if entry.subject in subjects]


def close(house, act, number, **more):
    house.write(act, number, acts.BODIES[act](reason=WHY, **more), "decider-a")


# --------------------------------------------------------------------------------- what is issued


def test_certificate_labels_and_licence_stand_in_the_registry(house, number, do, authority):
    issued = do(number, asked=Handouts())
    own = issued.certificate.subject
    names = [f"{own}.pdf", f"{own}-licence.pdf"]
    names += [
        f"{own}-label-{label}.{form}"
        for label in ("30mm-both", "50mm-both", "50mm-both-one-colour")
        for form in ("svg", "png", "pdf")
    ]
    assert sorted(issued.files) == sorted(names)
    body = issued.certificate.issued
    assert body.files == {name: digest(content) for name, content in issued.files.items()}
    for name in names[:2]:
        now = house.clock()
        state = check_signature(issued.files[name], [authority.certificate], now=now)
        assert state.holds, state.problems
        assert own in state.reason
    assert issued.certificate.status(house.clock.day) == "valid"
    assert acts_of(house, number, own)[-3:] == ["allot", "certify", "issue"]
    assert issued.case.certificate == own


def test_the_certificate_holds_the_record_that_was_allotted(house, number, do, tmp_path):
    issued = do(number)
    own = issued.certificate.subject
    path = tmp_path / "certificate.pdf"
    path.write_bytes(issued.files[f"{own}.pdf"])
    with pikepdf.open(path) as pdf:
        attached = pdf.attachments["certificate.json"].get_file().read_bytes()
    assert digest(attached) == issued.certificate.allotment.record
    record = CertificateRecord.model_validate(json.loads(attached), strict=False)
    assert canonical(record.model_dump(mode="json")) == attached
    with house.reading() as snapshot:
        assert record_of(snapshot, issued.certificate) == record
        entry = next(snapshot.entries(own, act="allot"))
        # The head in the record is that of the log just before it.
        assert record.log.size == entry.position - 1
        assert snapshot.root(record.log.size) == record.log.root
    allotment = issued.certificate.allotment
    assert (allotment.product, allotment.workbook) == (record.product.code, record.product.workbook)
    assert allotment.expires == record.expires == "2028-03-01"


def test_it_can_be_issued_again_and_again_with_the_same_bytes(house, number, do, tmp_path):
    first = do(number)
    entries = house.entries()
    house.clock.wait(days=1)
    # Neither the certifier's key nor the same labels are needed any more.
    again = do(number, with_key=None, asked=Handouts(labels=ALL_LABELS))
    own = first.certificate.subject
    by_its_own_number = issue(house.registry, house.actor("signatory-a"), own)
    assert first.files == again.files == by_its_own_number.files
    assert house.entries() == entries
    written = write_out(first.files, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in written} == first.files
    assert sorted((tmp_path / "out").iterdir()) == sorted(written)


def test_numbers_are_consecutive(house, case_at, do):
    numbers = [do(case_at("issue")).certificate.subject for _ in range(3)]
    assert [number[:18] for number in numbers] == [f"YC-PCF-2026-{i:05}-" for i in (1, 2, 3)]


def test_labels_that_are_asked_for(house, number, do):
    asked = Handouts(labels=(Label(50, "zh", one_colour=True), Label(30, "en")), forms=("pdf",))
    names = [name.partition("-label-")[2] for name in do(number, asked=asked).files]
    assert set(names) == {"", "50mm-zh-one-colour.pdf", "30mm-en.pdf"}
    assert len(ALL_LABELS) == 12
    assert set(USUAL_LABELS) < set(ALL_LABELS)


def test_a_scheme_with_the_same_pattern_shares_the_numbers(house):
    other = dataclasses.replace(house.scheme, key="another")
    assert series_of(other) == series_of(house.scheme)


def test_what_it_replaces_is_superseded(house, case_at, do):
    before = do(case_at("issue")).certificate.subject
    house.clock.set("2027-03-02")
    issued = do(case_at("issue", kind="renewal", certificate=before))
    own = issued.certificate.subject
    old = house.certificate(before)
    assert old.status(house.clock.day) == "superseded"
    assert old.body(acts.Supersede).by == own
    notice = [name for name in issued.files if name.startswith(f"{before}-")]
    assert len(notice) == 1
    assert handed_out(house.registry, own).files == issued.files
    assert handed_out(house.registry, before).files.keys() < {*issued.files, *old.issued.files}


def test_upstream_is_in_record_and_allotment(house, case_at, do):
    record = house.record("-", "-")
    upstream = do(case_at("issue")).certificate.subject
    line = acts.Supplied(
        code=record.product.code,
        workbook=record.product.workbook,
        stage=Said(en="module", zh="组件"),
        company="c",
        product="p",
    )
    number = granted_on(house, case_at, line, upstream)
    issued = do(number)
    assert issued.certificate.allotment.upstream == (upstream,)


def granted_on(house, case_at, line, *upstream):
    number = case_at("evaluate")
    house.act("evaluate", number, supplied=(line,))
    for step in ("plan-audit", "audit", "review"):
        house.act(step, number)
    house.act("decide", number, upstream=upstream)
    return number


# --------------------------------------------------------------------------------------- refusals


def test_before_the_grant(house, case_at, do):
    assert refused(house, do, case_at("decide")) == ["CRT-003"]


def test_after_a_refusal(house, number, do):
    house.act("refuse", number)
    assert refused(house, do, number) == ["CRT-004"]


def test_the_wrong_role(house, number, do):
    assert refused(house, do, number, by="decider-a") == ["STF-004"]


def test_people_whose_key_does_not_count_any_more(house, number, do):
    house.add("signatory-b", "signatory", years=0)
    house.clock.wait(days=1)
    assert refused(house, do, number, by="signatory-b") == ["STF-003"]
    house.revoke("signatory-a")
    assert refused(house, do, number) == ["STF-002"]


def test_without_the_certifier_s_key(house, number, do):
    assert refused(house, do, number, with_key=None) == ["CRT-050"]


def test_a_number_of_nothing(house, do):
    assert refused(house, do, "YC-A-2026-00099-X") == ["CRT-060"]


def test_a_test_key_for_a_scheme_that_is_no_test(house, number, do, monkeypatch):
    monkeypatch.setattr(issuing, "is_test", lambda certificate: True)
    assert do(number)  # The pilot's scheme is a test.
    case = house.case(number)
    case.scheme = dataclasses.replace(case.scheme, test=False)
    found = issuing.against_signer(object.__new__(_AnySigner), case)
    assert [finding.code for finding in found] == ["CRT-049"]


class _AnySigner:
    certificate = None


@pytest.mark.parametrize(
    ("kind", "act", "codes"),
    [
        ("renewal", "suspend", ["CRT-046"]),
        ("renewal", "withdraw", ["CRT-046"]),
        ("extension", "suspend", ["CRT-046"]),
        ("extension", "expire", ["CRT-046"]),
        ("renewal", "expire", []),
    ],
)
def test_what_is_replaced_must_be_in_force(house, case_at, do, kind, act, codes):
    before = do(case_at("issue")).certificate.subject
    if act == "expire":
        house.clock.set("2028-03-01")
    number = case_at("issue", kind=kind, certificate=before)
    if act == "expire":
        house.clock.set("2028-03-02")
    elif act == "suspend":
        close(house, act, before, until="2026-06-01")
    else:
        close(house, act, before)
    if codes:
        assert refused(house, do, number) == codes
    else:
        assert do(number).certificate.subject != before


def test_an_upstream_certificate_that_was_suspended_since(house, case_at, do):
    record = house.record("-", "-")
    line = acts.Supplied(
        code=record.product.code,
        workbook=record.product.workbook,
        stage=Said(en="cell", zh="电池片"),
        company="c",
        product="p",
    )
    upstream = do(case_at("issue")).certificate.subject
    number = granted_on(house, case_at, line, upstream)
    close(house, "suspend", upstream, until="2026-06-01")
    assert refused(house, do, number) == ["CRT-048"]
    close(house, "resume", upstream)
    assert do(number)


def test_a_label_that_cannot_be_drawn_takes_no_number(house, case_at, do):
    long = "高效N型隧穿氧化层钝化接触双面双玻半片多主栅带铝合金边框单晶硅光伏组件系列" * 30
    number = case_at("evaluate")
    product = house.record("-", "-").product.model_copy(update={"name": long})
    house.act("evaluate", number, product=product)
    for step in ("plan-audit", "audit", "review", "decide"):
        house.act(step, number)
    asked = Handouts(labels=(Label(50, "both"),), forms=("svg",))
    assert refused(house, do, number, asked=asked) == ["OUT-005"]


# ------------------------------------------------------------------------------- stopped on the way


def test_a_paper_that_fails_leaves_the_number_waiting(house, number, do, monkeypatch):
    def fails(*_, **__):
        raise SignatureError([])

    monkeypatch.setattr(handouts, "sign_pdf", fails)
    with pytest.raises(SignatureError):
        do(number)
    monkeypatch.undo()
    own = allotted(house.registry, number)
    certificate = house.certificate(own)
    assert certificate.status(house.clock.day) == "not issued"
    assert handed_out(house.registry, number) is None
    with house.reading() as snapshot:
        assert list(snapshot.entries(own, act="issue")) == []
    house.clock.wait(days=3)
    issued = do(number)
    assert issued.certificate.subject == own
    with house.reading() as snapshot:
        assert record_of(snapshot, issued.certificate).issued == "2026-03-02"


def test_who_goes_on_must_be_allowed_to(house, number, do, monkeypatch):
    monkeypatch.setattr(issuing, "_finish", lambda *_: None)
    with pytest.raises(RuntimeError):
        do(number)
    monkeypatch.undo()
    entries = house.entries()
    for by, key, code in (("decider-a", "signer", "STF-004"), ("signatory-a", None, "CRT-050")):
        with pytest.raises(CertificationError) as error:
            do(number, by=by, **({} if key else {"with_key": None}))
        assert [finding.code for finding in error.value.findings] == [code]
    house.revoke("signatory-a")
    with pytest.raises(CertificationError) as error:
        do(number)
    assert [finding.code for finding in error.value.findings] == ["STF-002"]
    assert len(house.entries()) == len(entries) + 1


def test_two_at_once_hand_out_the_same(house, number, do, monkeypatch):
    """While one makes the papers, another finishes: the first hands out what the other made."""
    made = issuing.make_handouts
    others = []

    def slowly(*given):
        papers = made(*given)
        if not others:
            others.append(None)
            house.clock.wait(minutes=1)
            others[0] = do(number)
        return papers

    monkeypatch.setattr(issuing, "make_handouts", slowly)
    issued = do(number)
    assert issued.files == others[0].files
    assert acts_of(house, number, issued.certificate.subject).count("issue") == 1


@pytest.mark.parametrize("step", ["allotted", "_refuse_early"])
def test_two_that_begin_at_once_get_one_number(house, number, do, monkeypatch, step):
    """Another takes the number just after the first has seen that there is none."""
    taken = getattr(issuing, step)
    others = []

    def slowly(*given):
        found = taken(*given)
        if not others:
            others.append(None)
            others[0] = do(number)
        return found

    monkeypatch.setattr(issuing, step, slowly)
    assert do(number).certificate.subject == others[0].certificate.subject
    assert [entry.act for entry in house.entries(act="allot")] == ["allot"]
