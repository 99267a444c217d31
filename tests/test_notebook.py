"""The executed notebook of the documentation: as its source says, and as it runs today."""

import importlib.util
import re

import nbformat
import pytest


@pytest.fixture(scope="module")
def maker(data_folder):
    """Give the script that makes the notebook."""
    path = data_folder / "docs" / "make_notebook.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped(maker):
    """Give the notebook in docs/."""
    return nbformat.read(maker.NOTEBOOK, as_version=4)


def sources(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def texts(notebook):
    """Give what cells print and show, without images and the folder that Brightway announces."""
    shown = [
        output.get("text") or output.data["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    return [said for said in shown if "BRIGHTWAY2_DIR" not in said]


def test_the_notebook_is_that_of_its_source(maker, shipped):
    assert sources(shipped) == sources(maker.make()), "run docs/make_notebook.py"
    nbformat.validate(shipped)


def test_it_was_executed_without_errors_and_holds_nothing_of_a_machine(maker, shipped):
    code = [cell for cell in shipped.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    kinds = {output.output_type for cell in code for output in cell.outputs}
    assert kinds == {"stream", "execute_result", "display_data"}
    written = maker.NOTEBOOK.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|usr|work|Users)/", written)
    assert len(written) < 200_000


@pytest.mark.long
def test_it_runs_today_with_the_same_results(maker, shipped, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    assert texts(maker.run(maker.make())) == texts(shipped), "run docs/make_notebook.py"
