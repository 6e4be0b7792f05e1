"""Development sets → the numbers in ``index/calibration``."""
