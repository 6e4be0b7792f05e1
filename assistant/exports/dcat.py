"""The collection → its description for a data portal, as DCAT-AP-SE has it: JSON-LD, or the same as RDF/XML.

What isn't known is left out: a licence, and where to turn, are settings.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from lxml import etree

from assistant.exports.open_data import open_data_words
from assistant.exports.spreadsheet import XLSX
from index.storage.store import Index

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_EU = "http://publications.europa.eu/resource/authority"
_FORMATS = {
    "csv": ("/oppna-data/aktiviteter.csv", "text/csv"),
    "jsonld": ("/oppna-data/aktiviteter.jsonld", "application/ld+json"),
    "xlsx": ("/aktiviteter.xlsx", XLSX),
    "json": ("/api/activities", "application/json"),
}
Node = dict[str, Any]


@dataclass(frozen=True)
class Publication:
    """Where the service lies, under which licence its data is published, and where to turn; None where not said."""

    base: str
    licence: str | None = None
    contact: str | None = None


def dcat_catalogue(index: Index, published: Publication) -> Node:
    """The catalogue with a dataset for each municipality, as JSON-LD.

    The service that gives them hangs on their distributions and not on the catalogue: Sweden's portal shows it there.
    """
    words, base = open_data_words(), published.base
    municipalities = list(dict.fromkeys(document.municipality for document in index.collection.documents))
    datasets = [_dataset(name, index, published) for name in municipalities]
    owner = index.collection.catalogue.municipality
    catalogue = {
        "@id": f"{base}/datasets/dcat",
        "@type": "dcat:Catalog",
        "dcterms:title": _swedish(words["catalogue"]["title"]),
        "dcterms:description": _swedish(words["catalogue"]["description"]),
        "dcterms:publisher": _publisher(owner, base),
        "dcterms:language": {"@id": f"{_EU}/language/SWE"},
        "dcterms:license": {"@id": published.licence} if published.licence else None,
        "foaf:homepage": {"@id": f"{base}/"},
        "dcat:dataset": datasets,
    }
    return {"@context": _PREFIXES, **_known(catalogue)}


def rdf_xml(catalogue: Node) -> bytes:
    """The same graph as RDF/XML, which every portal reads."""
    root = etree.Element(f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF, **_PREFIXES})
    _written({name: value for name, value in catalogue.items() if name != "@context"}, root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _dataset(municipality: str, index: Index, published: Publication) -> Node:
    words, base = open_data_words(), published.base
    documents = [entry for entry in index.collection.documents if entry.municipality == municipality]
    years = [year for document in documents for year in document.period or ()]
    period = {
        "@type": "dcterms:PeriodOfTime",
        "dcat:startDate": _year(min(years)),
        "dcat:endDate": _year(max(years)),
    } if years else None  # fmt: skip
    said = [words["dataset"]["description"]]
    said += [words["dataset"]["machine_read"]] if any(entry.machine_read for entry in documents) else []
    query = urlencode({"municipality": municipality})
    known = {
        "@id": f"{base}/aktiviteter?{query}",
        "@type": "dcat:Dataset",
        "dcterms:title": _swedish(words["dataset"]["title"]),
        "dcterms:description": _swedish(" ".join(said)),
        "dcterms:publisher": _publisher(municipality, base),
        "dcterms:language": {"@id": f"{_EU}/language/SWE"},
        "dcterms:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{_EU}/data-theme/GOVE"},
        "dcat:keyword": [_swedish(word) for word in words["dataset"]["keywords"]],
        "dcat:landingPage": {"@id": f"{base}/aktiviteter?{query}"},
        "dcat:contactPoint": _contact(municipality, published.contact),
        "dcterms:temporal": period,
        "dcterms:source": [{"@id": f"{base}/documents/{entry.id}"} for entry in documents],
        "dcat:distribution": [_distribution(form, query, municipality, published) for form in _FORMATS],
    }
    return _known(known)


def _distribution(form: str, query: str, municipality: str, published: Publication) -> Node:
    place, media_type = _FORMATS[form]
    address = f"{published.base}{place}?{query}"
    known = {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dcterms:title": _swedish(open_data_words()["distributions"][form]),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcterms:format": media_type,
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcterms:conformsTo": {"@id": "http://www.w3.org/ns/csvw"} if form == "csv" else None,
        "dcterms:license": {"@id": published.licence} if published.licence else None,
        "dcat:accessService": _service(query, municipality, published) if form == "json" else None,
    }
    return _known(known)


def _service(query: str, municipality: str, published: Publication) -> Node:
    base = published.base
    known = {
        "@id": f"{base}/api?{query}#service",
        "@type": "dcat:DataService",
        "dcterms:title": _swedish(open_data_words()["distributions"]["service"]),
        "dcterms:publisher": _publisher(municipality, base),
        "dcat:endpointURL": {"@id": f"{base}/api"},
        "dcat:endpointDescription": {"@id": f"{base}/api/openapi.json"},
        "dcterms:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dcterms:license": {"@id": published.licence} if published.licence else None,
    }
    return _known(known)


def _publisher(name: str, base: str) -> Node:
    return {
        "@id": f"{base}/#{urlencode({'utgivare': name})}",
        "@type": "foaf:Agent",
        "foaf:name": name,
        "dcterms:type": {"@id": "http://purl.org/adms/publishertype/LocalAuthority"},
    }


def _contact(name: str, contact: str | None) -> Node | None:
    """Where to turn, where the setting is an e-mail address or a web address."""
    if contact is None or " " in contact:
        return None
    if "://" in contact:
        return {"@type": "vcard:Organization", "vcard:fn": name, "vcard:hasURL": {"@id": contact}}
    if "@" in contact:
        return {"@type": "vcard:Organization", "vcard:fn": name, "vcard:hasEmail": {"@id": f"mailto:{contact}"}}
    return None


def _swedish(text: str) -> Node:
    return {"@value": text, "@language": "sv"}


def _year(year: int) -> Node:
    return {"@value": str(year), "@type": "xsd:gYear"}


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None}


def _written(node: Node, parent: Any) -> None:
    """A node and what hangs on it, as elements below ``parent``."""
    element = etree.SubElement(parent, _named(node["@type"]))
    if "@id" in node:
        element.set(f"{{{_RDF}}}about", node["@id"])
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            if not name.startswith("@"):
                _property(etree.SubElement(element, _named(name)), one)


def _property(element: Any, value: Any) -> None:
    if isinstance(value, str):
        element.text = value
    elif "@value" in value:
        element.text = value["@value"]
        if "@language" in value:
            element.set(f"{{{_XML}}}lang", value["@language"])
        else:
            prefix, _, local = value["@type"].partition(":")
            element.set(f"{{{_RDF}}}datatype", _PREFIXES[prefix] + local)
    elif "@type" in value:
        _written(value, element)
    else:
        element.set(f"{{{_RDF}}}resource", value["@id"])


def _named(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}"
