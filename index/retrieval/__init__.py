"""A query vector → how near each passage lies."""
