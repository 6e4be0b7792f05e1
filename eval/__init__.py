"""Gold and question sets → measures → a report. Run as ``python -m eval``."""
