"""Reads municipal documents: files in, plans with goals, activities and passages out."""
