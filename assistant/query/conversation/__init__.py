"""A turn of a conversation and what was asked before → the question that is meant."""
