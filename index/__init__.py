"""Passages → an index on disk, and a query → ranked passages."""
