import datetime
import json
from dataclasses import asdict

from pydantic import TypeAdapter

from pvfootprint.model.summary import SuppliedEmission, SupplySummary

SUMMARY = SupplySummary(
    supplier="云南硅片",
    site="一期",
    product="P1",
    stage="wafer",
    technology="mono-n",
    location="CN-Yunnan",
    unit="square meter",
    declared_unit="piece",
    emissions=(SuppliedEmission(flow="co2", amount=0.1 / 3),),
    total=0.1 / 3,
    gwp="ar6",
    primary_data_share=2 / 3,
    start=datetime.date(2024, 1, 1),
    end=datetime.date(2024, 12, 31),
    library_hash="a",
    method_hash="b",
    product_system_hash="c",
)


def test_a_summary_passes_through_json_unchanged():
    adapter = TypeAdapter(SupplySummary)
    assert adapter.validate_json(adapter.dump_json(SUMMARY)) == SUMMARY


def test_plain_json_can_write_it():
    said = json.loads(json.dumps(asdict(SUMMARY), default=str))
    assert TypeAdapter(SupplySummary).validate_python(said) == SUMMARY
