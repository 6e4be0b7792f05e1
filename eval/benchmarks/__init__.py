"""Time, memory and robustness, measured from outside."""
