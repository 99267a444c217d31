"""Finds what a folder of pages refers to and does not hold, for the tests."""

from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

REFERENCES = ("//@href", "//@src", "//@data-index", "//@data-list")


def dead_links(folder, host="https://register.example"):
    """Return every reference of every page that leads nowhere, out of the folder, or elsewhere.

    Parameters
    ----------
    folder : Path
        As a server shows it; a folder stands for its ``index.html``.
    host : str
        Where it is shown; its path is that of the folder.

    Returns
    -------
    list of str
        Page and reference of each.
    """
    base = host.rstrip("/") + "/"
    anchors, found = {}, []
    for path in sorted(folder.rglob("*.html")):
        page = path.relative_to(folder).as_posix()
        tree = lxml.html.fromstring(path.read_bytes())
        for query in REFERENCES:
            found += [
                f"{page}: {reference}"
                for reference in tree.xpath(query)
                if not _leads(folder, base, page, reference, anchors)
            ]
    return found


def _leads(folder, base, page, reference, anchors):
    whole = urlsplit(urljoin(base + page, reference))
    address = whole._replace(query="", fragment="").geturl()
    if not address.startswith(base):
        return False
    name = unquote(address.removeprefix(base))
    target = folder / name
    if not name or name.endswith("/"):
        target /= "index.html"
    if not target.is_file():
        return False
    if not whole.fragment:
        return True
    if target not in anchors:
        anchors[target] = set(lxml.html.fromstring(target.read_bytes()).xpath("//@id"))
    return whole.fragment in anchors[target]
