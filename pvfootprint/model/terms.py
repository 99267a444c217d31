"""The words of the field, in English and Chinese: stages, groups, categories, units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word in both languages."""

    en: str
    zh: str


STAGES = {
    "mg-silicon": Term("MG silicon", "工业硅"),
    "polysilicon": Term("polysilicon", "多晶硅"),
    "ingot": Term("ingot", "硅棒"),
    "wafer": Term("wafer", "硅片"),
    "cell": Term("cell", "电池片"),
    "module": Term("module", "组件"),
}
"""Stages of the chain, from the quartz to the module; MG silicon is metallurgical-grade silicon."""

GROUPS = {
    "direct": Term("direct emissions", "直接排放"),
    "electricity": Term("electricity", "电力"),
    "heat": Term("heat", "热力"),
    "materials": Term("materials", "原辅材料"),
    "transport": Term("transport", "运输"),
    "waste": Term("waste", "废弃物"),
}
"""What a stage's contribution is split into."""

CATEGORIES = {
    "fossil": Term("fossil", "化石"),
    "biogenic emission": Term("biogenic emissions", "生物成因排放"),
    "biogenic removal": Term("biogenic removals", "生物成因清除"),
    "land-use change": Term("land-use change", "土地利用变化"),
    "aircraft": Term("aircraft", "航空运输"),
}
"""Kinds of greenhouse-gas emission that ISO 14067:2018, 7.2 wants reported apart."""

DATA_CLASSES = {
    "official": "factor published by a government for this purpose",
    "inventory": "unit process from the literature",
    "literature": "published factor of the flow itself",
    "derived": "computed by this library from sourced values",
    "proxy": "another flow stands for the one that is meant",
    "cut-off": "left out, visibly",
}
"""What kind of knowledge a dataset is."""

UNITS = {
    "kilogram": "kg",
    "kilowatt hour": "kWh",
    "megajoule": "MJ",
    "ton kilometer": "tkm",
    "square meter": "m2",
    "cubic meter": "m3",
    "square meter-year": "m2a",
    "unit": "unit",
}
"""Units of the inventories (Brightway's names) and their symbols."""

PARTIAL_FOOTPRINT = Term("partial carbon footprint of a product", "产品部分碳足迹")
BOUNDARY = Term("cradle to gate", "从摇篮到大门")
DECLARED_UNIT = Term("declared unit", "声明单位")
