"""Every threshold of every scheme, with values just either side of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pvfootprint.model.scheme import Threshold
from pvfootprint.rules.schemes.judging import doubts, judge, needed
from pvfootprint.rules.schemes.reading import read_schemes
from pvfootprint.rules.schemes.rounding import largest_passing

ROOT = Path(__file__).parents[3]
SCHEMES = {scheme.key: scheme for scheme in read_schemes(ROOT)}
LIMITS = [
    pytest.param(scheme, t, id=f"{scheme.key}-{t.key}")
    for scheme in SCHEMES.values()
    for t in scheme.thresholds
    if t.below is not None
]
SMALL = 1e-6
"""Less than any instrument shows, and far more than the noise of computing [kgCO2e/kWp]."""


def keys(judgement):
    return tuple(t.key for t in judgement.met)


@pytest.mark.parametrize(("scheme", "limit"), LIMITS)
def test_just_below_on_and_just_above_after_rounding(scheme, limit):
    step = scheme.rounding.step or SMALL
    below, on, above = (judge(limit.below + d, scheme) for d in (-step, 0, step))
    assert limit.key in keys(below)
    assert (limit.key in keys(on)) is limit.below_itself
    assert limit.key not in keys(above)
    assert above.judged == limit.below + step


@pytest.mark.parametrize(("scheme", "limit"), LIMITS)
def test_just_either_side_of_what_still_rounds_to_a_pass(scheme, limit):
    end, itself = largest_passing(limit.below, scheme.rounding, itself=limit.below_itself)
    assert limit.key in keys(judge(end - SMALL, scheme))
    assert (limit.key in keys(judge(end, scheme))) is itself
    assert limit.key not in keys(judge(end + SMALL, scheme))


@pytest.mark.parametrize(("scheme", "limit"), LIMITS)
def test_what_is_needed_is_just_enough(scheme, limit):
    value = limit.below + 87.3
    fall, itself = needed(value, limit, scheme)
    assert limit.key in keys(judge(value - fall - SMALL, scheme))
    assert (limit.key in keys(judge(value - fall, scheme))) is itself
    assert limit.key not in keys(judge(value - fall + SMALL, scheme))


@pytest.mark.parametrize(
    ("key", "value", "verdict", "verdict_zh", "following", "margin"),
    [
        ("korea-kea-2020", 670, "Grade 1", "1 级", None, 0),
        ("korea-kea-2020", 670.5, "Grade 2", "2 级", "grade-1", 159.5),
        ("korea-kea-2020", 830.1, "Grade 3, unverified products included",
         "3 级（含未认证产品）", "grade-2", -0.1),
        ("korea-kea-2022", 730, "Grade 2", "2 级", "grade-1", 0),
        ("korea-kea-2022", 731, "Grade 3", "3 级", "grade-2", 99),
        ("epeat-ulcs", 400, "meets low-carbon (required), ultra-low-carbon (optional)",
         "达到低碳（必备）、超低碳（可选）", None, 0),
        ("epeat-ulcs", 408.2,
         "meets low-carbon (required); does not meet ultra-low-carbon (optional)",
         "达到低碳（必备）；未达到超低碳（可选）", "ultra-low-carbon", 221.8),
        ("epeat-ulcs", 700,
         "does not meet low-carbon (required), ultra-low-carbon (optional)",
         "未达到低碳（必备）、超低碳（可选）", "low-carbon", -70),
        ("china-export-draft", 415.1, "does not meet low-carbon", "未达到低碳", "low-carbon", -0.1),
        ("france-ecs", 549.9, "meets tender maximum; does not meet purchase obligation above "
         "100 kWp, Soren eco-modulation",
         "达到招标上限；未达到100 kWc 以上的购电义务、Soren 生态调节", "purchase-obligation", 0),
        ("yancheng-pilot", 408.2, "no numeric threshold: the value is declared, and must fall over "
         "time", "无数值门槛：声明数值，并应持续降低", None, None),
    ],
)  # fmt: skip
def test_verdicts_in_words(key, value, verdict, verdict_zh, following, margin):
    judged = judge(value, SCHEMES[key])
    if key.startswith("korea"):  # Its boundary is to be confirmed, and the verdict says so.
        verdict += ", if the boundary is as assumed"
        verdict_zh += "（以边界如所假定为前提）"
    assert (judged.verdict.en, judged.verdict.zh) == (verdict, verdict_zh)
    assert (judged.next_threshold.key if judged.next_threshold else None) == following
    assert judged.margin == (None if margin is None else pytest.approx(margin))


def test_a_value_has_exactly_one_grade_at_any_height():
    scheme = SCHEMES["korea-kea-2022"]
    heights = [n / 2 for n in range(1200, 1800)]
    found = [keys(judge(value, scheme)) for value in heights]
    assert all(len(one) == 1 for one in found)
    assert list(dict.fromkeys(found)) == [(f"grade-{n}",) for n in (1, 2, 3, 4)]


def test_a_strict_limit_between_two_grades():
    grades = (
        Threshold(key="a", en="A", zh="A", below=100, below_itself=False),
        Threshold(key="b", en="B", zh="B", above=100),
    )
    scheme = replace(SCHEMES["korea-kea-2020"], thresholds=grades)
    assert [keys(judge(v, scheme)) for v in (99.9, 100, 100.1)] == [("a",), ("b",), ("b",)]


def test_what_a_threshold_rests_on_is_said():
    assert [d.en for d in doubts(SCHEMES["china-export-draft"], 400)] == [
        "limits and grades: a draft"
    ]
    assert doubts(SCHEMES["korea-kea-2023"], 600)[1].en == (
        "Grade 3, Grade 4, unverified products included: to be confirmed against the scheme's text"
    )
    assert [d.en for d in doubts(SCHEMES["france-ecs"], 550)] == [
        "limits and grades: from secondary sources; the scheme's text was not read",
        "tender maximum: the value lies on the limit itself; whether it passes is to be confirmed",
        "rounding: from secondary sources; the scheme's text was not read",
    ]
    assert doubts(SCHEMES["yancheng-pilot"], 400) == []


def test_only_a_limit_can_be_aimed_at():
    last = SCHEMES["korea-kea-2020"].thresholds[-1]
    with pytest.raises(ValueError, match="grade-3 has no limit"):
        needed(900, last, SCHEMES["korea-kea-2020"])
