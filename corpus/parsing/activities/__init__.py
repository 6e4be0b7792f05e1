"""The lines under a goal → activities: titles, labels, lists, tables, kinds."""
