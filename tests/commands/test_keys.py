"""``pvfootprint keys``: the passphrase comes in by a descriptor or the terminal and never out."""

import json
import os
import pty
import stat
import subprocess
import sys

import pytest

SECRET = "correct horse battery staple"  # noqa: S105  (made up)
MAIN = "from pvfootprint.commands.main import main; main()"


@pytest.fixture
def run_with_secret():
    """Run the command line in a process that reads a passphrase from a descriptor."""

    def run_process(*arguments, secret=SECRET + "\n", **settings):
        reading, writing = os.pipe()
        os.write(writing, secret.encode())
        os.close(writing)
        command = [
            sys.executable,
            "-c",
            MAIN,
            *map(str, arguments),
            "--passphrase-fd",
            str(reading),
        ]
        try:
            return subprocess.run(
                command,
                pass_fds=[reading],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
                **settings,
            )
        finally:
            os.close(reading)

    return run_process


@pytest.fixture
def signing_key(tmp_path, run_with_secret):
    path = tmp_path / "mine.pem"
    done = run_with_secret("keys", "new", "--kind", "signing", "-o", path)
    assert done.returncode == 0, done.stderr
    return path


def test_a_signing_key_is_made_and_shown(signing_key, run):
    assert stat.S_IMODE(signing_key.stat().st_mode) == 0o600
    shown = run("keys", "show", signing_key, "--json")
    assert shown.code == 0
    (key,) = shown.json["keys"]
    assert (key["kind"], key["holds"], key["end"]) == ("signing", "private key", None)
    assert key["fingerprint"] in run("keys", "show", signing_key).out


def test_a_sealing_key_comes_with_its_certificate(tmp_path, run_with_secret, run):
    path = tmp_path / "theirs.pem"
    done = run_with_secret("keys", "new", "--kind", "sealing", "--name", "认证机构", "-o", path)
    assert done.returncode == 0, done.stderr
    assert "theirs-certificate.pem" in done.stdout
    keys = run("keys", "show", path, "--json").json["keys"]
    (certificate,) = run("keys", "show", tmp_path / "theirs-certificate.pem", "--json").json["keys"]
    assert [key["holds"] for key in keys] == ["private key", "certificate"]
    assert certificate["name"] == "认证机构"
    assert certificate["end"] > certificate["start"]
    assert {key["fingerprint"] for key in keys} == {certificate["fingerprint"]}


def test_the_passphrase_comes_out_nowhere(tmp_path, run_with_secret):
    path = tmp_path / "mine.pem"
    for secret in (SECRET + "\n", SECRET, SECRET + "\r\n"):
        environment = {**os.environ, "PVFOOTPRINT_DEBUG": "1"}
        done = run_with_secret(
            "keys", "new", "--kind", "signing", "-o", path, secret=secret, env=environment
        )
        assert "horse" not in done.stdout + done.stderr
        assert "horse" not in " ".join(map(str, done.args))
    assert "horse" not in path.read_text(encoding="ascii")


@pytest.mark.parametrize("secret", ["", "\n", "x" * 2000, "short\n"])
def test_a_passphrase_that_is_none_is_refused(tmp_path, run_with_secret, secret):
    path = tmp_path / "mine.pem"
    done = run_with_secret("keys", "new", "--kind", "signing", "-o", path, secret=secret)
    assert done.returncode == 1
    assert "SUB-019" in done.stderr
    assert not path.exists()


