"""Makes docs/portfolio.ipynb from docs/portfolio.py and runs it.

python docs/make_notebook.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

SOURCE = Path(__file__).with_name("portfolio.py")
NOTEBOOK = SOURCE.with_suffix(".ipynb")
CELL = re.compile(r"^# %%(?P<kind> \[markdown\])?\n", re.MULTILINE)
SECONDS = 600


def make() -> nbformat.NotebookNode:
    """Return the notebook of the source, without outputs."""
    _, *parts = CELL.split(SOURCE.read_text(encoding="utf-8"))
    cells = []
    for kind, content in zip(parts[::2], parts[1::2], strict=True):
        said = content.strip("\n")
        if kind:
            said = "\n".join(line.removeprefix("#").removeprefix(" ") for line in said.split("\n"))
            cells.append(nbformat.v4.new_markdown_cell(said))
        else:
            cells.append(nbformat.v4.new_code_cell(said))
    for i, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{i:02}"  # Otherwise random: the notebook would differ each time.
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Execute a notebook in docs/, and drop what depends on the machine."""
    os.environ |= {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    place = {"metadata": {"path": str(SOURCE.parent)}}
    client = NotebookClient(notebook, timeout=SECONDS, resources=place)
    executed = client.execute()
    for cell in executed.cells:
        cell["metadata"] = {}
    executed["metadata"]["language_info"] = {"name": "python"}
    return executed


def main() -> None:
    """Write the notebook."""
    nbformat.write(run(make()), NOTEBOOK)


if __name__ == "__main__":
    main()
