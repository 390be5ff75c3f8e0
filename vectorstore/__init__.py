"""Passages → index → ranked hits; the ledger. The only folder that imports chromadb."""
