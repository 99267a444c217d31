"""The certifier of the tests brings applications to every step."""

import pytest

from pvfootprint.submission.verifying import check_submission


@pytest.mark.parametrize(
    "step", ["accept", "evaluate", "plan-audit", "audit", "review", "decide", "issue", ""]
)
def test_an_application_at_every_step(house, case_at, step):
    number = case_at(step)
    assert house.case(number).next_step == step


def test_a_certificate_made_by_hand_is_valid(house, case_at):
    number = house.case(case_at("")).certificate
    certificate = house.certificate(number)
    assert certificate.status(house.clock.day) == "valid"
    house.clock.set("2028-03-02")
    assert certificate.status(house.clock.day) == "expired"


def test_numbers_of_applications_are_consecutive(house):
    numbers = [house.apply() for _ in range(3)]
    assert [number[:13] for number in numbers] == [
        "YC-A-2026-000",
        "YC-A-2026-000",
        "YC-A-2026-000",
    ]
    assert [number[13:15] for number in numbers] == ["01", "02", "03"]


def test_a_real_submission_holds(submission_of, library):
    path = submission_of("polysilicon")
    verdict = check_submission(path.read_bytes(), path.name, library)
    assert verdict.holds
    assert submission_of("polysilicon") == path


def test_the_command_line_runs_on_the_house(run):
    assert run("cert").code in {0, 2}
