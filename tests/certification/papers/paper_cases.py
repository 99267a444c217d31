"""Applications of invented companies at each stage, made straight from acts, without a registry.

``Cases(scheme, records)`` makes the module of the example chain; ``Cases(..., long=True)`` fills
every text to its brim and takes many findings, models and points.
"""

import datetime
import re
from functools import cache
from html import unescape

from pvfootprint.certification import acts
from pvfootprint.certification.cases import Case, Certificate, Done
from pvfootprint.certification.papers import act_papers
from pvfootprint.certification.papers.composing import COMPOSERS
from pvfootprint.certification.papers.matter import Matter
from pvfootprint.documents.webpage import webpage
from pvfootprint.model.certificate_record import Party, Rulebook, Said, Site
from pvfootprint.registry.people import Person
from pvfootprint.registry.projections import Allotted, GreenRange

APPLICATION = "YC-A-2026-00004-8"
DAYS = {
    "apply": "2026-01-05",
    "amend": "2026-01-12",
    "accept": "2026-01-15",
    "reject": "2026-01-15",
    "evaluate": "2026-01-26",
    "plan-audit": "2026-02-02",
    "audit": "2026-02-12",
    "correct": "2026-02-24",
    "postpone": "2026-02-20",
    "review": "2026-02-26",
    "decide": "2026-02-27",
    "certify": "2026-03-02",
    "allot": "2026-03-02",
    "issue": "2026-03-02",
    "complaint": "2026-06-01",
    "answer-complaint": "2026-06-15",
    "surveil": "2027-02-25",
    "suspend": "2027-03-10",
    "resume": "2027-04-20",
    "appeal": "2027-05-04",
    "answer-appeal": "2027-05-20",
    "withdraw": "2027-09-10",
    "cancel": "2027-09-10",
    "supersede": "2028-02-20",
}
NAMES = {
    "intake-a": ("intake", "Intake A", "受理员 A"),
    "evaluator-a": ("evaluator", "Evaluator A", "评审员 A"),
    "auditor-a": ("auditor", "Auditor A", "审核员 A"),
    "auditor-b": ("auditor", "Auditor B", "审核员 B"),
    "reviewer-a": ("reviewer", "Reviewer A", "复核员 A"),
    "decision-maker-a": ("decision-maker", "Decision-maker A", "认证决定人 A"),
    "signatory-a": ("signatory", "Signatory A", "签发人 A"),
}
DOES = {
    "apply": "intake-a",
    "amend": "intake-a",
    "accept": "intake-a",
    "reject": "intake-a",
    "evaluate": "evaluator-a",
    "plan-audit": "auditor-a",
    "audit": "auditor-a",
    "correct": "auditor-a",
    "postpone": "auditor-a",
    "surveil": "auditor-b",
    "review": "reviewer-a",
    "complaint": "intake-a",
    "appeal": "intake-a",
    "answer-complaint": "reviewer-a",
    "answer-appeal": "reviewer-a",
    "certify": "signatory-a",
    "allot": "signatory-a",
    "issue": "signatory-a",
}
AUDITED = ("apply", "accept", "evaluate", "plan-audit", "audit")
ISSUED = (*AUDITED, "correct", "review", "decide", "certify")
ON_CASE = {
    "apply": ("apply",),
    "amend": ("apply",),
    "accept": ("apply",),
    "reject": ("apply",),
    "evaluate": ("apply", "accept"),
    "plan-audit": ("apply", "accept", "evaluate"),
    "audit": ("apply", "accept", "evaluate", "plan-audit"),
    "correct": AUDITED,
    "postpone": AUDITED,
    "review": (*AUDITED, "correct"),
    "decide": (*AUDITED, "correct", "review"),
    "refuse": (*AUDITED, "correct", "review"),
}
ON_CERTIFICATE = {
    "surveil": (),
    "suspend": (),
    "resume": ("suspend",),
    "withdraw": ("suspend",),
    "cancel": (),
    "supersede": (),
    "complaint": (),
    "answer-complaint": ("complaint",),
    "appeal": ("suspend",),
    "answer-appeal": ("suspend", "appeal"),
}
ACTS = (*ON_CASE, *ON_CERTIFICATE)
SENTENCE = Said(
    en="The electricity of line 2 in March is taken from a meter whose calibration ended on "
    "31 January 2025; the multiplier of the workbook (4000) differs from that on the nameplate "
    "(3000), so that the amount is too high by a third. ",
    zh="2号线3月用电量取自校准已于2025年1月31日到期的电表；工作簿中的倍率（4000）与铭牌（3000）不一致，"
    "电量因此偏高三分之一。",
)


