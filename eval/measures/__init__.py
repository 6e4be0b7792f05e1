"""Results → figures with their intervals."""
