"""Who may do what: roles, the settings that switch login on, and tokens for machines."""
