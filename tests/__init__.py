"""The tests of wence: one flat module per module under test; none needs the network."""
