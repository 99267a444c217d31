import pytest

from pvfootprint.documents.certificate.first_page import BORDER, draw_first_page
from pvfootprint.documents.certificate.fitting import LEAST, fit
from pvfootprint.documents.sheets.pages import HEIGHT, WIDTH
from pvfootprint.documents.sheets.sheet import Shape, Words

LONG = "很长的企业名称有限公司" * 30


@pytest.fixture(params=["example", "extreme", "endless", "many digits", "long number"])
def record(request, certificate_records):
    party = {"name": LONG, "name_en": "Very Long Name " * 40, "code": "X" * 90, "address": LONG}
    return {
        "example": certificate_records.record,
        "extreme": certificate_records.extreme,
        "endless": lambda: certificate_records.extreme(
            client=party, producer={**party, "code": "Y"}, certifier=party, signatory=LONG
        ),
        "many digits": lambda: certificate_records.record(
            footprint={"shown": "1234567.890123456", "unit": "kgCO2e/a very long declared unit"}
        ),
        "long number": lambda: certificate_records.record(
            number="A-RATHER-LONG-NUMBER-OF-A-CERTIFICATE-2026-0000000001-X",
            scheme={"title": {"zh": LONG, "en": "A long name of a scheme " * 20}},
            status_address="https://pcf.example.org/" + "long/" * 20,
        ),
    }[request.param]()


def test_no_text_lies_on_another(record, overlaps):
    sheet, _ = draw_first_page(record)
    assert overlaps(sheet) == []


def test_every_text_lies_within_the_border(record, boxes_of):
    sheet, _ = draw_first_page(record)
    for said, left, top, right, bottom in boxes_of(sheet):
        assert left > BORDER + 20, said
        assert right < WIDTH - BORDER - 20, said
        assert top > BORDER, said
        assert bottom < HEIGHT - BORDER, said


def test_no_type_is_smaller_than_5_points(record):
    sheet, _ = draw_first_page(record)
    assert min(item.size for item in sheet.items if isinstance(item, Words)) >= 5


def test_nothing_is_drawn_outside_the_page(record):
    sheet, _ = draw_first_page(record)
    for item in sheet.items:
        if isinstance(item, Shape):
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in item.points)


def test_type_is_large_where_there_is_room(certificate_records):
    fitted = fit(certificate_records.record(), 420, 84)
    assert fitted.scale > 1
    assert fitted.cut == ()


def test_type_gets_smaller_before_anything_is_cut(certificate_records):
    one = certificate_records.extreme()
    scales = [fit(one, height, 84).scale for height in (600, 500, 440)]
    assert scales == sorted(scales, reverse=True)
    assert fit(one, 440, 84).cut == ()
    small = fit(one, 240, 84)
    assert small.cut
    assert small.scale >= LEAST


def test_what_is_cut_ends_with_where_it_stands_in_full(certificate_records):
    one = certificate_records.record(client={"name": LONG})
    fitted = fit(one, 250, 84)
    lines = [line.said for _, found in fitted.fields for line in found]
    assert LONG in fitted.cut
    assert any(line.endswith("… （全文见附件 in full in the annex）") for line in lines)


def test_a_producer_who_is_another_company_is_named(certificate_records):
    other = {"name": "示例制造有限公司", "address": "江苏省盐城市示例区制造路3号"}
    sheet, _ = draw_first_page(certificate_records.record(producer=other))
    said = [item.said for item in sheet.items if isinstance(item, Words)]
    assert other["name"] in said
    assert other["address"] in said
    assert not any("the same as the client" in one for one in said)


def test_a_certificate_in_place_of_another_names_it(certificate_records):
    number = certificate_records.number_of(1)
    sheet, _ = draw_first_page(certificate_records.record(replaces=number))
    assert number in [item.said for item in sheet.items if isinstance(item, Words)]
