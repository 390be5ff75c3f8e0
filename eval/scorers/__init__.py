"""The scorers, one topic a module, all deterministic and without a model."""
