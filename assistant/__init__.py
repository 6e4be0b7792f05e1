"""Questions → answers with sources, at the terminal, over HTTP and on a page."""
