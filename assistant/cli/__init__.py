"""The command ``planassistent``."""
