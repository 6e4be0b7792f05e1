"""What is held in memory between requests: conversations and answers, for half an hour."""
