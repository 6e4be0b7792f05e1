"""Gold answers and question sets → measures."""
