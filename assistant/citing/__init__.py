"""Passage → a reference, a quotation, a record for a reference manager."""
