"""Small documents folders, made by the tests themselves."""

import hashlib
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.corrections.changes import put_correction
from corpus.ingest import Part, read_part
from corpus.types import Correction

CATALOGUE = """
municipality = "Provstad"

[[programmes]]
id = "trygg-2020-2024"
title = "Trygg stad"
period = [2020, 2024]
goals = [{ number = 1, title = "Alla är trygga" }]

[[organisations]]
id = "parkforvaltningen"
name = "Parkförvaltningen"
abbreviation = "PAF"
board = "Parknämnden"
form = "förvaltning"

[[help_contacts]]
name = "SOS Alarm"
number = "112"
about = "om du är i akut fara"
"""

PLAN = """Inledning

Parkförvaltningen sköter stadens parker.

Mål 1 - Alla är trygga

Verksamhetsspecifika aktiviteter

Aktivitet: Fler lampor i parkerna

Parkförvaltningen sätter upp lampor längs gångvägarna. Ansvarig: Driftenheten. Tidplan: 2021.

Aktivitet: Kurs för parkvakter

Alla parkvakter går en kurs om våld i nära relationer.
"""

# Lines in which enough different words are misread for the text to count as read by a machine.
MISREAD = [
    "Planen giller for tidsperioden och omfattar alla nimnder.",
    "Alla nimnder har ansvar f6r sitt uppdrag och dess genomf6rande.",
    "Verksarnheten arbetar f6r barnens trygghet och hilsa.",
    "Medarbetarna erbjuds utbildning om vald i nira relationer.",
    "Uppf6ljningen redovisas arligen f6r kornmunstyrelsen.",
    "F6rvaltningarna samverkar med f6reningar och rnyndigheter i hela staden.",
    "Skolornas personal ska kunna uppticka vald och vaga friga.",
]


def add_document(folder: Path, name: str, content: bytes, ending: str = "txt") -> None:
    """Put a plan and its catalogue entry into a documents folder, which is made when it isn't there."""
    folder.mkdir(exist_ok=True)
    catalogue = folder / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8") if catalogue.exists() else CATALOGUE
    entry = f"""
[[documents]]
id = "{name}"
title = "Handlingsplan {name}"
publisher = "Provstad"
kind = "plans"
programme = "trygg-2020-2024"
organisation = "parkforvaltningen"
period = [2020, 2024]
file = "{name}.{ending}"
sha256 = "{hashlib.sha256(content).hexdigest()}"
"""
    catalogue.write_text(text + entry, encoding="utf-8")
    (folder / f"{name}.{ending}").write_bytes(content)


def read_plan(folder: Path, *entries: Correction) -> Part:
    """The document "parkplan" of a folder with these corrections, through their file."""
    for entry in entries:
        put_correction(folder, "parkplan", entry)
    catalogue = load_catalogue(folder)
    return read_part(catalogue.documents[0], folder, catalogue)
