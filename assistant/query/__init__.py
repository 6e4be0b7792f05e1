"""A question → a query: what is asked for, of whom, under which goals, about what."""
