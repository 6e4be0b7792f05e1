"""What can be wrong with an index or a model, each as an error whose text is a sentence for a person."""


class IndexFault(Exception):
    """The index can't be used as it is; building it again mends it."""


class MissingIndex(IndexFault):
    """Nothing has been built yet."""


class DamagedIndex(IndexFault):
    """A file of the index is gone or isn't what was written."""


class StaleIndex(IndexFault):
    """The index was built with another model or from other documents."""


class ModelUnavailable(Exception):
    """The model that the settings name can't be loaded."""


class NothingPublished(IndexFault):
    """All documents are drafts: there is nothing that everybody may read."""
