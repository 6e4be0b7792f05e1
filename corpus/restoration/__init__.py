"""What `restore` works with: word resources, a channel of misreadings, and the lattice of what words may be."""
