"""Keeping the collection: documents come and go, and what was read of them is set right."""
