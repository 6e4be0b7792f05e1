"""Questions by people who know nothing of the program → how they are read and answered."""
