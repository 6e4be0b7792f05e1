"""The shapes of the API, as the contract names them."""
