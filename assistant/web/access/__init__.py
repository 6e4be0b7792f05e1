"""Login: who asks, by a session of the browser or a token, and whether that one may ask for a route."""
