"""What there is, to look around in: the list of activities, a timeline, two side by side."""
