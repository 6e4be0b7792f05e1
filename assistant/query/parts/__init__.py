"""A question → the parts that it asks for, each a query."""
