"""Activities and answers → files to keep."""
