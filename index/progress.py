"""How far a build has come, as one share of all that there is to do."""

from collections.abc import Mapping

from corpus.types import OnShare


class BuildProgress:
    """Each document counts by its size, half of it for reading and half for embedding."""

    def __init__(self, sizes: Mapping[str, int], on_share: OnShare) -> None:
        """``sizes`` are those of the documents to be made, in bytes, by their ids."""
        self._sizes = {name: max(size, 1) for name, size in sizes.items()}
        self._done: dict[tuple[str, str], float] = {}
        self._on_share = on_share

    def reading(self, name: str) -> OnShare:
        """What hears how much of a document is read."""
        return lambda share: self._note((name, "read"), share)

    def embedding(self, name: str) -> OnShare:
        """What hears how much of a document is embedded."""
        return lambda share: self._note((name, "embedded"), share)

    def _note(self, step: tuple[str, str], share: float) -> None:
        self._done[step] = share
        done = sum(share * self._sizes[name] for (name, _), share in list(self._done.items()))
        self._on_share(done / (2 * sum(self._sizes.values())))
