"""Writes an invented owner's consent as a PDF.

Usage: python3 consent.py FILE.pdf STAGE CONSENT
"""

import sys
from pathlib import Path

WORDS = {
    "closed": "no use of its data is allowed",
    "statistics": "its data may go into statistics and averages only",
    "open": "its data may also be given away under CC-BY-4.0",
}


def pdf(lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page (ISO 32000-2:2020, 7.5) with lines of plain letters."""
    shown = "\n".join(f"({line}) Tj 0 -20 Td" for line in lines)
    page = f"BT /F1 12 Tf 72 760 Td\n{shown}\nET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(content) + b"startxref\n%d\n%%%%EOF\n" % start


def main() -> None:
    """Write the file that was asked for."""
    file, stage, consent = sys.argv[1:]
    lines = (
        "EXAMPLE, invented: consent of a data owner",
        f"Example {stage} company: {WORDS[consent]}.",
        "Signed: nobody. This paper shows only where a real one goes.",
    )
    Path(file).write_bytes(pdf(lines))


if __name__ == "__main__":
    main()
