"""What is held in memory between requests: conversations and their answers, for half an hour."""
