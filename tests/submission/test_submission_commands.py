"""A submission from the first key to the verdict, on the command line."""

import json
import os
import stat

import pytest
from click.testing import CliRunner

from pvfootprint.commands.main import cli

SECRET = "correct horse battery"  # noqa: S105  (that of the keys of conftest)


@pytest.fixture(scope="module")
def command():
    """Run a command, with the passphrase on a descriptor if asked."""

    def run(*words, secret=""):
        reading, writing = os.pipe()
        os.write(writing, secret.encode() + b"\n")
        os.close(writing)
        asked = ["--passphrase-fd", reading] if secret else []
        done = CliRunner().invoke(cli, [str(word) for word in (*words, *asked)])
        os.close(reading)
        assert "horse" not in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


@pytest.fixture(scope="module")
def desk(tmp_path_factory, workbooks, documents):
    """Folder of the module maker: workbooks, and documents in a folder."""
    folder = tmp_path_factory.mktemp("desk")
    for name, content in workbooks.items():
        (folder / name).write_bytes(content)
    for (inside, name), content in documents.items():
        (folder / "evidence" / inside).mkdir(parents=True, exist_ok=True)
        (folder / "evidence" / inside / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def part(desk, command, key_folder):
    """The sealed part of the cell maker."""
    path = desk / "sealed" / "cell.pvfs"
    words = ["submission", "seal", desk / "cell.xlsx", desk / "wafer.xlsx", "-o", path]
    words += ["--to", key_folder / "certifier-certificate.pem"]
    done = command(*words, "--key", key_folder / "supplier.pem", secret=SECRET)
    assert done.exit_code == 0, done.stderr
    assert "fingerprint: " in done.stdout
    return path


@pytest.fixture(scope="module")
def submission(desk, part, command):
    """The module maker's submission, with the cells sealed."""
    path = desk / "out" / "module.pvf"
    words = ["submission", "make", desk / "module.xlsx", part, "-o", path]
    done = command(*words, "--evidence", desk / "evidence")
    assert done.exit_code == 0, done.stderr
    assert "kgCO2e" in done.stdout
    return path


def test_the_same_call_gives_the_same_file(submission, desk, part, command):
    again = desk / "out" / "again.pvf"
    words = ["submission", "make", desk / "module.xlsx", part, "-o", again]
    assert command(*words, "--evidence", desk / "evidence").exit_code == 0
    assert again.read_bytes() == submission.read_bytes()


def test_a_submission_holds(submission, command):
    done = command("submission", "check", submission)
    assert done.exit_code == 0, done.stderr
    assert "it holds" in done.stdout
    assert "sealed/cell.pvfs" in done.stdout
    assert "compare this fingerprint by telephone" in done.stdout


def test_the_verdict_as_json(submission, command):
    found = json.loads(command("submission", "check", submission, "--json").stdout)
    assert found["holds"] is True
    assert found["stated"] == found["recomputed"]
    assert found["sealed_parts"][0]["statement"]["summary"]["supplier"] == "Anhui Cell"


def test_a_changed_submission_does_not_hold(submission, tmp_path, command):
    damaged = bytearray(submission.read_bytes())
    damaged[damaged.index(b"an invoice")] ^= 1
    (tmp_path / "a.pvf").write_bytes(damaged)
    done = command("submission", "check", tmp_path / "a.pvf")
    assert done.exit_code == 1
    assert "SUB-007" in done.stderr
    assert "it does not hold" in done.stdout


def test_a_sealed_part_is_checked_without_a_key(part, command):
    done = command("submission", "check", part)
    assert done.exit_code == 0, done.stderr
    assert "signed by Anhui Cell" in done.stdout
    assert json.loads(command("submission", "check", part, "--json").stdout)["holds"] is True


def test_the_certifier_opens_a_part(part, tmp_path, command, key_folder, workbooks):
    words = ["submission", "open", part, "--key", key_folder / "certifier.pem"]
    done = command(*words, "-o", tmp_path / "opened", secret=SECRET)
    assert done.exit_code == 0, done.stderr
    opened = tmp_path / "opened" / "cell" / "cell.xlsx"
    assert opened.read_bytes() == workbooks["cell.xlsx"]
    assert stat.S_IMODE(opened.stat().st_mode) == 0o600
    again = command(*words, "-o", tmp_path / "opened", secret=SECRET)
    assert again.exit_code == 1
    assert "SUB-022" in again.stderr


def test_the_certifier_opens_all_parts_of_a_submission(submission, tmp_path, command, key_folder):
    words = ["submission", "open", submission, "--key", key_folder / "certifier.pem"]
    done = command(*words, "-o", tmp_path, secret=SECRET)
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "cell" / "wafer.xlsx").exists()


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [
        ("other.pem", SECRET, "SUB-023"),
        ("supplier.pem", SECRET, "SUB-018"),
        ("certifier.pem", "wrong " + SECRET, "SUB-019"),
    ],
)
def test_nobody_else_opens_it(part, tmp_path, command, key_folder, key, secret, code):
    words = ["submission", "open", part, "--key", key_folder / key, "-o", tmp_path / "opened"]
    done = command(*words, secret=secret)
    assert done.exit_code == 1
    assert code in done.stderr
    assert not (tmp_path / "opened").exists()


