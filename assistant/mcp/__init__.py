"""For other assistants: what we know as tools and documents of the Model Context Protocol."""
