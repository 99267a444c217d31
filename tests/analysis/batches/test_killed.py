"""Processes that die, of the batch and of its workers."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pvfootprint.analysis.batches import windows
from pvfootprint.analysis.batches.running import run_batch
from pvfootprint.analysis.batches.workers import Processes, ThisProcess
from pvfootprint.interface import batches

HERE = Path(__file__).parent


@pytest.fixture
def prepared(tmp_path):
    """Give a function that prepares a list of products of the library."""
    setup = batches.make_setup()

    def prepare(*products):
        path = tmp_path / "list.csv"
        rows = [f"{i},{product}" for i, product in enumerate(products)]
        path.write_text("\n".join(["item,input", *rows]) + "\n", encoding="utf-8")
        return batches.prepare(path, "", setup)

    return prepare


@pytest.fixture
def deadly(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setenv("PVFOOTPRINT_TEST_MARK", str(tmp_path / "mark"))
    import deadly

    return deadly


def test_an_item_that_kills_its_worker_fails_and_the_batch_goes_on(
    prepared, deadly, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(windows, "MOST_ROWS", 1)
    items = prepared(deadly.ALWAYS, "wafer:mono:CN@2018")
    results = tmp_path / "results.parquet"
    run_batch(items, results, Processes(1, deadly.open_deadly))

    found = batches.read_results(results)
    assert found["status"].tolist() == ["failed", "done"]
    assert [f["code"] for f in found["findings"][0]] == ["BAT-010"]


@pytest.mark.long
def test_of_a_window_only_the_items_that_kill_fail(prepared, deadly, tmp_path) -> None:
    items = prepared("wafer:mono:CN@2018", deadly.ALWAYS, deadly.ONCE, "cell:perc:CN@2018")
    results = tmp_path / "results.parquet"
    outcome = run_batch(items, results, Processes(1, deadly.open_deadly))

    found = batches.read_results(results)
    assert found["status"].tolist() == ["done", "failed", "done", "done"]
    assert [f["code"] for f in found["findings"][1]] == ["BAT-010"]
    assert outcome.failed == 1


def test_a_fault_of_the_program_fails_its_item_only(prepared, deadly, tmp_path) -> None:
    items = prepared("wafer:mono:CN@2018", deadly.ALWAYS)
    results = tmp_path / "results.parquet"
    run_batch(items, results, ThisProcess(deadly.open_faulty))

    found = batches.read_results(results)
    assert found["status"].tolist() == ["done", "failed"]
    assert found["findings"][1][0]["code"] == "BAT-014"
    assert "ZeroDivisionError" in found["findings"][1][0]["message"]


def list_of(folder, count):
    rows = [f"{i},wafer:mono:CN@2018,{130 + i}" for i in range(count)]
    content = "\n".join(["item,input,wafer.thickness_um", *rows])
    (folder / "list.csv").write_text(content, encoding="utf-8")


def killed(folder, kills):
    list_of(folder, 16)
    command = [sys.executable, str(HERE / "killing.py"), str(folder), str(kills)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_killed_at_any_moment_it_goes_on(tmp_path) -> None:
    assert "3 kills" in killed(tmp_path, 3)


@pytest.mark.long
def test_killed_hundreds_of_times_it_goes_on(tmp_path) -> None:
    assert "400 kills" in killed(tmp_path, 400)


def children_of(process):
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


def test_workers_end_with_a_batch_that_is_killed(tmp_path) -> None:
    list_of(tmp_path, 10)
    code = "from pvfootprint.commands.main import main; main()"
    command = [sys.executable, "-c", code, "batch", "list.csv", "-o", "r.parquet"]
    with subprocess.Popen(
        [*command, "--processes", "2"], cwd=tmp_path, stderr=subprocess.DEVNULL
    ) as process:
        workers: list[int] = []
        while not workers and process.poll() is None:
            time.sleep(0.01)
            workers = children_of(process.pid)
        process.send_signal(signal.SIGKILL)
    assert workers
    until = time.monotonic() + 30
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < until, "workers outlive the batch"
        time.sleep(0.05)
