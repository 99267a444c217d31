"""Numbers of certificates and applications, with check characters after ISO/IEC 7064."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stdnum.iso7064 import mod_11_2, mod_37_36, mod_97_10

from pvfootprint.language.texts import text
from pvfootprint.model.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pvfootprint.language.texts import Text
    from pvfootprint.model.certification import CertificationScheme

CALCULATE = {
    "mod_37_36": mod_37_36.calc_check_digit,
    "mod_97_10": mod_97_10.calc_check_digits,
    "mod_11_2": mod_11_2.calc_check_digit,
}
"""Check characters by algorithm, over digits and capital letters."""

CHECK = {"mod_37_36": "[0-9A-Z]", "mod_97_10": "[0-9]{2}", "mod_11_2": "[0-9X]"}
"""What check characters look like."""

CHECK_LENGTH = {"mod_37_36": 1, "mod_97_10": 2, "mod_11_2": 1}
"""How many check characters there are."""

LOOKALIKES = str.maketrans("OQIL", "0011")
"""Letters that are read as digits."""

SEPARATORS = "-_./\\"
LONGEST = 100
"""Length beyond which nothing is a number [characters]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberParts:
    """A number taken apart.

    Parameters
    ----------
    number : str
        As it is written: capital letters, with its hyphens.
    running : int
        Running number.
    year : int, optional
        None where the pattern has none.
    stage : str
        Key of the stage; empty where the pattern has none.
    """

    number: str
    running: int
    year: int | None
    stage: str


def certificate_number(scheme: CertificationScheme, running: int, year: int, stage: str) -> str:
    """Write the number of a certificate.

    Parameters
    ----------
    scheme : CertificationScheme
        Its pattern and its check algorithm.
    running : int
        Running number, from 1.
    year : int
        Year of issue, of four digits.
    stage : str
        Stage of the product.

    Returns
    -------
    str
        With check characters over all of it but the hyphens.

    Raises
    ------
    ValueError
        If the running number is below 1, the year has not four digits, or the stage has no letters.
    """
    return _written(scheme, scheme.number_pattern, running, year, stage)


def application_number(scheme: CertificationScheme, running: int, year: int, stage: str) -> str:
    """Write the number of an application; see :func:`certificate_number`."""
    return _written(scheme, scheme.application_pattern, running, year, stage)


def parse_number(
    scheme: CertificationScheme, written: str, *, application: bool = False
) -> NumberParts | Finding:
    """Read a number as somebody typed it.

    Full-width characters, small letters, spaces and any kind of hyphen are put right.

    Parameters
    ----------
    scheme : CertificationScheme
        Its patterns and its check algorithm.
    written : str
        Such as ``yc-pcf 2025 00001 x``.
    application : bool
        Whether it is to be the number of an application.

    Returns
    -------
    NumberParts or Finding
        The parts; CSC-019 if it is no number of this scheme, CSC-020 if its check characters are
        wrong. The right ones are not told: they would make an invented number look true.
    """
    pattern = scheme.application_pattern if application else scheme.number_pattern
    plain = _plain(written)
    parts = _parts(scheme, pattern, plain, "[0-9]")
    if parts is None:
        return _no_number(scheme, pattern, written, plain)
    if _plain(parts.number) == plain:
        return parts
    return Finding(
        "CSC-020",
        text("the check characters of the number do not fit: probably a typing slip"),
        found=written[:LONGEST],
        hint=text("compare the number with the certificate, character by character"),
    )


def pattern_faults(
    pattern: str, algorithm: str, stage_codes: Mapping[str, str], stages: tuple[str, ...]
) -> list[Text]:
    """Return what is wrong with a pattern.

    Parameters
    ----------
    pattern : str
        Such as ``YC-PCF-{year}-{running:05d}-{check}``.
    algorithm : str
        A key of :data:`CALCULATE`.
    stage_codes : mapping
        Stage -> letters.
    stages : tuple of str
        Stages that the scheme covers.

    Returns
    -------
    list of Text
        Empty if numbers can be written and read by it.
    """
    try:
        pieces = list(string.Formatter().parse(pattern))
    except ValueError:
        return [text("the braces do not match")]
    faults = [*_field_faults(pieces), *_literal_faults(pieces, algorithm)]
    if "stage" in [name for _, name, _, _ in pieces]:
        faults += _stage_faults(algorithm, stage_codes, stages)
    return faults


def plain_pattern(pattern: str) -> str:
    """Return a pattern without its separators, to see whether two give the same numbers."""
    return pattern.replace("-", "")


