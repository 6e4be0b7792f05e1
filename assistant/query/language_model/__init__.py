"""A language model that is asked for the query of a question, where one is configured and the grammar is unsure."""
