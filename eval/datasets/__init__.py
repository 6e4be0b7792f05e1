"""Question sets, invented plans and damaged texts, read as data."""

from importlib.resources import files
from pathlib import Path

DATA = Path(str(files("eval"))) / "datasets" / "data"
