"""The road of the chosen machine: a card for each station, and the next act below them."""
