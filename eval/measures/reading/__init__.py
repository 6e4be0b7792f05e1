"""How well documents are read: their words, their structure, and identity numbers in them."""
