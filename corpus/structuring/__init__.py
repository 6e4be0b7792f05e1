"""What `structure` works with: plans, headings, lists, tables and fields as they are found in lines of text."""
