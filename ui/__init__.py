"""Command line, web page, HTTP: three faces of one assistant. The only folder that imports gradio."""
