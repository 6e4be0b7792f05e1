"""Pages as they are printed: PDF, and pictures of pages → lines."""
