"""Words: how a question's words match those of texts, and how much each of them tells."""
