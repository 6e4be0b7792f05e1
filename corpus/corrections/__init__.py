"""What a person has set right, laid over what was read: kept as a file a document, found again by its place."""
