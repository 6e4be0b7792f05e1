"""Lines → plans, goals, activities and their fields."""
