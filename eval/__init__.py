"""The evaluation: sample questions, scorers without a model, intervals, reports and comparisons."""
