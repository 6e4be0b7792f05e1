"""All wording of answers, as text files that a civil servant can review. Imports nothing of ours."""
