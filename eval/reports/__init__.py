"""Figures → tables, pages and gates."""
