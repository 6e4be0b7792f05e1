"""What was found → whether it answers the question."""
