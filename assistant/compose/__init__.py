"""Findings → the answer's text, points and tables, in Swedish, each with its sources."""
