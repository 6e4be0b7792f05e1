"""A language model, where one is configured: how it is asked, and what of its text is used."""
