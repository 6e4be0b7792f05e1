"""The office: pages for whoever keeps the collection, on the machine that it runs on and nowhere else."""
