"""What the table decides → its answer in words: records and their counts, and the collection itself."""
