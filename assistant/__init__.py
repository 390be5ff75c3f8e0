"""Question → query → hits → answer → verified answer: the retrieval chain."""
