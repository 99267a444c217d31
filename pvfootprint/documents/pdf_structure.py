"""Checks the structure of a PDF/A-3u file. It is no validation: that is for other programs."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING

from pvfootprint.language.texts import Text, text
from pvfootprint.model.findings import Finding, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pikepdf

RELATIONSHIPS = ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified")
"""What an attachment can be to its document (ISO 19005-3:2012, annex E)."""

ACTIVE = ("/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/URI", "/AA")
"""Entries and actions that run something or lead out of the file; a report has none."""

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")

EMPTY = b"> <>"
"""A glyph that stands for no character, in the table that says which ones it stands for."""

VALIDATOR = "verapdf"
FLAVOUR = "3u"


def check_structure(content: bytes) -> None:
    """Check a PDF as far as its structure shows it.

    Syntax (qpdf); identification as PDF/A-3u in the XMP metadata; output intent with profile; all
    fonts embedded and readable as Unicode; attachments with their relationship; nothing active,
    nothing that leads outside, no encryption.

    Parameters
    ----------
    content : bytes
        The file.

    Raises
    ------
    OutputError
        OUT-003 with everything that is wrong.
    """
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(content)) as pdf:
        faults = [*_syntax(pdf), *_identity(pdf), *_fonts(pdf), *_attachments(pdf), *_active(pdf)]
    _stop(faults)


def _stop(faults: list[str]) -> None:
    if faults:
        raise OutputError(
            [
                Finding(
                    "OUT-003",
                    text("the PDF is no sound PDF/A-3u file"),
                    found=fault,
                    hint=text("report it as a fault of pvfootprint, with the versions of `doctor`"),
                )
                for fault in faults
            ]
        )


def _syntax(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from (str(problem) for problem in pdf.check_pdf_syntax())
    if pdf.is_encrypted:
        yield "encrypted"


def _identity(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        if metadata.pdfa_status != "3U":
            yield f"XMP: PDF/A {metadata.pdfa_status or 'not stated'}"
    intents = list(pdf.Root.get("/OutputIntents", []))
    if not any(i.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in i for i in intents):
        yield "no output intent with a profile"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(pdf):
        if font.get("/Type") != "/Font" or "/DescendantFonts" not in font:
            if font.get("/Type") == "/Font" and font.get("/Subtype") == "/Type1":
                yield f"font not embedded: {font.get('/BaseFont')}"
            continue
        name = font.get("/BaseFont")
        if "/ToUnicode" not in font or EMPTY in font["/ToUnicode"].read_bytes():
            yield f"font without Unicode: {name}"
        for descendant in font["/DescendantFonts"]:
            descriptor = descendant.get("/FontDescriptor")
            if descriptor is None or not any(key in descriptor for key in FONT_FILES):
                yield f"font not embedded: {name}"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = {one.objgen for one in pdf.Root.get("/AF", [])}
    for one in _dictionaries(pdf):
        if one.get("/Type") == "/Filespec":
            if one.get("/AFRelationship") not in RELATIONSHIPS:
                yield f"attachment without relationship: {one.get('/UF')}"
            if one.objgen not in associated:
                yield f"attachment not associated: {one.get('/UF')}"


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    for one in _dictionaries(pdf):
        for key in ACTIVE:
            if key in one or one.get("/S") == key:
                yield f"active or leading outside: {key}"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of the file, those inside other objects too."""
    import pikepdf  # noqa: PLC0415

    waiting = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [part for part in one if _is_direct(part)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            waiting += [part for _, part in one.items() if _is_direct(part)]


def _is_direct(one: object) -> bool:
    import pikepdf  # noqa: PLC0415

    return isinstance(one, pikepdf.Array | pikepdf.Dictionary) and not one.is_indirect


def validator() -> str | None:
    """Return the path of veraPDF, if it is on the PATH."""
    return shutil.which(VALIDATOR)


def validation_words() -> Text:
    """Return what a report says of its own checks, before it is written."""
    if validator():
        return text("This file is PDF/A-3u: its structure was checked, and veraPDF validated it.")
    return text("PDF/A structure checked, not independently validated.")


def validate(path: Path) -> None:
    """Let veraPDF validate a file, where it is on the PATH.

    Parameters
    ----------
    path : Path
        The PDF.

    Raises
    ------
    OutputError
        OUT-003 if veraPDF does not pass it.
    """
    program = validator()
    if not program:
        return
    done = subprocess.run(  # noqa: S603  (found on the PATH; the path is ours)
        [program, "--flavour", FLAVOUR, "--format", "text", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout.startswith("PASS"):
        _stop([f"veraPDF: {(done.stdout + done.stderr).strip()[:1000]}"])
