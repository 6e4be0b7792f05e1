"""A web page → what stands around its text: the site's name, head and foot; and which elements are no text."""

import re

from lxml import etree, html

from corpus.reading.encoding import decode
from corpus.swedish.vocabulary import VOCABULARY

# Menus, breadcrumbs and boxes about cookies, as their class, id or label calls them.
_FRAME = re.compile(rf"(?:^|[\s_-]){VOCABULARY.web_pages['frame']}(?:$|[\s_-])", re.IGNORECASE)
_ROLES = frozenset(("navigation", "search", "banner", "contentinfo", "dialog", "alertdialog", "menu", "menubar"))
_TRAIL = re.compile(
    rf"^(?:\W*{VOCABULARY.web_pages['trail']}\b)?[^.›»>/]{{2,40}}(?:\s*[›»>]\s*[^.›»>]{{2,60}}){{1,}}$", re.IGNORECASE
)
_LONGEST = 300


def is_frame(element: etree._Element) -> bool:
    """Whether an element is a menu, a breadcrumb trail or a box about cookies, and no text of the document."""
    if (element.get("role") or "").lower() in _ROLES:
        return True
    called = " ".join(element.get(name) or "" for name in ("class", "id", "aria-label", "data-testid"))
    return bool(called.strip() and _FRAME.search(called) and not element.xpath(".//h1"))


def is_trail(text: str) -> bool:
    """Whether a line is a breadcrumb trail: "Start › Politik › Planer"."""
    return bool(_TRAIL.match(text.strip()))


def frame_of(content: bytes) -> tuple[str, ...]:
    """The page's title, the site's name, and the texts of the page's own head and foot."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = html.document_fromstring(decode(content).encode("utf-8", errors="replace"), parser=parser)
    found = [root.findtext(".//title") or ""]
    found += root.xpath("//meta[@property='og:site_name' or @name='author' or @name='publisher']/@content")
    for element in root.xpath("//footer | //body//header | //*[@role='banner'] | //*[@role='contentinfo']"):
        if not element.xpath("ancestor::main | ancestor::article | ancestor::*[@role='main']"):
            found += list(element.itertext())
            found += element.xpath(".//img/@alt")
    texts = (" ".join(text.split()) for text in found)
    return tuple(dict.fromkeys(text for text in texts if 2 < len(text) < _LONGEST))
