"""Checks what the lines of a workbook say of each other: keys, units, documents, certificates."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pvfootprint.language.texts import joined, text
from pvfootprint.library.units import symbols_of
from pvfootprint.model.accounting import DEFAULT
from pvfootprint.model.certificates import ends_of, numbers_between
from pvfootprint.model.offsets import is_offset
from pvfootprint.model.site import SUPPLY, WHOLE_SITE
from pvfootprint.workbook.choices import WHOLE_SITE as SITE_NAME
from pvfootprint.workbook.reader.found_sheet import key_text
from pvfootprint.workbook.reader.report import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pvfootprint.workbook.reader.matching import Matcher
    from pvfootprint.workbook.reader.report import Place, Report
    from pvfootprint.workbook.reader.rows import ReadRow

Rows = dict[str, list["ReadRow"]]
"""Lines by key of the sheet."""

OWN_LISTS = {"own:products+site": "products", "own:evidence": "evidence"}
UNIQUE = {"products": "key", "evidence": "key", "quality": "subject"}
CHECKED_BY_MONTH = {"energy"}
"""Sheets whose repeated lines are found as months that stand twice."""
FLOW_LISTS = {
    "materials": ("dataset", "materials"),
    "energy": ("carrier", "carriers"),
    "outputs": ("dataset", "treatments"),
    "emissions": ("gas", "gases"),
}
FIXED_UNITS = {"electricity": "kilowatt hour", "transport": "kilogram"}
CERTIFICATE = r"(?=[A-Za-z]*[0-9])[0-9A-Za-z]{6,46}"
"""Form of a certificate's number outside of China."""

SHA256 = re.compile(r"[0-9a-fA-F]{64}")
CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""GB 32100-2015, the check character of a unified social credit code."""


def check_references(rows: Rows, matcher: Matcher, report: Report) -> None:
    """Check what lines say of each other, and write references in the spelling of their key.

    Parameters
    ----------
    rows : dict
        Lines by key of the sheet; references in them are put into the spelling of their key.
    matcher : Matcher
        Knows the lists.
    report : Report
        Takes WBK-050 to WBK-058 and GAS-001.
    """
    for sheet, key in UNIQUE.items():
        _check_unique(rows.get(sheet, []), key)
    names = {
        name: {
            key_text(row.values["key"]): row.values["key"]
            for row in rows.get(name, ())
            if "key" in row.values
        }
        for name in ("products", "evidence")
    }
    site = {key_text(SITE_NAME.said(language)) for language in ("en", "zh", "both")}
    names["products"].update(dict.fromkeys({*site, key_text(WHOLE_SITE)}, WHOLE_SITE))
    for row in _all(rows):
        for column in row.found.sheet.read:
            target = OWN_LISTS.get(column.choices)
            if target and column.key in row.values:
                _resolve(row, column.key, target, names[target])
    for sheet in rows:
        if sheet not in CHECKED_BY_MONTH:
            _check_repeated(rows[sheet])
        for row in rows[sheet]:
            _check_unit(row, matcher)
    _check_company(rows)
    _check_documents(rows)
    _check_certificates(rows)
    _check_offsets(rows)


def _all(rows: Rows) -> Iterator[ReadRow]:
    for lines in rows.values():
        yield from lines


def _check_unique(lines: list[ReadRow], key: str) -> None:
    seen: dict[str, str] = {}
    for row in lines:
        if key not in row.values:
            continue
        place, name = row.places[key], key_text(row.values[key])
        if name in seen:
            place.add(
                "WBK-051",
                text("the key stands twice"),
                found=shown(row.values[key]),
                expected=text("a key that is not used yet; {cell} has this one", cell=seen[name]),
                hint=text("give each line a key of its own"),
            )
        seen.setdefault(name, place.cell)


def _resolve(row: ReadRow, key: str, target: str, names: dict[str, str]) -> None:
    typed = row.values[key]
    found = names.get(key_text(typed))
    if found is not None:
        row.values[key] = found
        return
    near = get_close_matches(key_text(typed), names, 1)
    message = text("no product has this key")
    hint = text("write the key from the sheet for products, or site")
    if target == "evidence":
        message = text("no document has this key")
        hint = text("write the key from the sheet for evidence, or add the document there")
    if near:
        hint = text("is it {name!r}? {hint}", name=names[near[0]], hint=hint)
    row.places[key].add(
        "WBK-050",
        message,
        found=shown(typed),
        expected=", ".join(sorted(set(names.values()))[:12]),
        hint=hint,
    )


def _check_repeated(lines: list[ReadRow]) -> None:
    """Ask about lines that say the same in every cell."""
    seen: dict[str, ReadRow] = {}
    for row in lines:
        same = repr(sorted(row.values.items(), key=lambda item: item[0]))
        if same in seen and row.found.sheet.key not in UNIQUE:
            place = next(iter(row.places.values()))
            place.add(
                "WBK-052",
                text("two lines say exactly the same"),
                found=text("lines {first} and {second}", first=seen[same].line, second=row.line),
                hint=text("delete one, or tell them apart in the remark"),
                severity="warning",
            )
        seen.setdefault(same, row)


COUNTED = {f"{SUPPLY}wafer", f"{SUPPLY}cell"}
"""Supplies that companies count in pieces; their area is that of the supplier's product."""


