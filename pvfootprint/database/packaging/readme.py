"""What a data package says to people, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pvfootprint.database.packaging.processes import country_of
from pvfootprint.language.texts import Text, text
from pvfootprint.model.terms import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pvfootprint.database.packaging.choosing import Chosen
    from pvfootprint.database.packaging.writing import Sharing


def readme(chosen: Chosen, sharing: Sharing) -> str:
    """Return the text of ``README.md``, in Markdown.

    Parameters
    ----------
    chosen : Chosen
        What the package holds.
    sharing : Sharing
        Who shares it, on which terms.

    Returns
    -------
    str
        Chinese first, then English; no company is named but the certifier.
    """
    said = list(_said(chosen, sharing))
    chinese = "\n\n".join(one.zh for one in said)
    english = "\n\n".join(one.en for one in said)
    return f"{chinese}\n\n---\n\n{english}\n"


def _said(chosen: Chosen, sharing: Sharing) -> Iterator[Text]:
    names = {"en": sharing.certifier_en, "zh": sharing.certifier}
    licence = sharing.licence
    yield text("# Data package {name}", name=sharing.name)
    if sharing.test:
        yield text("**A test under an invented certifier. It is not meant to be used.**")
    yield text(
        "From the base database of {english} ({chinese}). Licence: [{title}]({link}) ({spdx}). "
        "{notice}",
        english=names["en"],
        chinese=names["zh"],
        title=licence.title,
        link=licence.link,
        spdx=licence.spdx,
        notice=licence.notice,
    )
    if chosen.averages:
        yield text("## Averages")
    for average in chosen.averages:
        facts = average.facts
        yield text(
            "- `{subject}`: {stage} {technology}, {year}. {said}",
            subject=average.subject,
            stage=STAGES[facts.stage],
            technology=facts.technology,
            year=facts.year,
            said=facts.said,
        )
    if chosen.datasets:
        yield text("## Datasets of single producers, who agreed to share them")
    for one in chosen.datasets:
        yield text(
            "- `{key}`: {stage} {technology}, {location}, data from {start} to {end}",
            key=one.key,
            stage=STAGES[one.stage],
            technology=one.technology,
            location=country_of(one),
            start=one.start,
            end=one.end,
        )
    yield text(
        "## How to use it\n\n"
        "`pvfootprint library install FILE.zip --signer FINGERPRINT` checks every file and the "
        "signature, and installs it as the set `{name}`; a product of it is then asked for as "
        "`NAME@{name}`. The certifier tells the fingerprint of its data steward's key. With "
        "Brightway alone, import the library's files first and then those of `inventories/` with "
        "`bw2io.CSVImporter`, as the library's `inventories/README.md` says. `datapackage.json` "
        "holds the SHA-256 of every file and the signature.",
        name=sharing.name,
    )
    yield text(
        "## What it does not say\n\n"
        "Single producers and their production are not named. What a producer takes of earlier "
        "stages is linked to the library's dataset, not to its suppliers, so a footprint computed "
        "from it is not the certified one. The signature says who shared it, not that it fits your "
        "purpose."
    )