def test_without_a_terminal_the_descriptor_is_asked_for(part, tmp_path, command, key_folder):
    words = ["submission", "open", part, "--key", key_folder / "certifier.pem", "-o", tmp_path]
    done = command(*words)
    assert done.exit_code == 1
    assert "SUB-019" in done.stderr


def test_a_part_is_sealed_to_somebody_or_says_that_it_is_not(desk, tmp_path, command, key_folder):
    words = ["submission", "seal", desk / "wafer.xlsx", "--key", key_folder / "supplier.pem"]
    words += ["-o", tmp_path / "wafer.pvfs"]
    assert command(*words, secret=SECRET).exit_code == 2
    done = command(*words, "--summary-only", secret=SECRET)
    assert done.exit_code == 0, done.stderr
    checked = command("submission", "check", tmp_path / "wafer.pvfs")
    assert checked.exit_code == 0
    assert "SUB-017" in checked.stderr


def test_an_elliptic_certificate_is_refused_before_anything_is_asked(
    desk, tmp_path, command, key_folder, certificate_of, curve_key
):
    words = ["submission", "seal", desk / "wafer.xlsx", "--key", key_folder / "supplier.pem"]
    done = command(*words, "--to", certificate_of(curve_key), "-o", tmp_path / "wafer.pvfs")
    assert done.exit_code == 1
    assert "SUB-018" in done.stderr
    assert "RSA" in done.stderr


@pytest.mark.parametrize("name", ["make", "seal"])
def test_another_ending_is_refused(desk, tmp_path, command, key_folder, name):
    words = ["submission", name, desk / "wafer.xlsx", "-o", tmp_path / "a.zip"]
    keys = ["--key", key_folder / "supplier.pem", "--summary-only"] if name == "seal" else []
    assert command(*words, *keys).exit_code == 2


def test_what_is_no_input_is_refused(desk, tmp_path, command):
    (tmp_path / "a.doc").touch()
    done = command("submission", "make", tmp_path / "a.doc", "-o", tmp_path / "a.pvf")
    assert done.exit_code == 1
    assert "SUB-024" in done.stderr
    assert not (tmp_path / "a.pvf").exists()


def test_status_of_a_folder(desk, command):
    done = command("submission", "status", desk)
    assert done.exit_code == 1
    assert "Ningxia Ingot" in done.stdout
    assert "nothing sent" in done.stdout
    assert "not complete yet" in done.stdout
    found = json.loads(command("submission", "status", desk, "--json").stdout)
    assert found["complete"] is False
    assert {step.keys() == {"en", "zh"} for step in found["next_steps"]} == {True}


def test_status_of_an_empty_folder(tmp_path, command):
    done = command("submission", "status", tmp_path)
    assert done.exit_code == 1


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_everything_is_said_in_every_language(submission, desk, command, language):
    assert command("--language", language, "submission", "check", submission).exit_code == 0
    assert command("--language", language, "submission", "status", desk).exit_code == 1


def test_a_submission_and_a_sealed_part_are_inputs_of_a_footprint(submission, part, desk, command):
    inputs = {"whole": [submission], "parts": [desk / "module.xlsx", part]}
    found = {}
    for name, files in inputs.items():
        done = command("footprint", *files, "--json")
        assert done.exit_code == 0, done.stderr
        found[name] = json.loads(done.stdout)["total"]
    stated = json.loads(command("submission", "check", submission, "--json").stdout)["stated"]
    assert found == {"whole": stated, "parts": stated}


def test_a_damaged_input_of_a_footprint_is_refused(submission, part, tmp_path, command):
    for name, content in (("a.pvf", submission.read_bytes()), ("a.pvfs", part.read_bytes())):
        (tmp_path / name).write_bytes(content[:-1])
        done = command("footprint", tmp_path / name)
        assert done.exit_code == 1
        assert "SUB-00" in done.stderr
