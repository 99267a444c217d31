"""Certificates of invented companies, for the tests: the module of the example chain.

``record()`` is a whole one; ``record(number="...", footprint={"shown": "1.00"})`` changes fields,
``extreme()`` fills every field to its brim, ``wording()`` gives a scheme's words for the label.
All hashes but those of the example are made up.
"""

from stdnum.iso7064 import mod_37_36

from pvfootprint.language.texts import in_both
from pvfootprint.model.canonical import digest
from pvfootprint.model.certificate_record import CertificateRecord

SHOWN = "382.7"
VALUE = 382.73468505765817
ADDRESS = "https://pcf.example.org/c/"

KIND = {"en": "partial carbon footprint of a product", "zh": "产品部分碳足迹"}
BOUNDARY = {"en": "cradle to gate", "zh": "从摇篮到大门"}
NOT_CLAIMED = {
    "en": "not a full carbon footprint of a product: use, end of life and delivery to the user are "
    "outside the boundary, so products may not be compared over their life by this value",
    "zh": "不是完整的产品碳足迹：使用、废弃和交付用户阶段不在系统边界内，"
    "不得据此比较产品全生命周期",
}
STAGE_NAMES = {
    "mg-silicon": {"en": "MG silicon", "zh": "工业硅"},
    "polysilicon": {"en": "polysilicon", "zh": "多晶硅"},
    "ingot": {"en": "ingot", "zh": "硅棒"},
    "wafer": {"en": "wafer", "zh": "硅片"},
    "cell": {"en": "cell", "zh": "电池片"},
    "module": {"en": "module", "zh": "组件"},
}
STAGE_VALUES = {
    "mg-silicon": 24.62254186392573,
    "polysilicon": 58.976916381003036,
    "wafer": 48.27456760117586,
    "cell": 42.23258983097178,
    "module": 208.62806938058165,
}
GASES = (
    ("CO2e, not split", 288.83586064332553, 288.83586064332553),
    ("CO2", 94.52336257499672, 87.56736406484458),
    ("CH4", 0.19297958258359654, 5.7507915609911775),
    ("N2O", 0.0014006109296169152, 0.38236678378541783),
    ("HFC-134a", 0.00012960915340621122, 0.19830200471150317),
)


LABEL = {
    "title": ("Product carbon footprint", "产品碳足迹"),
    "kind": ("partial footprint, cradle to gate", "部分碳足迹（从摇篮到大门）"),
    "number": ("Certificate no.", "证书编号"),
    "valid": ("Valid until", "有效期至"),
    "verify": ("Scan for status", "扫码查询状态"),
    "notice": (
        "States a value; claims no comparison, no neutrality, no overall advantage.",
        "仅声明数值，不表示产品优劣比较、碳中和或总体环境优越性。",
    ),
    "test": ("TEST - certifies nothing", "测试，不具认证效力"),
}


def wording():
    """Return a scheme's words for the label."""
    return {key: in_both(english, chinese) for key, (english, chinese) in LABEL.items()}


def hash_of(name):
    """Return a made-up SHA-256."""
    return digest(name.encode())


def number_of(running, year=2026):
    """Return a number with its check character (ISO 7064, MOD 37,36)."""
    check = mod_37_36.calc_check_digit(f"YCPCF{year}{running:05d}")
    return f"YC-PCF-{year}-{running:05d}-{check}"


def record(**changes):
    """Make the certificate of the example chain's module.

    Parameters
    ----------
    **changes
        Fields that differ; a dictionary changes fields of a part. `status_address` follows the
        number unless it is given.
    """
    data = module()
    for name, change in changes.items():
        both = isinstance(change, dict) and isinstance(data[name], dict)
        data[name] = {**data[name], **change} if both else change
    if "status_address" not in changes:
        data["status_address"] = ADDRESS + data["number"]
    return CertificateRecord(**data)


