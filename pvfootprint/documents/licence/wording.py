"""What a licence says of the label, whatever the scheme's terms."""

from __future__ import annotations

from pvfootprint.documents.label.limits import LARGE, SMALL
from pvfootprint.documents.sheets.qr_code import LEAST_MODULE
from pvfootprint.language.texts import text

TITLE = text("Licence to use the label")

GRANT = text(
    "The certification body permits the licensee to use the label shown here for the product "
    "named here, as long as the certificate is valid and under the terms below."
)

LOOKS = (
    text(
        "Sizes: at least {small:g} mm wide. From {large:g} mm on the label also names product and "
        "stage, period of the data, accounting rules and certification body; take the design that "
        "belongs to the size.",
        small=SMALL,
        large=LARGE,
    ),
    text(
        "Colours: as delivered, on a white ground; or the version in one colour, in black or "
        "another dark colour on a light ground."
    ),
    text("Languages: Chinese, English, or both. Use the files as they were delivered."),
    text("Room: on all sides nothing else stands nearer than a tenth of the label's width."),
    text(
        "The QR code must be readable where it is printed: its modules measure at least "
        "{module:.2f} mm, dark on light, not bent round an edge, not behind a pattern.",
        module=LEAST_MODULE,
    ),
)

FORBIDDEN = (
    text(
        "Changing the label: proportions, colours, texts, language, or parts alone; above all the "
        "value without unit, boundary, number and QR code."
    ),
    text("Using it for models, sites or companies that the certificate does not name."),
    text(
        "Using it after the certificate has expired, or while it is suspended, or once it is "
        "withdrawn, cancelled or replaced."
    ),
    text(
        "Presenting the value as a full carbon footprint, as carbon neutrality, as an approval by "
        "an authority, or as proof that one product is better than another."
    ),
    text("Combining it with the national label, or so that it could be taken for it."),
)

TEST_LABEL = text(
    "This licence and its label are a test: the label may not stand on any product or paper."
)
