"""The routes of the page: asking, looking around, sources."""
