"""What the installed wheel holds: every module imports, and every file beside the code is there."""

import importlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

PACKAGES = ("assistant", "index", "corpus", "prompts", "eval")
# Programs that need what only development has, and that do something when they are imported.
NOT_IMPORTED = ("eval.", "__main__")


def main() -> None:
    """Compare the wheel with the checkout's tracked files; import what it installed."""
    checkout, dist = map(Path, sys.argv[1:])
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES], cwd=checkout, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    wanted = set(filter(None, tracked))
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert wanted <= held, f"missing in the wheel: {sorted(wanted - held)}"
    assert not any(name.startswith("tests/") for name in held)
    shared = {name.partition(".data/data/")[2] for name in held if ".data/data/" in name}
    assert "share/man/man1/planassistent.1" in shared
    assert {Path(name).name for name in held if "/licenses/" in name} == {"LICENSE", "NOTICE"}
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "NOTICE", "README.md", "docs/README.md", "Makefile", "requirements.lock"} <= names
    code = [name.removesuffix(".py") for name in wanted if name.endswith(".py")]
    modules = sorted(name.replace("/", ".").removesuffix(".__init__") for name in code)
    imported = [name for name in modules if not any(part in name for part in NOT_IMPORTED)]
    for name in imported:
        place = importlib.import_module(name).__file__
        assert place is not None
        assert not place.startswith(str(checkout)), f"{name} was taken from the checkout"
    print(f"{wheel.name}: {len(held)} files, {len(imported)} modules imported; {sdist.name}: {len(names)} files")


if __name__ == "__main__":
    main()
