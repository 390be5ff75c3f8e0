"""The shipped corpus: one folder per document with the text as published and a metadata file."""
