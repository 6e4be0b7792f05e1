"""Messages from people who may be in danger → the help text that comes first."""
