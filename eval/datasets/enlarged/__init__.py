"""The documents many times over: a larger collection that is as dense, to measure what grows with it."""
