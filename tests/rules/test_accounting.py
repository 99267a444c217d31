"""What the chain is told to do."""

from pvfootprint.model.accounting import Accounting
from pvfootprint.rules.accounting import make_accounting
from pvfootprint.rules.reading import read_rules


def test_the_shipped_rule_sets_count_as_the_model_does_by_default(data_folder):
    for key in ("yancheng-pilot", "iso14067"):
        assert make_accounting(read_rules(key, data_folder)) == Accounting()


def test_each_clause_reaches_its_field(data_copy):
    path = data_copy / "methods/rules/yancheng-pilot.toml"
    source = path.read_text(encoding="utf-8")
    for old, new in (
        ('value = "market"', 'value = "location"'),
        ('value = ["own generation", "direct line", "green power"]', 'value = ["direct line"]'),
        ("value = 1000\n", "value = 500\n"),
        ("[0-9A-Za-z]{32}", "[0-9]{10}"),
        (
            'value = 24\nunit = "month"\nbasis = ["可再生',
            'value = 12\nunit = "month"\nbasis = ["可再生',
        ),
        (
            "[electricity.product_claims]\nvalue = true",
            "[electricity.product_claims]\nvalue = false",
        ),
        ('value = ["subdivision", "physical", "economic"]', 'value = ["physical"]'),
    ):
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    path.write_text(source, encoding="utf-8")
    assert make_accounting(read_rules("yancheng-pilot", data_copy)) == Accounting(
        electricity_basis="location",
        instruments=("direct line",),
        certificate_energy=500.0,
        certificate_form="[0-9]{10}",
        certificate_age=12,
        product_claims=False,
        allocation_order=("physical",),
    )