class Cases:
    """Makes bodies of acts, and applications and certificates on which they were done."""

    def __init__(self, scheme, records, *, long=False, kind="initial"):
        self.scheme, self.records, self.long, self.kind = scheme, records, long, kind
        self.record = records.extreme() if long else records.record()
        self.number = records.number_of(4)

    def said(self, en, zh):
        """Return a text; a long one repeats itself."""
        more = 8 if self.long else 0
        return Said(en=en + " " + SENTENCE.en * more, zh=zh + SENTENCE.zh * more)

    def people(self):
        """Return everyone, by key."""
        return {
            key: Person(
                key=key,
                name=Said(en=en, zh=zh),
                roles=(role,),
                public="00" * 32,
                added="2026-01-01T00:00:00Z",
                expires=datetime.date(2030, 12, 31),
            )
            for key, (role, en, zh) in NAMES.items()
        }

    def body(self, act, **changes):
        """Return the body of an act."""
        made = getattr(self, "_" + act.replace("-", "_"))()
        kind = acts.BODIES["decide" if act == "refuse" else act]
        return kind(**{**made, **changes})

    def done(self, act, position, **changes):
        """Return an act that was done."""
        person = DOES.get(act, "decision-maker-a")
        return Done(act, person, DAYS[act] + "T08:00:00Z", position, self.body(act, **changes))

    def case(self, *names, **changes):
        """Return an application on which these acts were done, each as it stands in `changes`."""
        done = [self.done(name, i, **changes.get(name, {})) for i, name in enumerate(names)]
        return Case(APPLICATION, done, self.scheme)

    def certificate(self, *names):
        """Return a certificate on which these acts were done."""
        return Certificate(self.number, [self.done(name, 50 + i) for i, name in enumerate(names)])

    def papers(self, act, history, case, *, person="", day="", **changes):
        """Return the papers of an act."""
        named = "decide" if act == "refuse" else act
        return act_papers(
            history,
            act,
            self.body(act, **changes),
            case=case,
            people=self.people(),
            person=self.people()[person or DOES.get(named, "decision-maker-a")],
            day=datetime.date.fromisoformat(day or DAYS[named]),
        )

    # What each act says.

    def _apply(self):
        record = self.record
        count = 40 if self.long else 4
        return {
            "kind": self.kind,
            "certificate": "" if self.kind == "initial" else self.number,
            "scheme": self._scheme(),
            "submission": self.records.hash_of("submission"),
            "submission_name": "module.pvf",
            "client": Party(**record.client.model_dump()),
            "producer": Party(**record.producer.model_dump()),
            "site": Site(**record.site.model_dump()),
            "stage": "module",
            "technology": "topcon",
            "product": "P1",
            "product_code": record.product.code,
            "product_name": record.product.name,
            "models": record.product.models,
            "documents": tuple(
                acts.GivenDocument(
                    kind=one.key, name=f"{one.key}.pdf", sha256=self.records.hash_of(one.key)
                )
                for one in self.scheme.documents
                if one.key != "submission" and not one.optional
            ),
            "workbook": record.product.workbook,
            "data": record.recomputing.data,
            "green": tuple(self._green_use(i) for i in range(count)),
            "declared": record.footprint,
        }

    def _green_use(self, i):
        return acts.GreenUse(
            system="GEC",
            first=f"320900202501{i:04d}000001",
            last=f"320900202501{i:04d}001500",
            company=self.record.client.name,
            site=self.record.site.name,
            use=self.records.hash_of(f"use{i}"),
        )

    def _scheme(self):
        title = self.scheme.title
        return Rulebook(
            key=self.scheme.key,
            version=self.scheme.version,
            title=Said(en=title.en, zh=title.zh),
            sha256=self.scheme.content_hash,
        )

    def _amend(self):
        return {**self._apply(), "reason": self.said("A bill was missing.", "补交账单。")}

    def _accept(self):
        ranges = (one.range for one in self._apply()["green"])
        return {"green_reserved": tuple(GreenRange(**one.model_dump()) for one in ranges)}

    def _reject(self):
        return {"reasons": self._reasons()}

    def _reasons(self):
        given = (
            self.said(
                "The bill of materials of two models is missing.", "缺少两个型号的原辅材料清单。"
            ),
            self.said("The submission does not open.", "申报文件无法打开。"),
        )
        return given * (4 if self.long else 1)

    def _evaluate(self):
        record = self.record
        return {
            "satisfied": True,
            "points": tuple(self._points()),
            "rules": record.rules,
            "product": record.product,
            "footprint": record.footprint,
            "gases": record.gases,
            "stages": record.stages,
            "supplied": tuple(
                acts.Supplied(
                    code=f"site:{i}",
                    workbook=one.record,
                    stage=one.stage,
                    company=one.company,
                    product=one.product,
                )
                for i, one in enumerate(record.upstream)
            ),
            "identical": True,
            "recomputing": record.recomputing,
            "start": record.start,
            "end": record.end,
            "remark": self.said(
                "Please have the calibration records of the grid meter ready.",
                "请备妥关口电表的校准记录。",
            ),
        }

    def _points(self):
        named = (
            ("documents", "Documents of the application", "申请文件", "all there", "齐全"),
            ("evidence", "Evidence", "证据", "31 of 31 with their hash", "31 项均在，哈希一致"),
            ("recomputation", "Recomputation", "重新计算", "identical", "完全一致"),
            ("system", "Management system", "管理制度", "runs for 7 months", "已运行 7 个月"),
        )
        for key, en, zh, found, found_zh in named:
            yield self._point(key, "passes", (en, zh), (found, found_zh))
        for i in range(1, 9):
            both = ("Cut-off stays below 1 % of the footprint", "舍去总量低于碳足迹的 1%")
            yield self._point(f"CUT-00{i}", "passes", both, ("0.3 %", "0.3%"))
        for i in range(1, 30 if self.long else 4):
            both = ("Electricity is covered by instruments", "用电量由绿电合约覆盖")
            found = (f"May 2025, contract {i}: proof missing", f"2025年5月，合约{i}：缺少证明")
            yield self._point(f"ELC-{i:03d}", "asks", both, found)

    def _point(self, key, outcome, title, found):
        return acts.Checked(
            key=key,
            title=Said(en=title[0], zh=title[1]),
            outcome=outcome,
            found=self.said(*found) if outcome == "asks" else Said(en=found[0], zh=found[1]),
        )

    def _plan_audit(self):
        hours = (
            ("09:00-09:30", "Opening meeting", "首次会议", "Management", "管理层"),
            ("09:30-12:00", "Meters and electricity", "计量与电力", "Energy manager", "能源管理员"),
            ("13:30-17:00", "Line, stores, scrap", "生产线、仓库、废料", "Production", "生产部"),
            ("09:00-12:00", "Data and evidence", "数据与证据", "Data officer", "数据负责人"),
            ("13:30-16:00", "Closing meeting", "末次会议", "Management", "管理层"),
        )
        days = ("2026-02-10",) * 3 + ("2026-02-11",) * 2
        agenda = tuple(
            acts.AgendaItem(day=day, hours=h, what=Said(en=en, zh=zh), who=Said(en=who, zh=who_zh))
            for day, (h, en, zh, who, who_zh) in zip(days, hours, strict=True)
        )
        site = Site(**self.record.site.model_dump())
        return {
            "start": "2026-02-10",
            "end": "2026-02-11",
            "team": (
                acts.Member(person="auditor-a", role="leader"),
                acts.Member(person="auditor-b", role="auditor"),
            ),
            "sites": (site,) * (3 if self.long else 1),
            "agenda": agenda * (6 if self.long else 1),
            "man_days": 4.0,
            "reason": self.said("Two lines are far from each other.", "两条生产线相距较远。"),
        }

    def findings(self):
        """Return the findings of an audit."""
        grades = ("major", "minor", "minor", "observation")
        due = {"major": "2026-03-13", "minor": "2026-04-12", "observation": ""}
        return tuple(
            acts.AuditFinding(
                key=f"F{i + 1}",
                grade=grades[i % 4],
                question="ENE-2" if i % 2 else "",
                said=SENTENCE,
                due=due[grades[i % 4]],
            )
            for i in range(60 if self.long else 3)
        )

    def _audit(self):
        answers = []
        for i, question in enumerate(self.scheme.checklist):
            answer = "conforms"
            if question.key == "ENE-2":
                answer = "does not conform"
            elif i % 11 == 10:
                answer = "not applicable"
            answers.append(
                acts.AuditAnswer(
                    question=question.key,
                    answer=answer,
                    evidence=self.said("Ledger 2025, pages 3 to 9", "2025年台账第3至9页"),
                    remark=Said(en="", zh=""),
                )
            )
        return {
            "start": "2026-02-10",
            "end": "2026-02-11",
            "answers": tuple(answers),
            "findings": self.findings(),
            "conclusion": self.said(
                "The data of the application are supported by the records, but for the findings.",
                "除所列不符合项外，申请数据有记录支持。",
            ),
        }

    def _correct(self):
        return {
            "finding": "F1",
            "action": self.said("The meter was calibrated.", "电表已校准。"),
            "evidence": (
                acts.GivenDocument(
                    kind="", name="calibration.pdf", sha256=self.records.hash_of("calibration")
                ),
            ),
        }

    def _review(self):
        return {"recommends": "grant", "remark": self.said("Complete.", "资料完整。")}

    def _decide(self):
        return {
            "decision": "grant",
            "reasons": self._grounds(),
            "criteria": tuple(
                acts.Checked(
                    key=one.key,
                    title=Said(en=one.title.en, zh=one.title.zh),
                    outcome="passes",
                    found=Said(en="all there", zh="齐全"),
                )
                for one in self.scheme.criteria
            ),
            "upstream": tuple(one.number for one in self.record.upstream),
            "green_now": "spent",
        }

    def _refuse(self):
        return {"decision": "refuse", "reasons": self._reasons(), "green_now": "released"}

    def _grounds(self):
        return (
            self.said("All criteria of the scheme are met.", "满足认证方案的全部准则。"),
            self.said("All findings of the audit are closed.", "审核不符合项均已关闭。"),
        )

    def _certify(self):
        return {"number": self.number}

    def _allot(self):
        return {
            "application": APPLICATION,
            "record": self.records.hash_of("record"),
            "expires": self.record.expires,
            "product": self.record.product.code,
            "workbook": self.record.product.workbook,
            "allotted": Allotted(series="certificate:yancheng-pilot", running=4),
        }

    def _issue(self):
        return {}

    # After the issue.

    def _surveil(self):
        return {
            "day": "2027-02-20",
            "maintained": True,
            "findings": tuple(f.model_copy(update={"due": "2027-03-31"}) for f in self.findings()),
            "remark": self.said("Meters, bills, use of the label.", "计量、账单、标识使用。"),
        }

    def _suspend(self):
        reason = self.said("Surveillance could not be done.", "未能实施监督。")
        return {"reason": reason, "until": "2027-09-10"}

    def _resume(self):
        return {"reason": self.said("The surveillance was done.", "已完成监督。")}

    def _withdraw(self):
        return {"reason": self.said("Data were falsified.", "数据弄虚作假。")}

    def _cancel(self):
        return {"reason": self.said("The product is made no more.", "产品停产。")}

    def _supersede(self):
        return {"by": self.records.number_of(12)}

    def _complaint(self):
        return {
            "key": "C1",
            "sender": Said(en="Example Power Co., Ltd.", zh="示例电力有限公司"),
            "said": self.said("The label stands on another model.", "标识用于其他型号。"),
        }

    def _answer_complaint(self):
        said = self.said("The label was taken off.", "标识已去除。")
        return {"key": "C1", "upheld": True, "said": said}

    def _appeal(self):
        record = self.record.client
        return {
            "key": "P1",
            "sender": Said(en=record.name_en, zh=record.name),
            "against": "suspend",
            "said": self.said("The date was moved by the certifier.", "日期由认证机构更改。"),
        }

    def _answer_appeal(self):
        said = self.said("The date was moved on request.", "日期系应申请更改。")
        return {"key": "P1", "upheld": False, "said": said}

    def _postpone(self):
        reason = self.said("The meter is calibrated in April only.", "电表4月方可送检。")
        return {"finding": "F1", "due": "2026-04-20", "reason": reason}


