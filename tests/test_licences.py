"""The licences of what is installed with the program."""

from importlib import import_module

# A folder of documentation and no package: the type checker knows its modules by another name.
listed = import_module("docs.licences")


def test_every_package_of_the_program_says_its_licence() -> None:
    """None is unknown, and none forbids what the EUPL allows."""
    found = listed.licences()
    assert len(found) >= 40
    assert {"fastapi", "lxml", "numpy", "pypdfium2"} <= set(found)
    assert [name for name, (_, licence) in found.items() if licence == "–"] == []
    assert [name for name, (_, licence) in found.items() if "AGPL" in licence or "Proprietary" in licence] == []