def _check_unit(row: ReadRow, matcher: Matcher) -> None:
    """Compare the unit of a line with what its flow is counted in."""
    sheet = row.found.sheet.key
    if "unit" not in row.values or not row.is_sound:
        return
    unit = FIXED_UNITS.get(sheet, "")
    if sheet in FLOW_LISTS:
        column, name = FLOW_LISTS[sheet]
        key = row.values.get(column, "")
        unit = next((choice.unit for choice in matcher.choices[name] if choice.key == key), "")
        if key in COUNTED and row.values["unit"] == "piece":
            return
    if not unit or row.values["unit"] in symbols_of(unit) or "calorific_value" in row.values:
        return
    hint = text("convert the amount, or choose another flow")
    if sheet == "energy":
        hint = text("convert the amount, or give the calorific value")
    row.places["unit"].add(
        "WBK-053",
        text("the unit does not fit the flow"),
        found=shown(row.values["unit"]),
        expected=joined(" or ", symbols_of(unit)),
        hint=hint,
    )


def _check_company(rows: Rows) -> None:
    for row in rows.get("company", ()):
        start, end = row.values.get("start"), row.values.get("end")
        if start and end and start > end:
            row.places["end"].add(
                "WBK-056",
                text("the last day is before the first"),
                found=end.isoformat(),
                expected=text("a day after {day}", day=start.isoformat()),
                hint=text("check both days"),
            )
        _check_credit_code(row, "code", str(row.values.get("location", "")))
    for row in rows.get("suppliers", ()):
        _check_credit_code(row, "supplier_code", str(row.values.get("location", "")))


def _check_credit_code(row: ReadRow, key: str, location: str) -> None:
    code = str(row.values.get(key, "")).upper()
    if not code or not location.startswith("CN") or is_credit_code(code):
        return
    row.places[key].add(
        "WBK-058",
        text("the unified social credit code is not well-formed"),
        found=shown(code),
        expected=text("18 characters, of which the last is a check character"),
        hint=text("copy it from the business licence"),
        severity="question",
    )


def is_credit_code(code: str) -> bool:
    """Whether a unified social credit code has the right form and check character."""
    if len(code) != 18 or any(character not in CREDIT_DIGITS for character in code):
        return False
    values = [CREDIT_DIGITS.index(character) for character in code]
    total = sum(value * weight for value, weight in zip(values, CREDIT_WEIGHTS, strict=False))
    return (31 - total % 31) % 31 == values[17]


def _check_offsets(rows: Rows) -> None:
    for sheet, column in (("materials", "flow"), ("outputs", "name")):
        for row in rows.get(sheet, ()):
            name = str(row.values.get(column, ""))
            if is_offset(name, linked="dataset" in row.values):
                row.places[column].add(
                    "GAS-001",
                    text("{name} is a carbon credit, an offset or a removal", name=shown(name)),
                    found=shown(name),
                    expected=text("flows of the process itself"),
                    hint=text(
                        "delete the line: offsets are no part of a footprint (ISO 14067:2018, "
                        "6.3.4.1); name a material by what it is"
                    ),
                )


def _check_documents(rows: Rows) -> None:
    for row in rows.get("evidence", ()):
        digest = row.values.get("sha256")
        if digest and not SHA256.fullmatch(digest):
            row.places["sha256"].add(
                "WBK-057",
                text("this is no SHA-256"),
                found=shown(digest),
                expected=row.found.sheet.column("sha256").hint,
                hint=text("leave it empty: the software computes it"),
                severity="warning",
            )


def _check_certificates(rows: Rows) -> None:
    """Ask about numbers of certificates that have another form than those of the country."""
    places = {str(row.values.get("location", "")) for row in rows.get("company", ())}
    chinese = all(place.startswith("CN") for place in places)
    form = DEFAULT.certificate_form if chinese else CERTIFICATE
    for row in rows.get("electricity", ()):
        for certificate in row.values.get("certificates", ()):
            ends = ends_of(certificate)
            sound = all(re.fullmatch(form, end, re.IGNORECASE) for end in ends)
            if not sound or numbers_between(ends) is None:
                _say_odd_certificate(certificate, row.places["certificates"], chinese=chinese)


def _say_odd_certificate(certificate: str, place: Place, *, chinese: bool) -> None:
    expected = text("numbers or ranges, separated by commas")
    if chinese:
        expected = text("numbers of 32 characters or ranges of them, separated by commas")
    place.add(
        "WBK-054",
        text("this does not look like the number of a certificate"),
        found=shown(certificate),
        expected=expected,
        hint=text("copy the numbers from the certificates, a range as FIRST~LAST"),
        severity="question",
    )


def say_empty(sheets: Iterable[str], rows: Rows, report: Report, titles: dict[str, str]) -> None:
    """Say which sheets must have a line and have none.

    Parameters
    ----------
    sheets : iterable of str
        Keys of the sheets that must.
    rows : dict
        Lines by key of the sheet.
    report : Report
        Takes WBK-055.
    titles : dict
        Names of the sheets by key, as the workbook has them.
    """
    for sheet in sheets:
        if sheet in titles and not rows.get(sheet):
            report.add(
                "WBK-055",
                text("the sheet has no line that is filled in"),
                sheet=titles[sheet],
                expected=text("at least one line"),
                hint=text("fill in at least one line"),
            )
