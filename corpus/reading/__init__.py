"""What `read` works with: one small reader a format, bytes in, pages of lines out."""
