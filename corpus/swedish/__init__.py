"""Swedish text: how words are compared, cut and counted, once for documents and questions."""
