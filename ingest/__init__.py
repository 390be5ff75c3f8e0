"""File or page → Document → clause tree with tasks → passages. Pure: no index, no model."""
