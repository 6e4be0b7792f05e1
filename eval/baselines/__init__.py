"""The ways of searching that ours is compared with."""