def test_the_environment_gives_no_passphrase(tmp_path):
    environment = {**os.environ, "PVFOOTPRINT_PASSPHRASE": SECRET, "PASSPHRASE": SECRET}
    command = [sys.executable, "-c", MAIN, "keys", "new", "--kind", "signing"]
    done = subprocess.run(
        [*command, "-o", tmp_path / "mine.pem"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert done.returncode == 1
    assert "SUB-019" in done.stderr
    assert "--passphrase-fd" in done.stderr


def test_a_descriptor_that_is_not_open_is_refused(tmp_path, run):
    path = tmp_path / "mine.pem"
    ended = run("keys", "new", "--kind", "signing", "-o", path, "--passphrase-fd", 987)
    assert ended.code == 1
    assert "SUB-019" in ended.err


def answer(command, answers):
    """Run a command at a terminal of its own; return its code and all that was shown."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-c", MAIN, *map(str, command)])  # noqa: S606
    shown = b""
    try:
        for question, typed in answers:
            while question not in shown:
                shown += os.read(terminal, 1024)
            os.write(terminal, typed + b"\n")
            shown += b"\n[answered]\n"
        while piece := os.read(terminal, 1024):
            shown += piece
    except OSError:
        pass  # Linux ends a terminal with an error.
    finally:
        os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_terminal_asks_twice_and_shows_nothing(tmp_path):
    path = tmp_path / "mine.pem"
    code, shown = answer(
        ["keys", "new", "--kind", "signing", "-o", path],
        [(b"Passphrase of mine.pem", SECRET.encode()), (b"once more", SECRET.encode())],
    )
    assert code == 0, shown
    assert "horse" not in shown
    assert path.exists()


def test_a_key_is_not_overwritten(signing_key, run_with_secret):
    before = signing_key.read_bytes()
    done = run_with_secret("keys", "new", "--kind", "signing", "-o", signing_key)
    assert done.returncode == 1
    assert "SUB-022" in done.stderr
    assert signing_key.read_bytes() == before


def test_a_key_that_others_can_read_is_warned_of(signing_key, run):
    signing_key.chmod(0o644)
    ended = run("keys", "show", signing_key)
    assert ended.code == 0
    assert "warning SUB-021" in ended.err
    assert "chmod 600 mine.pem" in ended.err


def test_what_is_no_key_is_refused(tmp_path, run):
    (tmp_path / "a.pem").write_text("nothing", encoding="utf-8")
    for path in (tmp_path / "a.pem", tmp_path / "absent.pem"):
        ended = run("keys", "show", path)
        assert ended.code == 1
        assert "SUB-0" in ended.err


def test_findings_are_said_in_chinese_too(tmp_path, run):
    (tmp_path / "a.pem").write_text("nothing", encoding="utf-8")
    assert "SUB-018：" in run("--language", "zh", "keys", "show", tmp_path / "a.pem").err


def test_json_of_a_key_is_json(signing_key, run):
    assert json.loads(run("keys", "show", signing_key, "--json").out)["format"]


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_a_name_that_no_certificate_can_hold_is_wrong_usage(tmp_path, run, name):
    ended = run("keys", "new", "--kind", "sealing", "--name", name, "-o", tmp_path / "a.pem")
    assert ended.code == 2


@pytest.fixture
def authority(tmp_path, run_with_secret):
    """Make a test authority of either kind."""

    def make(kind, **settings):
        folder = tmp_path / "ca"
        return folder, run_with_secret("keys", "demo-ca", "-o", folder, "--kind", kind, **settings)

    return make


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_test_authority_is_made_and_its_key_signs(authority, kind):
    import datetime

    from pvfootprint.documents.signatures.certificates import is_test, read_certificates
    from pvfootprint.documents.signatures.signer import signer_from_pkcs12

    folder, done = authority(kind)
    assert done.returncode == 0, done.stderr
    assert "TEST" in done.stdout
    assert {path.name for path in folder.iterdir()} == {"ca.pem", "certifier.pem", "certifier.p12"}
    assert stat.S_IMODE((folder / "certifier.p12").stat().st_mode) == 0o600
    (certificate,) = read_certificates((folder / "certifier.pem").read_bytes())
    now = datetime.datetime.now(datetime.UTC)
    signer = signer_from_pkcs12((folder / "certifier.p12").read_bytes(), SECRET.encode(), now=now)
    assert signer.certificate == certificate
    assert is_test(certificate)


def test_a_test_authority_shows_the_fingerprints_to_compare(authority, run):
    from pvfootprint.documents.signatures.certificates import fingerprint, read_certificates

    folder, done = authority("rsa")
    for name, kind in (("ca.pem", "authority"), ("certifier.pem", "documents")):
        (certificate,) = read_certificates((folder / name).read_bytes())
        assert fingerprint(certificate) in " ".join(done.stdout.split())
        (shown,) = run("keys", "show", folder / name, "--json").json["keys"]
        assert (shown["kind"], shown["holds"]) == (kind, "certificate")
        assert shown["fingerprint"] == fingerprint(certificate)
        assert "TEST" in shown["name"]


def test_a_test_authority_is_not_overwritten(authority):
    folder, _ = authority("ecdsa")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    _, done = authority("ecdsa")
    assert done.returncode == 1
    assert done.stderr.count("SUB-022") == 3
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_test_authority_needs_a_passphrase_that_is_long_enough(authority):
    folder, done = authority("ecdsa", secret="short")  # noqa: S106
    assert done.returncode == 1
    assert "SUB-019" in done.stderr
    assert not folder.exists()


def test_a_test_authority_in_a_folder_that_cannot_be_made(tmp_path, run_with_secret):
    (tmp_path / "a").touch()
    done = run_with_secret("keys", "demo-ca", "-o", tmp_path / "a" / "b")
    assert done.returncode == 1
    assert "OUT-001" in done.stderr
