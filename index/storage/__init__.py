"""An index on disk: what each document holds, put in use whole or not at all."""
