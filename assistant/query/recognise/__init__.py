"""Words of a question → what they name: organisations, goals, periods, the form of the question."""
