"""A query → what is found: whole sets by structure, comparisons, ranked passages."""
