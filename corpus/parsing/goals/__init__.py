"""Lines → the goal headings of a document, whether they are numbered, listed or neither."""
