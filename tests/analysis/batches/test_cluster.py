"""The same batch on a Dask cluster of separate processes."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pvfootprint.analysis.batches.cluster import Cluster
from pvfootprint.analysis.batches.running import run_batch
from pvfootprint.analysis.batches.working import work
from pvfootprint.interface import batches
from pvfootprint.model.findings import AnalysisError

HERE = Path(__file__).parent
DEADLY = "module:perc:CN@2018"
PILOT = HERE.parents[2] / "examples" / "pilot"


@pytest.fixture(scope="module")
def running():
    """Give a cluster of two processes."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        host="127.0.0.1",
    ) as cluster:
        yield cluster


def listed(folder, *rows):
    path = folder / "list.csv"
    path.write_text("\n".join(["item,input,wafer.thickness_um", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_same_bytes_as_without_a_cluster(running, tmp_path) -> None:
    (tmp_path / "a.xlsx").write_bytes((PILOT / "polysilicon.xlsx").read_bytes())
    rows = ["company,a.xlsx,", "bad,module:nope:CN,", "none,none.xlsx,"]
    path = listed(tmp_path, *rows, *(f"{i},module:perc:CN@2018,{130 + i}" for i in range(9)))

    address = running.scheduler_address
    outcome = batches.batch(path, tmp_path / "there.parquet", scheduler=address)
    batches.batch(path, tmp_path / "here.parquet", processes=0)
    assert (outcome.items, outcome.failed) == (12, 2)
    assert (tmp_path / "there.parquet").read_bytes() == (tmp_path / "here.parquet").read_bytes()


class Future:
    """A task on a cluster whose workers die of one product."""

    def __init__(self, task, open_item):
        self.task, self.open = task, open_item

    def done(self):
        return True

    def result(self):
        from distributed import KilledWorker

        if any(kind.input == DEADLY for kind in self.task.rows.read().kinds):
            raise KilledWorker(self.task, None, 3)
        return work(self.task, self.open)


class Client:
    """Submits such tasks."""

    def submit(self, _, task, open_item, pure):
        return Future(task, open_item)

    def cancel(self, futures):
        assert not futures

    def close(self):
        pass


def test_an_item_that_kills_its_workers_fails_alone(tmp_path, monkeypatch) -> None:
    pytest.importorskip("distributed")
    path = listed(tmp_path, "a,wafer:mono:CN@2018,", f"b,{DEADLY},", "c,cell:perc:CN@2018,")
    cluster = Cluster("tcp://127.0.0.1:9", batches.open_item, batches.make_setup())
    monkeypatch.setattr(Cluster, "__enter__", lambda self: self)
    cluster.client = Client()
    run_batch(batches.prepare(path, "", cluster.setup), tmp_path / "results.parquet", cluster)
    found = batches.read_results(tmp_path / "results.parquet")
    assert found["status"].tolist() == ["done", "failed", "done"]
    assert [f["code"] for f in found["findings"][1]] == ["BAT-010"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_workers_that_would_compute_something_else_are_refused(running, tmp_path) -> None:
    path = listed(tmp_path, "a,wafer:mono:CN@2018,")
    other = replace(batches.make_setup(), library="0" * 64)
    cluster = Cluster(running.scheduler_address, batches.open_item, other)
    with pytest.raises(AnalysisError, match="BAT-012") as error:
        run_batch(batches.prepare(path, "", other), tmp_path / "results.parquet", cluster)
    assert [finding.column for finding in error.value.findings] == ["library"]
    assert not (tmp_path / "results.parquet").exists()


def test_a_scheduler_that_does_not_answer(tmp_path, monkeypatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("pvfootprint.analysis.batches.cluster.PATIENCE", 1)
    path = listed(tmp_path, "a,wafer:mono:CN@2018,")
    for address in ("tcp://127.0.0.1:9", "nonsense://here"):
        with pytest.raises(AnalysisError, match="BAT-012"):
            batches.batch(path, tmp_path / "results.parquet", scheduler=address)


def test_the_extra_that_is_not_installed(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    path = listed(tmp_path, "a,wafer:mono:CN@2018,")
    with pytest.raises(AnalysisError, match=r"pvfootprint\[cluster\]"):
        batches.batch(path, tmp_path / "results.parquet", scheduler="tcp://127.0.0.1:9")


@pytest.mark.long
# As errors, warnings of the nannies would keep them from starting workers again.
@pytest.mark.filterwarnings("ignore")
def test_real_workers_that_are_killed_cost_their_item_only(tmp_path, monkeypatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.setenv("PVFOOTPRINT_TEST_MARK", str(tmp_path / "mark"))
    monkeypatch.syspath_prepend(HERE)
    import deadly

    path = listed(tmp_path, "a,wafer:mono:CN@2018,", f"b,{DEADLY},", "c,cell:perc:CN@2018,")
    setup = batches.make_setup()
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        host="127.0.0.1",
    ) as here:
        cluster = Cluster(here.scheduler_address, deadly.open_deadly, setup)
        run_batch(batches.prepare(path, "", setup), tmp_path / "results.parquet", cluster)
    found = batches.read_results(tmp_path / "results.parquet")
    assert found["status"].tolist() == ["done", "failed", "done"]
    assert [f["code"] for f in found["findings"][1]] == ["BAT-010"]