def _field_faults(pieces: list[tuple[str, str | None, str | None, str | None]]) -> Iterator[Text]:
    fields = [
        (name, f"{spec or ''}{sign or ''}") for _, name, spec, sign in pieces if name is not None
    ]
    names = [name for name, _ in fields]
    for name in ("running", "check"):
        if names.count(name) != 1:
            yield text("{field} must stand in it once", field=f"{{{name}}}")
    if len(set(names)) < len(names) and names.count("running") == names.count("check") == 1:
        yield text("a field stands in it twice")
    if "check" in names and (pieces[-1][1] != "check" or names[-1] != "check"):
        yield text("{field} must stand at its end", field="{check}")
    for name, spec in fields:
        if name not in {"running", "year", "stage", "check"}:
            yield text("{field} is not known", field=f"{{{name}}}")
        elif name == "running" and not re.fullmatch("0[1-9]d", spec):
            yield text("the running number is written as {example}", example="{running:05d}")
        elif name != "running" and spec:
            yield text("{field} is written without a format", field=f"{{{name}}}")


def _literal_faults(
    pieces: list[tuple[str, str | None, str | None, str | None]], algorithm: str
) -> Iterator[Text]:
    literal = "".join(words for words, *_ in pieces)
    if not re.fullmatch("[A-Z0-9-]*", literal):
        yield text("only capital letters, digits and hyphens may stand in it")
    elif algorithm == "mod_11_2" and re.search("[A-Z]", literal):
        yield text("{algorithm} takes digits only", algorithm=algorithm)


def _stage_faults(
    algorithm: str, codes: Mapping[str, str], stages: tuple[str, ...]
) -> Iterator[Text]:
    if set(codes) != set(stages):
        yield text("stage_codes must name the stages of the scheme, no more and no fewer")
    if len(set(codes.values())) < len(codes):
        yield text("two stages have the same letters")
    if len({len(code) for code in codes.values()}) > 1:
        yield text("the letters of all stages must be equally many")
    if algorithm == "mod_11_2" and any(re.search("[A-Z]", code) for code in codes.values()):
        yield text("{algorithm} takes digits only", algorithm=algorithm)


def _written(scheme: CertificationScheme, pattern: str, running: int, year: int, stage: str) -> str:
    code = scheme.stage_codes.get(stage, "")
    if running < 1 or not 1000 <= year <= 9999 or ("{stage}" in pattern and not code):
        msg = f"no number for running {running}, year {year}, stage {stage}"
        raise ValueError(msg)
    values = {"running": running, "year": year, "stage": code}
    body = pattern.format(**values, check="").replace("-", "")
    return pattern.format(**values, check=CALCULATE[scheme.check_algorithm](body))


def _plain(written: str) -> str:
    """Return capital letters and digits of what somebody typed; other signs stay as they are."""
    if len(written) > LONGEST:
        return ""
    wide = unicodedata.normalize("NFKC", written).upper()
    return "".join(
        sign
        for sign in wide
        if not sign.isspace()
        and sign not in SEPARATORS
        and unicodedata.category(sign) not in {"Pd", "Cf"}
        and sign != "\N{MINUS SIGN}"
    )


def _parts(scheme: CertificationScheme, pattern: str, plain: str, digit: str) -> NumberParts | None:
    """Take a number apart and write it anew, with the check characters that it should have."""
    expression = ""
    for words, name, spec, _ in string.Formatter().parse(pattern):
        expression += words.replace("-", "")
        if name == "check":
            expression += CHECK[scheme.check_algorithm]
        elif name == "stage":
            expression += f"(?P<stage>{'|'.join(scheme.stage_codes.values())})"
        elif name == "year":
            expression += f"(?P<year>{digit}{{4}})"
        elif name:
            expression += f"(?P<running>{digit}{{{(spec or '')[1:-1]},12}})"
    found = re.fullmatch(expression, plain)
    if found is None:
        return None
    given = found.groupdict()
    stages = [stage for stage, code in scheme.stage_codes.items() if code == given.get("stage")]
    running = int(given["running"].translate(LOOKALIKES))
    year = int(given["year"].translate(LOOKALIKES)) if "year" in given else None
    stage = stages[0] if stages else ""
    try:
        number = _written(scheme, pattern, running, year or 1000, stage)
    except ValueError:
        return None
    if len(_plain(number)) != len(plain):
        return None
    return NumberParts(number=number, running=running, year=year, stage=stage)


def _no_number(scheme: CertificationScheme, pattern: str, written: str, plain: str) -> Finding:
    width = CHECK_LENGTH[scheme.check_algorithm]
    code = next(iter(scheme.stage_codes.values()), "")
    example = pattern.format(running=1, year=2025, stage=code, check="?" * width)
    near = _meant(scheme, pattern, plain)
    return Finding(
        "CSC-019",
        text("this is no number of the scheme {scheme}", scheme=scheme.key),
        found=written[:LONGEST],
        expected=text("a number such as {example}", example=example),
        hint=text("did you mean {near}?", near=near) if near else "",
    )


def _meant(scheme: CertificationScheme, pattern: str, plain: str) -> str:
    """Return the number with digits for letters that look like them, if its check then fits."""
    parts = _parts(scheme, pattern, plain, "[0-9OQIL]")
    width = CHECK_LENGTH[scheme.check_algorithm]
    return parts.number if parts and parts.number.endswith(plain[-width:]) else ""
