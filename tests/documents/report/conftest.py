"""Studies for the tests of the report: the example chain, and products of the library."""

from dataclasses import replace

import pytest

from pvfootprint.analysis.schemes.comparing import compare
from pvfootprint.analysis.studying import study_of_companies, study_of_product
from pvfootprint.documents.report.composing import compose
from pvfootprint.documents.report.writing import write_report
from pvfootprint.language.texts import text
from pvfootprint.rules.checking import check
from pvfootprint.rules.reading import read_rules
from pvfootprint.workbook.reading import read_workbook

STAGES = ("module", "cell", "wafer", "polysilicon")


@pytest.fixture(scope="session")
def rules(data_folder):
    return read_rules("yancheng-pilot", data_folder)


@pytest.fixture(scope="session")
def workbooks(data_folder, library):
    """Give the workbooks of the example chain, the leader's first."""
    folder = data_folder / "examples" / "pilot"
    return [read_workbook(folder / f"{stage}.xlsx", library)[0] for stage in STAGES]


@pytest.fixture(scope="session")
def make_study(rules, library, data_folder):
    """Make the study of a chain, judged."""

    def make(leader, *suppliers):
        study, _ = study_of_companies(
            leader, suppliers, rules=rules, library=library, root=data_folder
        )
        schemes = compare(study.system, root=data_folder, library=library)
        return replace(study, verdicts=check(study, rules), schemes=schemes)

    return make


@pytest.fixture(scope="session")
def study(make_study, workbooks):
    """Give the study of the example chain."""
    return make_study(*workbooks)


@pytest.fixture(scope="session")
def one_stage(rules, library, data_folder):
    """Give the study of a product of the library that has no supplier and one unit, kg."""
    study, _ = study_of_product(
        "polysilicon:mix:CN", rules=rules, library=library, root=data_folder
    )
    return study


@pytest.fixture(scope="session")
def hostile(make_study, workbooks):
    """Give a study whose companies bear names that no page, sheet or file may be hurt by."""
    names = {
        "module": "长" * 70 + " Photovoltaic " * 8,
        "cell": "<script>alert(1)</script>{{ 7 * 7 }}&nbsp;\u202egnp.exe",
        "wafer": '=HYPERLINK("http://evil.example","x")',
        "polysilicon": "Unbreakable" * 20,
    }
    renamed = {site.company.name: names[site.stage] for site in workbooks}
    changed = [
        replace(
            site,
            company=replace(site.company, name=names[site.stage], site=names[site.stage][:60]),
            products=tuple(replace(p, name=names[site.stage]) for p in site.products),
            suppliers=tuple(
                replace(row, supplier=renamed.get(row.supplier, row.supplier), site="")
                for row in site.suppliers
            ),
        )
        for site in workbooks
    ]
    return make_study(*changed)


@pytest.fixture(scope="session")
def document(study):
    """Give the report of the example chain as plain data."""
    return compose(study, text("PDF/A structure checked, not independently validated."))


@pytest.fixture(scope="session")
def written(study, tmp_path_factory):
    """Write the report of the example chain once; give its files by ending."""
    paths = write_report(study, tmp_path_factory.mktemp("report"))
    return {path.suffix[1:]: path for path in paths}
