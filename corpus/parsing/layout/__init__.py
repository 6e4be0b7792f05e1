"""What a line is by its look and place: heading, contents list, page number, running head."""
