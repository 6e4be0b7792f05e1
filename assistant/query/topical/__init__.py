"""A question → what the search by meaning reads of it: whose, which goals, what an answer must have."""
