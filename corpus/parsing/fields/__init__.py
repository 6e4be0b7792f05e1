"""The text of an activity → its fields: responsible, time, indicator, results, status."""
