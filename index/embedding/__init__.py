"""Texts → vectors: the bundled model or any of sentence-transformers, and the reranker."""