def subject(cases, act):
    """What an act is done on, and its application."""
    if act in ON_CASE:
        case = cases.case(*ON_CASE[act])
        return case, case
    return cases.certificate("allot", "issue", *ON_CERTIFICATE[act]), cases.case(*ISSUED)


def papers(cases, act, **changes):
    history, case = subject(cases, act)
    return cases.papers(act, history, case, **changes)


@cache
def papers_once(cases, act):
    """The papers of an act, made once for all tests that look at them."""
    return papers(cases, act)


def composed(cases, act, *, scheme=None, history=None, **changes):
    """The papers of an act as plain data."""
    found, case = subject(cases, act)
    history = history or found
    if scheme:
        case = Case(case.subject, case.done, scheme)
    if isinstance(history, Case):
        history = case if history is found else history
        case = history
    matter = Matter(
        history=history,
        act=act,
        body=cases.body(act, **changes),
        case=case,
        people=cases.people(),
        person=cases.people()["auditor-a"],
        day=datetime.date(2026, 2, 12),
    )
    return COMPOSERS[act](matter)


def words_of(paper):
    """What a person reads on a paper, without spaces."""
    page = webpage(paper, "paper")
    body = page[page.index("<body>") :]
    return "".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


def text_of(cases, act, name="", **changes):
    found = composed(cases, act, **changes)
    return words_of(found[name or next(iter(found))])


def squeezed(said):
    return "".join(said.split())