def module():
    """Return the fields of the example's module."""
    company = {
        "name": "示例组件有限公司",
        "name_en": "Example Module Co., Ltd.",
        "code": "91000000EXAMPLE041",
        "address": "江苏省盐城市示例区组件路1号",
    }
    return {
        "number": number_of(4),
        "application": "YC-APP-2026-00004-8",
        "scheme": {
            "key": "yancheng-pilot",
            "version": "2025.1",
            "title": {
                "en": "Yancheng pilot, product carbon footprint label certification",
                "zh": "盐城试点产品碳足迹标识认证",
            },
            "sha256": hash_of("scheme"),
        },
        "rules": {
            "key": "yancheng-pilot",
            "version": "2025.1",
            "title": {
                "en": "Yancheng pilot: carbon footprint of photovoltaic products",
                "zh": "盐城试点：光伏产品碳足迹核算规则",
            },
            "sha256": hash_of("rules"),
        },
        "certifier": {
            "name": "示例认证中心",
            "name_en": "Example Certification Centre",
            "code": "91000000EXAMPLE05X",
            "address": "江苏省盐城市示例区认证路9号",
            "approval": "TEST-0000",
            "contact": "cert@example.org",
        },
        "client": company,
        "producer": company,
        "site": {
            "name": "盐城基地",
            "address": "江苏省盐城市示例区组件路1号",
            "location": "CN-Jiangsu",
        },
        "product": {
            "code": "site:91000000example041:s1:module:p1",
            "key": "P1",
            "name": "TOPCon双玻组件 TOPCon bifacial module",
            "models": ("M144T-575", "M144T-580", "M144T-585"),
            "representative": "M144T-575",
            "power_bins": (575.0, 580.0, 585.0),
            "stage": STAGE_NAMES["module"],
            "stage_key": "module",
            "technology": "topcon",
            "design": "glass-glass-framed",
            "workbook": hash_of("module.xlsx"),
        },
        "footprint": {
            "value": VALUE,
            "shown": SHOWN,
            "unit": "kgCO2e/kWp",
            "declared_unit": "kWp",
            "reference_flow": 4.4926956521739125,
            "reference_unit": "square meter",
            "assumptions": ("efficiency 0.222584 (module.xlsx: as 示例组件有限公司 states)",),
            "kind": KIND,
            "boundary": BOUNDARY,
            "not_claimed": NOT_CLAIMED,
            "primary_share": 0.9166215957190057,
            "proxy_share": 0.38483495528809836,
        },
        "start": "2025-01-01",
        "end": "2025-12-31",
        "issued": "2026-03-02",
        "first_issued": "2026-03-02",
        "expires": "2028-03-01",
        "signatory": "签发人 A",
        "gases": tuple({"gas": g, "mass": mass, "value": value} for g, mass, value in GASES),
        "stages": tuple(
            {"stage": STAGE_NAMES[key], "value": value, "share": value / VALUE}
            for key, value in STAGE_VALUES.items()
        ),
        "upstream": tuple(_upstream()),
        "recomputing": {
            "submission": hash_of("submission"),
            "library": "a7aa36a6ad9ece1d3eca81e78d58e4a40a8a7ddda0b66acd7360a785a20719c4",
            "method": "3d8d7fb201dcdc9e8762e547f87e7be40064f69e044dc09fe1f7535ef37119bc",
            "software": "ae0adf1f2589cf5979f270bac3ea42f55db34fda22353aa9ab2a91dde5b3adf6",
            "product_system": "9d83a45db70de9c77f71050446a85ee3109715cb4e5ad647f41756eb03b450e0",
            "data": hash_of("data"),
        },
        "log": {"size": 57, "root": hash_of("root")},
        "test": True,
    }


def _upstream():
    for running, stage, company, product, shown in (
        (3, "cell", "示例电池有限公司", "182 mm TOPCon电池片 TOPCon cell", "32.61"),
        (2, "wafer", "示例硅片有限公司", "182 mm N型单晶硅片 n-type wafer", "22.40"),
    ):
        yield {
            "number": number_of(running),
            "record": hash_of(stage),
            "stage": STAGE_NAMES[stage],
            "company": company,
            "product": product,
            "shown": shown,
            "unit": "kgCO2e/m2",
            "expires": "2028-02-27",
        }


def extreme(**changes):
    """Make a certificate whose every field is as long as a company may write it."""
    company = {
        "name": "江苏盐城示例新能源科技集团股份有限公司光伏组件智能制造分公司第二事业部（示例）",
        "name_en": "Jiangsu Yancheng Example New Energy Technology Group Joint-Stock Company, "
        "Photovoltaic Module Intelligent Manufacturing Branch, Second Division (Example)",
        "code": "91000000EXAMPLE041",
        "address": "江苏省盐城市示例经济技术开发区光电产业园示例大道西延伸段一百二十八号综合办公楼"
        "第十二层东侧一二〇六室（新能源装备产业创新中心示例楼，邮政编码000000）",
    }
    site = {
        "name": "盐城经济技术开发区光电产业园第二期高效异质结与隧穿氧化层钝化接触组件生产基地",
        "address": company["address"],
    }
    product = {
        "name": "高效N型隧穿氧化层钝化接触双面双玻半片多主栅带铝合金边框单晶硅光伏组件系列 "
        "High-efficiency n-type TOPCon bifacial double-glass half-cut multi-busbar framed module",
        "models": tuple(f"EXM-N182-144HC-BDV-{530 + 5 * i}W-2278x1134x30" for i in range(30)),
        "representative": "EXM-N182-144HC-BDV-605W-2278x1134x30",
        "power_bins": tuple(530.0 + 5 * i for i in range(30)),
    }
    many = {
        "replaces": number_of(99998),
        "number": number_of(99999),
        "certifier": {
            "name": "示例低碳产品认证与碳足迹标识评价检验检测技术服务中心有限责任公司（盐城）",
            "name_en": "Example Centre for Low-carbon Product Certification and Carbon Footprint "
            "Label Evaluation, Inspection and Testing Services, Limited (Yancheng)",
            "address": company["address"],
            "approval": "TEST-CNCA-R-0000-2026-PILOT-0000",
            "contact": "certification.department@a-long-name.example.org, +86 000 0000 0000",
        },
        "client": company,
        "producer": {**company, "name": company["name"].replace("第二", "第三")},
        "site": site,
        "product": product,
        "footprint": {"shown": "1234.5678", "value": 1234.56784, "unit": "kgCO2e/piece"},
        "signatory": "签发人 A（授权签字人，低碳产品认证部）Signatory A, authorised",
        "gases": tuple(
            {"gas": f"HFC-{100 + i}xyz", "mass": 1e-7, "value": 1e-3} for i in range(30)
        ),
        "upstream": tuple(
            {**one, "number": number_of(100 + i), "company": company["name"]}
            for i, one in enumerate(tuple(_upstream()) * 4)
        ),
    }
    return record(**{**many, **changes})
