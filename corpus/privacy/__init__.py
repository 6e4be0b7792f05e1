"""Personal identity numbers: found, masked, and kept out of whatever is listed."""
